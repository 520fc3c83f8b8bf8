/** The two counts of one port in the text of Linux's /proc/net/dev; undefined where it doesn't stand there. */
export function portIn(
  text: string,
  name: string,
): { readonly down: bigint; readonly up: bigint } | undefined {
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === -1 || line.slice(0, colon).trim() !== name) continue;
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    const [down, up] = [fields[RECEIVED_BYTES], fields[SENT_BYTES]];
    return isCount(down) && isCount(up) ? { down: BigInt(down), up: BigInt(up) } : undefined;
  }
  return undefined;
}

/** Columns after the port's name. Source: Linux, net/core/net-procfs.c. */
const RECEIVED_BYTES = 0;
const SENT_BYTES = 8;

const isCount = (text: string | undefined): text is string =>
  text !== undefined && /^\d{1,20}$/.test(text);
