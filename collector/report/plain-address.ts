/**
 * A stream's address as it may leave the house. The agent strips accounts before it ships; this strips them again.
 * Undefined where one could still be in it: no address is better than a password in somebody's file.
 */
export function plainAddress(uri: string): string | undefined {
  const match = /^(rtsps?|https?):\/\/([^/?#]*)([/?#].*)?$/i.exec(uri.trim());
  if (match === null) return undefined;
  const [, scheme = '', authority = '', rest = ''] = match;
  const host = authority.replace(/^.*@/, '');
  const isHost = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host);
  if (!isHost || /@|%40/i.test(rest) || /\s/.test(rest)) return undefined;
  return `${scheme.toLowerCase()}://${host}${rest.replace(ACCOUNT, '$1***')}`;
}

/** Some makers put the account into path or query: `/user=admin_password=…_channel=1`. */
const ACCOUNT =
  /((?:^|[/?&_;])(?:user|username|usr|account|login|password|passwd|pass|pwd|psw|token|auth|key|secret)=)[^/?&_;#]*/gi;
