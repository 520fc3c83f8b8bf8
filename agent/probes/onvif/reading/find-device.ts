import { deviceUrl, type Host, HTTPS_PORT, ONVIF_PORTS } from '../soap/endpoint.ts';
import { operations } from '../soap/operations.ts';
import type { CallOutcome } from '../soap/reply.ts';
import { DeviceSession, type SessionParts } from '../soap/session.ts';

/** A device that speaks SOAP, with its first answer: what it says of its clock. */
export interface FoundDevice {
  readonly session: DeviceSession;
  readonly port: number;
  readonly first: CallOutcome;
  /** Clock readings of ours around the first answer, to halve the way there and back. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

export type Search = FoundDevice | { readonly session: undefined; readonly first: CallOutcome };

/**
 * Asks the port a person named, or the one that answered before, or the first usual one; the other
 * usual ones only when that one speaks no SOAP.
 */
export async function findDevice(parts: SessionParts, known: number | undefined): Promise<Search> {
  const ports = portsToTry(parts.host, known);
  const [preferred = ONVIF_PORTS[0], ...others] = ports;
  const first = await tryPort(parts, preferred);
  if (first.session !== undefined) return first;
  const rest = await Promise.all(others.map((port) => tryPort(parts, port)));
  return rest.find(({ session }) => session !== undefined) ?? first;
}

function portsToTry({ port }: Host, known: number | undefined): readonly number[] {
  if (port !== undefined) return [port];
  const usual = [...ONVIF_PORTS, HTTPS_PORT];
  return known === undefined ? usual : [known, ...usual.filter((one) => one !== known)];
}

/** In the clear first; over TLS where what answers there does not understand that. */
async function tryPort(parts: SessionParts, port: number): Promise<Search> {
  const first = await tryUrl(parts, deviceUrl(parts.host.host, port), port);
  if (first.session !== undefined || parts.host.port !== port || port === HTTPS_PORT) return first;
  const isTls = first.first.kind === 'garbled' || isCut(first.first);
  if (!isTls) return first;
  const secure = await tryUrl(parts, deviceUrl(parts.host.host, port, true), port);
  return secure.session !== undefined || isStranger(secure.first) ? secure : first;
}

const isCut = (outcome: CallOutcome): boolean =>
  outcome.kind === 'silent' && outcome.reason === 'cut';
const isStranger = (outcome: CallOutcome): boolean =>
  outcome.kind === 'silent' && outcome.reason === 'stranger';

async function tryUrl(parts: SessionParts, url: URL, port: number): Promise<Search> {
  const session = new DeviceSession(parts, url);
  const askedAtMs = parts.clock.now();
  const first = await session.askAnonymously(operations.systemDateAndTime);
  const answeredAtMs = parts.clock.now();
  return first.kind === 'silent' || first.kind === 'garbled'
    ? { session: undefined, first }
    : { session, port, first, askedAtMs, answeredAtMs };
}
