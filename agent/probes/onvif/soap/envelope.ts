import { XMLParser } from 'fast-xml-parser';
import { messageOf } from '../../../../kit/result.ts';
import { child, textAt } from './xml.ts';

/** What a device said: an answer, a fault of its own, or something that is no SOAP. */
export type SoapAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'fault'; readonly codes: readonly string[]; readonly reason: string }
  | { readonly kind: 'garbled'; readonly detail: string };

const garbled = (detail: string): SoapAnswer => ({ kind: 'garbled', detail });

/** The parser takes a truncated document for a whole one, so its end is looked at first. */
const ENDS_WITH_ENVELOPE = /<\/(?:[\w.-]{1,40}:)?Envelope\s{0,20}>$/;
/** No answer of a device nests deeper; what does only wants to exhaust the stack. */
const MAX_DEPTH = 64;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  trimValues: true,
  // Numeric entities too: they stand in stream addresses.
  htmlEntities: true,
  maxNestedTags: MAX_DEPTH,
  // A path spelt out for every element costs the length of all names above it, which a device chooses.
  jPath: false,
});

/** A SOAP 1.2 request; `header` and `body` are XML of our own making. */
export function buildEnvelope(body: string, header = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">' +
    `<s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

/** Text made safe to stand in XML; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`)
  );
}

/** Reads an answer in whatever charset it declares; never throws. */
export function parseEnvelope(bytes: Uint8Array): SoapAnswer {
  const text = decode(bytes);
  if (text === '') return garbled('an empty answer');
  if (/<!DOCTYPE/i.test(text)) return garbled('a document type declaration, which is refused');
  if (!ENDS_WITH_ENVELOPE.test(text.slice(-120)))
    return garbled('the document does not end in </Envelope>');
  try {
    const body = child(parser.parse(text), 'Envelope', 'Body');
    if (body === undefined) return garbled('no Envelope with a Body');
    const fault = child(body, 'Fault');
    return fault === undefined ? { kind: 'answer', body } : readFault(fault);
  } catch (error) {
    return garbled(`not readable as XML: ${messageOf(error).slice(0, 120)}`);
  }
}

/** SOAP 1.2 (Code, Subcode, Reason) and 1.1 (faultcode, faultstring); prefixes are dropped. */
function readFault(fault: unknown): SoapAnswer {
  const codes = [
    textAt(fault, 'Code', 'Value'),
    textAt(fault, 'Code', 'Subcode', 'Value'),
    textAt(fault, 'Code', 'Subcode', 'Subcode', 'Value'),
    textAt(fault, 'faultcode'),
  ].flatMap((code) => (code === undefined ? [] : [code.replace(/^.*:/, '').slice(0, 80)]));
  const reason = textAt(fault, 'Reason', 'Text') ?? textAt(fault, 'faultstring') ?? '';
  return { kind: 'fault', codes, reason: reason.slice(0, 200) };
}

function decode(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 120)).toString('latin1');
  const latin = /encoding=["'](?:iso-8859-1|latin1|windows-1252|us-ascii)["']/i.test(head);
  const text = new TextDecoder(latin ? 'latin1' : 'utf-8').decode(bytes);
  // Several devices pad the answer with zero bytes or blanks.
  return withoutTail(text.replace(/^[\s\0\ufeff]+/, ''));
}

/** Not by a pattern: one that is tied to the end takes the square of a long row of blanks. */
function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s\0]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
