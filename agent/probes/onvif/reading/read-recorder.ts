import { readProfiles } from '../answers/media.ts';
import { countChannels, type RecordingSummary } from '../answers/recording.ts';
import { operations } from '../soap/operations.ts';
import type { DeviceSession, SessionParts } from '../soap/session.ts';
import { findDevice } from './find-device.ts';
import { authOf, readClockAndServices, readIdentityAndScopes } from './read-device.ts';
import { readRecordings } from './read-recordings.ts';
import {
  type Auth,
  type DeviceReading,
  type StepError,
  say,
  Trouble,
  type Unmet,
  unmetBy,
} from './reading.ts';

export interface RecorderReading extends DeviceReading {
  readonly reachable: boolean;
  /** Undefined where it is reachable. */
  readonly unmet: Unmet | undefined;
  readonly port: number | undefined;
  readonly auth: Auth;
  readonly channels: number | undefined;
  readonly summary: RecordingSummary | undefined;
  readonly errors: readonly StepError[];
}

export interface RecorderOrder extends SessionParts {
  readonly knownPort: number | undefined;
  readonly heldBack: boolean;
}

/** Everything one pass asks of a recorder over ONVIF. */
export async function readRecorder(order: RecorderOrder): Promise<RecorderReading> {
  const found = await findDevice(order, order.knownPort);
  if (found.session === undefined) {
    const message = found.first.kind === 'answer' ? '' : say(found.first);
    return { ...UNREACHABLE, unmet: unmetBy(found.first), errors: [{ step: 'connect', message }] };
  }
  const trouble = new Trouble();
  const { services, clock } = await readClockAndServices(found, trouble);
  const identity = await readIdentityAndScopes(found, clock, trouble, () => order.clock.now());
  if (!found.session.has('search')) trouble.add('GetServices', 'no search service is offered');
  const summary = await readRecordings(found.session, trouble);
  const channels = await readChannels(found.session, trouble);
  return {
    ...identity,
    services,
    summary,
    channels,
    reachable: true,
    unmet: undefined,
    port: found.port,
    auth: authOf(found.session, { open: !found.session.wantsLogin, heldBack: order.heldBack }),
    errors: trouble.errors,
  };
}

const UNREACHABLE: Omit<RecorderReading, 'errors' | 'unmet'> = {
  reachable: false,
  port: undefined,
  auth: 'unknown',
  channels: undefined,
  summary: undefined,
  identity: undefined,
  services: [],
  scopes: [],
  clock: undefined,
};

/** Counted by recordings; by the picture sources of the profiles where there are none. */
async function readChannels(session: DeviceSession, trouble: Trouble): Promise<number | undefined> {
  const listed = session.has('recording') ? await session.ask(operations.recordings) : undefined;
  const counted = listed?.kind === 'answer' ? countChannels(listed.body) : undefined;
  if (counted !== undefined && counted > 0) return counted;
  if (!session.has('media')) return counted;
  const body = trouble.bodyOf('GetProfiles', await session.ask(operations.profiles));
  const sources = readProfiles(body).flatMap(({ source }) =>
    source === undefined ? [] : [source],
  );
  return sources.length > 0 ? new Set(sources).size : counted;
}
