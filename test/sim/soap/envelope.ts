/** Namespaces of the ONVIF services, with the prefixes their specifications use. */
export const NAMESPACE = {
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  trt: 'http://www.onvif.org/ver10/media/wsdl',
  tr2: 'http://www.onvif.org/ver20/media/wsdl',
  trc: 'http://www.onvif.org/ver10/recording/wsdl',
  tse: 'http://www.onvif.org/ver10/search/wsdl',
  tt: 'http://www.onvif.org/ver10/schema',
  ter: 'http://www.onvif.org/ver10/error',
} as const;
export type ServicePrefix = 'tds' | 'trt' | 'tr2' | 'trc' | 'tse';

const DECLARED = Object.entries(NAMESPACE)
  .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  .join('');

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `<name>text</name>`, its text escaped. */
export function leaf(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** `<name attributes>children</name>`. */
export function branch(
  name: string,
  children: readonly string[],
  attributes: Readonly<Record<string, string | number | boolean>> = {},
): string {
  const set = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(`${value}`)}"`,
  );
  return `<${name}${set.join('')}>${children.join('')}</${name}>`;
}

export function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"${DECLARED}>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}

export interface Fault {
  readonly code: 'Sender' | 'Receiver';
  /** Outermost first, as `ter:InvalidArgVal`, `ter:NoProfile`. */
  readonly subcodes: readonly string[];
  readonly reason: string;
}

export function faultEnvelope({ code, subcodes, reason }: Fault): string {
  const nested = subcodes.reduceRight(
    (inner, subcode) => branch('s:Subcode', [leaf('s:Value', subcode), inner]),
    '',
  );
  return envelope(
    branch('s:Fault', [
      branch('s:Code', [leaf('s:Value', `s:${code}`), nested]),
      branch('s:Reason', [branch('s:Text', [escapeXml(reason)], { 'xml:lang': 'en' })]),
    ]),
  );
}
