import { ms } from '../../../../kit/units.ts';
import { readClock, readTimeSource } from '../answers/clock.ts';
import {
  type OfferedService,
  readCapabilities,
  readIdentity,
  readScopes,
  readServices,
} from '../answers/device.ts';
import { NAMESPACES, operations, type ServiceName } from '../soap/operations.ts';
import type { DeviceSession } from '../soap/session.ts';
import type { FoundDevice } from './find-device.ts';
import type { Auth, ClockReading, DeviceReading, Trouble } from './reading.ts';

/** The clock first, because a login may need it; then where the services are. */
export async function readClockAndServices(
  found: FoundDevice,
  trouble: Trouble,
): Promise<Pick<DeviceReading, 'clock' | 'services'>> {
  const clock = found.first.kind === 'answer' ? clockFrom(found.first.body, found) : undefined;
  if (clock?.offsetS !== undefined) found.session.followClock(ms(clock.offsetS * 1_000));
  else if (found.first.kind === 'fault') trouble.bodyOf('GetSystemDateAndTime', found.first);
  const services = await readOffer(found.session, trouble);
  for (const service of SERVICES) {
    const offered = services.find(({ namespace }) => namespace === NAMESPACES[service]);
    if (offered !== undefined) found.session.locate(service, offered.xaddr);
  }
  return { clock, services };
}

const SERVICES = ['media', 'media2', 'recording', 'search'] as const satisfies ServiceName[];

function clockFrom(
  body: unknown,
  { askedAtMs, answeredAtMs }: Pick<FoundDevice, 'askedAtMs' | 'answeredAtMs'>,
): ClockReading {
  const stated = readClock(body);
  const source = readTimeSource(body);
  if (stated.kind !== 'utc') return { kind: stated.kind, offsetS: undefined, source };
  // A device states whole seconds, cut off: half a second is what is missing on average.
  const offsetMs = stated.at + 500 - (askedAtMs + answeredAtMs) / 2;
  return { kind: 'utc', offsetS: Math.round(offsetMs / 100) / 10, source };
}

async function readOffer(
  session: DeviceSession,
  trouble: Trouble,
): Promise<readonly OfferedService[]> {
  const listed = await session.ask(operations.services);
  const services = listed.kind === 'answer' ? readServices(listed.body) : [];
  if (services.length > 0) return services;
  const older = await session.ask(operations.capabilities);
  const capabilities = older.kind === 'answer' ? readCapabilities(older.body) : [];
  if (capabilities.length > 0) return capabilities;
  if (listed.kind !== 'answer') trouble.bodyOf('GetServices', listed);
  if (older.kind !== 'answer') trouble.bodyOf('GetCapabilities', older);
  if (listed.kind === 'answer' || older.kind === 'answer')
    trouble.add('GetServices', 'no services in the answer');
  return [];
}

/** Identity and scopes; and the clock, where the device wanted a login even for that. */
export async function readIdentityAndScopes(
  found: FoundDevice,
  known: ClockReading | undefined,
  trouble: Trouble,
  now: () => number,
): Promise<Pick<DeviceReading, 'clock' | 'identity' | 'scopes'>> {
  const { session } = found;
  const information = await session.ask(operations.deviceInformation);
  const scopes = await session.ask(operations.scopes);
  const clock = known ?? (await readClockLoggedIn(session, trouble, now));
  return {
    clock,
    identity: readIdentity(trouble.bodyOf('GetDeviceInformation', information)),
    scopes: readScopes(trouble.bodyOf('GetScopes', scopes)),
  };
}

async function readClockLoggedIn(
  session: DeviceSession,
  trouble: Trouble,
  now: () => number,
): Promise<ClockReading | undefined> {
  if (session.login !== 'ok') return undefined;
  const askedAtMs = now();
  const outcome = await session.ask(operations.systemDateAndTime);
  const body = trouble.bodyOf('GetSystemDateAndTime', outcome);
  return body === undefined ? undefined : clockFrom(body, { askedAtMs, answeredAtMs: now() });
}

/** `open`: something behind the login was given without one. `heldBack`: the breaker kept it in. */
export function authOf(
  session: DeviceSession,
  { open, heldBack }: { readonly open: boolean; readonly heldBack: boolean },
): Auth {
  if (session.login !== 'unknown') return session.login;
  if (open) return 'not_required';
  return heldBack && session.wantsLogin ? 'failed' : 'unknown';
}
