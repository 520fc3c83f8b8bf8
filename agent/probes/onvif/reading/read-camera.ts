import type { Clock } from '../../../../kit/clock.ts';
import type { Settable } from '../answers/encoder-options.ts';
import {
  type Claim,
  type MediaProfile,
  mergeProfiles,
  readEncoders,
  readProfiles,
  readProfiles2,
  readStreamUri,
} from '../answers/media.ts';
import { parseStreamUri, type StreamAddress } from '../rtsp/stream-address.ts';
import { escapeXml } from '../soap/envelope.ts';
import { operations, streamUri, streamUri2 } from '../soap/operations.ts';
import type { DeviceSession, SessionParts } from '../soap/session.ts';
import { type FoundDevice, findDevice } from './find-device.ts';
import { takesAnyLogin } from './invented-login.ts';
import { authOf, readClockAndServices, readIdentityAndScopes } from './read-device.ts';
import { readSettable } from './read-options.ts';
import { type Posture, readPosture } from './read-posture.ts';
import { type Recordings, readRecordings } from './read-recordings.ts';
import {
  type Auth,
  type DeviceReading,
  type StepError,
  say,
  Trouble,
  type Unmet,
  unmetBy,
} from './reading.ts';
import { orderEverySource, orderStreams } from './stream-order.ts';

export interface CameraStream {
  readonly profile: string;
  readonly claim: Claim;
  readonly address: StreamAddress | undefined;
  /** Undefined unless asked for and answered. */
  readonly settable: Settable | undefined;
}

export interface CameraReading extends DeviceReading {
  readonly reachable: boolean;
  /** Undefined where it is reachable. */
  readonly unmet: Unmet | undefined;
  readonly port: number | undefined;
  readonly auth: Auth;
  readonly wantsLogin: boolean;
  /** Profiles were given without a login; undefined where that could not be told. */
  readonly anonymousProfiles: boolean | undefined;
  /** A login that nobody could have was taken; undefined where none was tried. */
  readonly anyCredentials: boolean | undefined;
  /** Basic is offered over plain HTTP; undefined where no login was asked for over it. */
  readonly basicInClear: boolean | undefined;
  /** Undefined unless asked for. */
  readonly posture: Posture | undefined;
  /** Largest first, of the camera's first picture source. */
  readonly streams: readonly CameraStream[];
  readonly proof: Proof;
  /** What the camera itself keeps; undefined unless asked for and answered. */
  readonly recordings: Recordings | undefined;
  readonly errors: readonly StepError[];
}

/** Calls that worked: what a profile's name is held against. */
export interface Proof {
  readonly media1: boolean;
  readonly encoders: boolean;
  readonly uri1: boolean;
  readonly media2: boolean;
  readonly uri2: boolean;
}

export interface CameraOrder extends SessionParts {
  readonly clock: Clock;
  /** The port that answered last time. */
  readonly knownPort: number | undefined;
  readonly heldBack: boolean;
  /** Try a login that nobody could have, where the camera's own was right or none is configured. */
  readonly invented: boolean;
  readonly maxStreams: number;
  /** Ask for the camera's own recordings too. */
  readonly recordings: boolean;
  /** Ask what hardly ever changes: how it is looked after, and what its encoders can be set to. */
  readonly settled: 'nothing' | 'main_stream' | 'all_streams';
}

const NO_PROOF: Proof = { media1: false, encoders: false, uri1: false, media2: false, uri2: false };

/** Everything one pass asks of a camera over ONVIF. */
export async function readCamera(order: CameraOrder): Promise<CameraReading> {
  const found = await findDevice(order, order.knownPort);
  if (found.session === undefined) {
    const message = found.first.kind === 'answer' ? '' : say(found.first);
    return { ...UNREACHABLE, unmet: unmetBy(found.first), errors: [{ step: 'connect', message }] };
  }
  const trouble = new Trouble();
  const { services, clock } = await readClockAndServices(found, trouble);
  const anonymous = await askProfilesAnonymously(found.session, trouble);
  const media = await readMedia(found.session, trouble);
  const identity = await readIdentityAndScopes(found, clock, trouble, () => order.clock.now());
  const streams = await readStreams(order, found, media.profiles, trouble);
  const recordings = order.recordings
    ? await readRecordings(found.session, trouble, { ...order, deviceClock: identity.clock })
    : undefined;
  const open = anonymous === true;
  const own = authOf(found.session, { open, heldBack: order.heldBack });
  const { wantsLogin, basicInClear } = found.session;
  // After the verdict on the login: what only a manager may ask says nothing about it.
  const hasLogin = order.credentials !== undefined;
  const posture =
    order.settled === 'nothing' ? undefined : await readPosture(found.session, { hasLogin });
  // The last question of all: a camera that now holds back its answers has given them already.
  const mayInvent = order.invented && !order.heldBack && anonymous === false && own !== 'failed';
  const anyCredentials = mayInvent ? await takesAnyLogin(found.session) : undefined;
  return {
    ...identity,
    services,
    reachable: true,
    unmet: undefined,
    port: found.port,
    auth: anyCredentials === true ? 'any_credentials' : own,
    wantsLogin,
    anonymousProfiles: anonymous,
    anyCredentials,
    basicInClear,
    posture,
    streams: streams.list,
    proof: { ...media.proof, uri1: streams.uri1, uri2: streams.uri2 },
    recordings,
    errors: trouble.errors,
  };
}

const UNREACHABLE: Omit<CameraReading, 'errors' | 'unmet'> = {
  reachable: false,
  port: undefined,
  auth: 'unknown',
  wantsLogin: false,
  anonymousProfiles: undefined,
  anyCredentials: undefined,
  basicInClear: undefined,
  posture: undefined,
  identity: undefined,
  services: [],
  scopes: [],
  clock: undefined,
  streams: [],
  proof: NO_PROOF,
  recordings: undefined,
};

/** One question without a login: it should be refused, and the refusal says how to log in. */
async function askProfilesAnonymously(
  session: DeviceSession,
  trouble: Trouble,
): Promise<boolean | undefined> {
  if (!session.has('media') && !session.has('media2')) return undefined;
  const operation = session.has('media') ? operations.profiles : operations.profiles2;
  const outcome = await session.askAnonymously(operation);
  if (outcome.kind === 'refused') return false;
  if (outcome.kind === 'silent') trouble.bodyOf('GetProfiles', outcome);
  return outcome.kind === 'answer' &&
    readProfiles(outcome.body).concat(readProfiles2(outcome.body)).length > 0
    ? true
    : undefined;
}

async function readMedia(
  session: DeviceSession,
  trouble: Trouble,
): Promise<{ readonly profiles: readonly MediaProfile[]; readonly proof: Proof }> {
  if (!session.has('media') && !session.has('media2')) {
    trouble.add('GetProfiles', 'no media service is offered');
    return { profiles: [], proof: NO_PROOF };
  }
  const ask = async (step: string, operation: keyof typeof operations): Promise<unknown> => {
    if (!session.has(operations[operation].service) || session.login === 'failed') return undefined;
    return trouble.bodyOf(step, await session.ask(operations[operation]));
  };
  const one = readProfiles(await ask('GetProfiles', 'profiles'));
  const two = readProfiles2(await ask('GetProfiles (Media2)', 'profiles2'));
  const encoders = readEncoders(await ask('GetVideoEncoderConfigurations', 'encoders'));
  return {
    profiles: mergeProfiles(two, one, encoders),
    proof: {
      ...NO_PROOF,
      media1: one.length > 0,
      media2: two.length > 0,
      encoders: encoders.size > 0,
    },
  };
}

interface ReadStreams {
  readonly list: readonly CameraStream[];
  readonly uri1: boolean;
  readonly uri2: boolean;
}

/** Both media services are asked for the main stream: each alone proves its own profile. */
async function readStreams(
  { host, maxStreams, settled, recordings }: CameraOrder,
  { session }: FoundDevice,
  profiles: readonly MediaProfile[],
  trouble: Trouble,
): Promise<ReadStreams> {
  const list: CameraStream[] = [];
  const asked = { nothing: 0, main_stream: 1, all_streams: maxStreams }[settled];
  let [uri1, uri2] = [false, false];
  const ordered = recordings ? orderEverySource(profiles) : orderStreams(profiles);
  for (const { token, encoder, claim } of ordered.slice(0, maxStreams)) {
    const isMain = list.length === 0;
    const ask = async (service: 'media' | 'media2') => askUri(session, trouble, { service, token });
    const second = await ask('media2');
    const first = second === undefined || isMain ? await ask('media') : undefined;
    uri1 ||= first !== undefined;
    uri2 ||= second !== undefined;
    const stated = second ?? first;
    const address = stated === undefined ? undefined : parseStreamUri(stated, host);
    if (address === undefined)
      trouble.add('GetStreamUri', `no RTSP address for profile ${token.slice(0, 60)}`);
    const settable =
      list.length < asked ? await readSettable(session, { token, encoder }) : undefined;
    list.push({ profile: token, claim, address, settable });
  }
  return { list, uri1, uri2 };
}

async function askUri(
  session: DeviceSession,
  trouble: Trouble,
  { service, token }: { readonly service: 'media' | 'media2'; readonly token: string },
): Promise<string | undefined> {
  if (!session.has(service)) return undefined;
  const safe = escapeXml(token);
  const outcome = await session.ask(service === 'media' ? streamUri(safe) : streamUri2(safe));
  if (outcome.kind === 'silent') trouble.bodyOf('GetStreamUri', outcome);
  return outcome.kind === 'answer' ? readStreamUri(outcome.body) : undefined;
}
