/** One request of a client, RFC 2326 §6. Header names are in lower case. */
export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

const BACKLOG_MAX_BYTES = 64 * 1024;

/** Finds requests in a client's bytes, between the interleaved packets it sends back. */
export class RequestReader {
  #rest = Buffer.alloc(0);

  /** What the bytes complete; `broken` once they are no RTSP, and nothing after that. */
  push(chunk: Buffer): RtspRequest[] | 'broken' {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const requests: RtspRequest[] = [];
    for (;;) {
      if (!this.#skipPacket()) break;
      const request = this.#takeRequest();
      if (request === 'broken') return 'broken';
      if (request === undefined) break;
      requests.push(request);
    }
    return this.#rest.length > BACKLOG_MAX_BYTES ? 'broken' : requests;
  }

  /** Drops receiver reports; false when one has not come whole yet. */
  #skipPacket(): boolean {
    while (this.#rest[0] === 0x24) {
      if (this.#rest.length < 4) return false;
      const end = 4 + this.#rest.readUInt16BE(2);
      if (this.#rest.length < end) return false;
      this.#rest = this.#rest.subarray(end);
    }
    return true;
  }

  #takeRequest(): RtspRequest | 'broken' | undefined {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const [first, ...lines] = this.#rest.toString('utf8', 0, end).split('\r\n');
    const start = /^([A-Z_]+) (\S+) RTSP\/1\.0$/.exec(first ?? '');
    if (start?.[1] === undefined || start[2] === undefined) return 'broken';
    const headers = new Map(lines.map(headerOf));
    const total = end + 4 + Number(headers.get('content-length') ?? 0);
    if (!Number.isSafeInteger(total)) return 'broken';
    if (this.#rest.length < total) return undefined;
    this.#rest = this.#rest.subarray(total);
    return { method: start[1], url: start[2], headers };
  }
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
