import { deviceUrl, type Host, ONVIF_PORTS } from '../soap/endpoint.ts';
import { operations } from '../soap/operations.ts';
import { type CallOutcome, DeviceSession, type SessionParts } from '../soap/session.ts';

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
  return known === undefined ? ONVIF_PORTS : [known, ...ONVIF_PORTS.filter((one) => one !== known)];
}

async function tryPort(parts: SessionParts, port: number): Promise<Search> {
  const session = new DeviceSession(parts, deviceUrl(parts.host.host, port));
  const askedAtMs = parts.clock.now();
  const first = await session.askAnonymously(operations.systemDateAndTime);
  const answeredAtMs = parts.clock.now();
  return first.kind === 'silent' || first.kind === 'garbled'
    ? { session: undefined, first }
    : { session, port, first, askedAtMs, answeredAtMs };
}
