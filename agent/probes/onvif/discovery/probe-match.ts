import { isInside, type Subnet } from '../../subnet.ts';
import { parseEnvelope } from '../soap/envelope.ts';
import { child, children, textAt } from '../soap/xml.ts';
import { isForeign } from './question.ts';

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

/** What was asked, and where an answer may come from. */
export interface Asked {
  readonly subnets: readonly Subnet[];
  /** Ids of our own questions, without `urn:uuid:`, in lower case. */
  readonly messages: ReadonlySet<string>;
}

/** Real answers take 1 to 4 KB, a recorder's with many channels some more. */
export const MAX_DATAGRAM_BYTES = 32 * 1024;
const MATCHES_AT_MOST = 16;
const CHARS_AT_MOST = 200;

/**
 * What one datagram says; nothing when it is huge, malformed, no answer, an answer to somebody else,
 * or from outside the subnets. Never throws, whatever the bytes.
 */
export function readProbeMatches(
  datagram: Uint8Array,
  from: string,
  { subnets, messages }: Asked,
): readonly FoundCamera[] {
  if (datagram.length > MAX_DATAGRAM_BYTES || !isInside(from, subnets)) return [];
  const answer = parseEnvelope(datagram);
  if (answer.kind !== 'answer') return [];
  return children(child(answer.body, 'ProbeMatches'), 'ProbeMatch')
    .slice(0, MATCHES_AT_MOST)
    .map((match) => readMatch(match, from))
    .filter(({ endpoint }) => !isForeign(datagram, messages, endpoint));
}

function readMatch(match: unknown, from: string): FoundCamera {
  const words = (name: string) => textAt(match, name)?.split(/\s+/).slice(0, 64) ?? [];
  const scopes = words('Scopes');
  return {
    address: from,
    port: statedPort(words('XAddrs'), from),
    endpoint: shown(textAt(match, 'EndpointReference', 'Address')),
    name: scopeValue(scopes, 'name'),
    hardware: scopeValue(scopes, 'hardware'),
    types: words('Types').flatMap((type) => shown(type.replace(/^.*:/, '')) ?? []),
  };
}

/** The port of the address that is the device's own, else of the first: devices state foreign ones too. */
function statedPort(xaddrs: readonly string[], from: string): number | undefined {
  const stated = xaddrs
    .flatMap((xaddr) => URL.parse(xaddr) ?? [])
    .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:');
  const own = stated.find(({ hostname }) => hostname === from) ?? stated[0];
  if (own === undefined) return undefined;
  return Number(own.port) || (own.protocol === 'https:' ? 443 : 80);
}

function scopeValue(scopes: readonly string[], name: string): string | undefined {
  const start = `onvif://www.onvif.org/${name}/`;
  const value = scopes.find((scope) => scope.startsWith(start))?.slice(start.length);
  if (value === undefined) return undefined;
  try {
    return shown(decodeURIComponent(value));
  } catch {
    // Not percent-encoded rightly: then it is shown as sent.
    return shown(value);
  }
}

/** As sent, but without what would move a terminal's cursor or turn the direction of a line. */
function shown(text: string | undefined): string | undefined {
  const clean = text
    ?.slice(0, CHARS_AT_MOST)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .trim();
  return clean === '' ? undefined : clean;
}
