import { escapeXml } from '../soap/envelope.ts';

export const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
export const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';

/**
 * The two names an ONVIF device goes by; some answer to the first alone, some to the second. The
 * prefixes are the usual ones: there are devices that compare the text.
 */
export const DEVICE_TYPES = [
  { type: 'dn:NetworkVideoTransmitter', namespace: 'http://www.onvif.org/ver10/network/wsdl' },
  { type: 'tds:Device', namespace: 'http://www.onvif.org/ver10/device/wsdl' },
] as const;
type DeviceType = (typeof DEVICE_TYPES)[number];

/** The WS-Discovery question for devices of one type: several types in one question would all be demanded. */
export function buildProbe(messageId: string, { type, namespace }: DeviceType): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="${ADDRESSING}">` +
    `<s:Header><a:Action s:mustUnderstand="1">${DISCOVERY}/Probe</a:Action>` +
    `<a:MessageID>urn:uuid:${escapeXml(messageId)}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo>` +
    '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>' +
    `<s:Body><d:Probe xmlns:d="${DISCOVERY}">` +
    `<d:Types xmlns:${type.replace(/:.*$/, '')}="${namespace}">${type}</d:Types>` +
    '</d:Probe></s:Body></s:Envelope>'
  );
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a datagram answers somebody else's question. Only a whole, foreign UUID in RelatesTo says
 * so: devices that leave it out, cut it short or repeat their own name in it are common.
 */
export function isForeign(
  datagram: Uint8Array,
  asked: ReadonlySet<string>,
  endpoint: string | undefined,
): boolean {
  const text = Buffer.from(datagram).toString('latin1');
  const stated = /<(?:[\w.-]{1,40}:)?RelatesTo(?:\s[^<>]{0,300})?>([^<>]{0,200})</.exec(text)?.[1];
  if (stated === undefined) return false;
  const id = bareId(stated);
  return UUID.test(id) && !asked.has(id) && id !== bareId(endpoint ?? '');
}

/** A message id without what writers put around it: `urn:uuid:`, `uuid:`, braces, capitals. */
const bareId = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:urn:)?(?:uuid:)?/, '')
    .replace(/^\{(.*)\}$/, '$1');
