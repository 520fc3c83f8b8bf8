/**
 * Cuts our own secrets out of a text from outside: a server that was told one may say it back in its refusal, and that
 * goes into logs and onto pages.
 */
export function keepOut(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = [...new Set(secrets.flatMap((secret) => (secret ? spellings(secret) : [])))]
    // The longest first: one may stand within another.
    .sort((a, b) => b.length - a.length);
  return (text) =>
    known
      .reduce((clean, secret) => clean.replaceAll(secret, CUT), text)
      .replace(CREDENTIAL, `$1${CUT}`);
}

const CUT = '[kept out]';
/** Whatever stands where credentials stand, though it is none of ours. */
const CREDENTIAL =
  /\b((?:Token|Bearer|Basic) +|[?&](?:p|password|token)=|https?:\/\/[^/\s:@]{0,200}:)[^\s"'&@,;)]{1,4096}/gi;

/** As it is, in an address, in JSON and JSON within it, and in base64. */
const spellings = (secret: string): readonly string[] => [
  secret,
  inJson(inJson(secret)),
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  inJson(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
