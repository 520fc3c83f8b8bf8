import type { Clock } from '../../../../kit/clock.ts';
import type { Ms } from '../../../../kit/units.ts';
import { readProfiles } from '../answers/media.ts';
import { groupBySource } from '../recorder-channels.ts';
import { operations } from '../soap/operations.ts';
import type { DeviceSession, SessionParts } from '../soap/session.ts';
import { findDevice } from './find-device.ts';
import { authOf, readClockAndServices, readIdentityAndScopes } from './read-device.ts';
import {
  type RecordingDetail,
  type Recordings,
  readDetail,
  readSummaryOf,
} from './read-recordings.ts';
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
  /** Undefined too where this pass did not ask for the detail. */
  readonly channels: number | undefined;
  readonly recordings: Recordings;
  readonly errors: readonly StepError[];
}

export interface RecorderOrder extends SessionParts {
  readonly clock: Clock;
  readonly knownPort: number | undefined;
  readonly heldBack: boolean;
  /** Undefined: the summary is enough this time. */
  readonly detail: { readonly known: RecordingDetail | undefined; readonly budget: Ms } | undefined;
}

const NO_RECORDINGS: Recordings = { summary: undefined, detail: undefined };

/** Everything one pass asks of a recorder over ONVIF. */
export async function readRecorder(order: RecorderOrder): Promise<RecorderReading> {
  const found = await findDevice(order, order.knownPort);
  if (found.session === undefined) {
    const message = found.first.kind === 'answer' ? '' : say(found.first);
    return { ...UNREACHABLE, unmet: unmetBy(found.first), errors: [{ step: 'connect', message }] };
  }
  const { session, port } = found;
  const trouble = new Trouble();
  const { services, clock } = await readClockAndServices(found, trouble);
  const identity = await readIdentityAndScopes(found, clock, trouble, () => order.clock.now());
  if (!session.has('search')) trouble.add('GetServices', 'no search service is offered');
  const asking = { ...order, deviceClock: identity.clock };
  const summary = await readSummaryOf(session, trouble, asking);
  const detail =
    order.detail && (await readDetail(session, trouble, { ...asking, ...order.detail }));
  return {
    ...identity,
    services,
    port,
    recordings: { summary, detail },
    channels: order.detail && (await countChannels(session, trouble, detail)),
    reachable: true,
    unmet: undefined,
    auth: authOf(session, { open: !session.wantsLogin, heldBack: order.heldBack }),
    errors: trouble.errors,
  };
}

const UNREACHABLE: Omit<RecorderReading, 'errors' | 'unmet'> = {
  reachable: false,
  port: undefined,
  auth: 'unknown',
  channels: undefined,
  recordings: NO_RECORDINGS,
  identity: undefined,
  services: [],
  scopes: [],
  clock: undefined,
};

/** Counted by recordings; by the picture sources of the profiles where there are none. */
async function countChannels(
  session: DeviceSession,
  trouble: Trouble,
  detail: RecordingDetail | undefined,
): Promise<number | undefined> {
  const counted = detail && groupBySource(detail.listed).length;
  if (counted !== undefined && counted > 0) return counted;
  if (!session.has('media')) return counted;
  const body = trouble.bodyOf('GetProfiles', await session.ask(operations.profiles));
  const sources = readProfiles(body).flatMap(({ source }) =>
    source === undefined ? [] : [source],
  );
  return sources.length > 0 ? new Set(sources).size : counted;
}
