import { parseEnvelope } from '../soap/envelope.ts';
import { child, children, textAt } from '../soap/xml.ts';
import { isInside, type Subnet } from './subnet.ts';

/** A device that answered. Its address is the one it answered from, never one it only states. */
export interface FoundCamera {
  readonly address: string;
  /** From the address it states; undefined where it states none. */
  readonly port: number | undefined;
  /** What it calls itself. Not an identity: whole batches share one. */
  readonly endpoint: string | undefined;
  readonly name: string | undefined;
  readonly hardware: string | undefined;
  readonly types: readonly string[];
}

const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';

/** The WS-Discovery question for ONVIF cameras and recorders. */
export function buildProbe(messageId: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="${ADDRESSING}">` +
    `<s:Header><a:Action s:mustUnderstand="1">${DISCOVERY}/Probe</a:Action>` +
    `<a:MessageID>urn:uuid:${messageId}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${ADDRESSING}/role/anonymous</a:Address></a:ReplyTo>` +
    '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>' +
    `<s:Body><d:Probe xmlns:d="${DISCOVERY}">` +
    '<d:Types xmlns:n="http://www.onvif.org/ver10/network/wsdl">n:NetworkVideoTransmitter</d:Types>' +
    '</d:Probe></s:Body></s:Envelope>'
  );
}

/** What one datagram says; nothing when it is malformed, a stray, or from outside the subnets. */
export function readProbeMatches(
  datagram: Uint8Array,
  from: string,
  subnets: readonly Subnet[],
): readonly FoundCamera[] {
  if (!isInside(from, subnets)) return [];
  const answer = parseEnvelope(datagram);
  if (answer.kind !== 'answer') return [];
  return children(child(answer.body, 'ProbeMatches'), 'ProbeMatch')
    .slice(0, 16)
    .map((match) => readMatch(match, from));
}

function readMatch(match: unknown, from: string): FoundCamera {
  const words = (name: string) => textAt(match, name)?.split(/\s+/).slice(0, 64) ?? [];
  const scopes = words('Scopes');
  const stated = words('XAddrs').flatMap((xaddr) => (URL.canParse(xaddr) ? [new URL(xaddr)] : []));
  const own = stated.find(({ hostname }) => hostname === from) ?? stated[0];
  const usual = own?.protocol === 'https:' ? 443 : 80;
  return {
    address: from,
    port: own === undefined ? undefined : Number(own.port) || usual,
    endpoint: textAt(match, 'EndpointReference', 'Address')?.slice(0, 200),
    name: scopeValue(scopes, 'name'),
    hardware: scopeValue(scopes, 'hardware'),
    types: words('Types').map((type) => type.replace(/^.*:/, '')),
  };
}

function scopeValue(scopes: readonly string[], name: string): string | undefined {
  const start = `onvif://www.onvif.org/${name}/`;
  const value = scopes.find((scope) => scope.startsWith(start))?.slice(start.length, 200);
  if (value === undefined || value === '') return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoded rightly: then it is shown as sent.
    return value;
  }
}

/** The same device may answer by both ways; two that share a name of their own stay two. */
export const keyOf = ({ address, port, endpoint }: FoundCamera): string =>
  `${address} ${port ?? ''} ${endpoint ?? ''}`;
