import type { Clock } from '../../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../../kit/result.ts';
import { type Bytes, type Ms, seconds } from '../../../../kit/units.ts';
import type { Credentials } from '../soap/digest.ts';
import type { SilenceReason } from '../soap/exchange.ts';
import type { Connect } from './connect.ts';
import { RtspConversation, type Unanswered } from './conversation.ts';
import { type StreamFigures, type StreamState, stateOf } from './figures.ts';
import { Observation } from './observation.ts';
import { baseOf, controlUri, headerOf, type RtspResponse } from './rtsp-message.ts';
import { parseSdp, type VideoTrack } from './sdp.ts';
import type { PictureSize } from './sps.ts';
import { type StreamAddress, uriOf } from './stream-address.ts';

export interface WatchOrder {
  readonly address: StreamAddress;
  readonly credentials: Credentials | undefined;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly window: Ms;
  /** For connecting, and for each answer. */
  readonly deadline: Ms;
  readonly maxBytes: Bytes;
}

export interface StreamReading {
  readonly state: StreamState;
  readonly codec: string | undefined;
  readonly size: PictureSize | undefined;
  readonly figures: StreamFigures | undefined;
  /** Described without a login; undefined when that could not be told. */
  readonly anonymous: boolean | undefined;
  /** Basic was offered over an unencrypted connection; undefined when no login was asked for. */
  readonly basicInClear: boolean | undefined;
  /** A login was tried and refused. */
  readonly loginFailed: boolean;
  readonly error: string | undefined;
  /** Where the watching failed; undefined for a stream that was watched to the end. */
  readonly trouble: StreamTrouble | undefined;
}

/** `rejected`: an answer with another status; `no_track`: nothing to show in the description. */
export type StreamTrouble = SilenceReason | 'garbled' | 'rejected' | 'no_track' | 'strange_login';

type Ending = Partial<StreamReading> & { readonly state: StreamState };

const NOTHING: Omit<StreamReading, 'state'> = {
  codec: undefined,
  size: undefined,
  figures: undefined,
  anonymous: undefined,
  basicInClear: undefined,
  loginFailed: false,
  error: undefined,
  trouble: undefined,
};
const GOODBYE = seconds(1);

/** Plays one stream for a window and says what came: figures and the picture's size, never a picture. */
export async function watchStream(order: WatchOrder): Promise<StreamReading> {
  const observation = new Observation(order);
  const conversation = new RtspConversation({
    ...order,
    onFrame: (channel, payload) => observation.frame(channel, payload),
    onClosed: () => observation.stop(),
  });
  const connected = await order.connect(order.address, conversation, order);
  if (!connected.ok)
    return {
      ...NOTHING,
      state: 'unreachable',
      error: `stream: ${connected.problem}`,
      trouble: connected.problem,
    };
  conversation.attach(connected.value);
  try {
    const ending = await play(order, conversation, observation);
    const basicInClear = order.address.secure ? undefined : conversation.offersBasic;
    return { ...NOTHING, ...ending, basicInClear };
  } finally {
    conversation.close();
  }
}

async function play(
  order: WatchOrder,
  conversation: RtspConversation,
  observation: Observation,
): Promise<Ending> {
  const described = await describe(order, conversation);
  if (!described.ok) return described.problem;
  const { base, track } = described.value;
  const setUp = await setUpTrack(order, conversation, controlUri(base, track.control));
  const late = setUp.ok && setUp.value.askedForLogin;
  const seen = { codec: track.codec, anonymous: late ? false : described.value.anonymous };
  if (!setUp.ok) return { ...seen, ...unanswered('no_video', setUp.problem) };
  const { response } = setUp.value;
  if (response.status !== 200) {
    const loginFailed = response.status === 401 && order.credentials !== undefined;
    return { ...seen, ...refused('SETUP', response), loginFailed };
  }
  conversation.keepSession(headerOf(response, 'session'));
  observation.expect(track, channelOf(response));
  const problem = await playAndLeave(base, conversation, observation);
  const { size, figures } = observation.result();
  if (problem !== undefined && figures === undefined) return { ...seen, size, ...problem };
  return { ...seen, size, figures, ...watchedToTheEnd(figures, observation.ended) };
}

function watchedToTheEnd(figures: StreamFigures | undefined, ended: string | undefined): Ending {
  const state = figures === undefined ? 'no_video' : stateOf(figures);
  if (state === 'live') return { state };
  return { state, error: ended ?? silence(figures), ...(ended && { trouble: 'cut' }) };
}

const silence = (figures: StreamFigures | undefined): string =>
  figures?.tailSilenceS === undefined
    ? 'stream: played, but no picture came'
    : `stream: no picture for the last ${figures.tailSilenceS.toFixed(1)} s`;

/** Some describe a stream to anybody and ask for the login only here. */
async function setUpTrack(
  { credentials }: WatchOrder,
  conversation: RtspConversation,
  uri: string,
): Promise<
  Result<{ readonly response: RtspResponse; readonly askedForLogin: boolean }, Unanswered>
> {
  const transport = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
  const first = await conversation.ask('SETUP', uri, transport);
  if (!first.ok) return first;
  const askedForLogin = first.value.status === 401;
  const mayLogIn =
    askedForLogin &&
    credentials !== undefined &&
    !conversation.loggedIn &&
    conversation.logIn(first.value, credentials);
  const last = mayLogIn ? await conversation.ask('SETUP', uri, transport) : first;
  return last.ok ? ok({ response: last.value, askedForLogin }) : last;
}

/** TEARDOWN goes out whatever happens between; a session left open keeps others out. */
async function playAndLeave(
  base: string,
  conversation: RtspConversation,
  observation: Observation,
): Promise<Ending | undefined> {
  try {
    const played = await conversation.ask('PLAY', base, { Range: 'npt=0.000-' });
    if (!played.ok) return unanswered('no_video', played.problem);
    if (played.value.status !== 200) return refused('PLAY', played.value);
    await observation.watch();
    return undefined;
  } finally {
    await observation.goodbye(GOODBYE, () => conversation.ask('TEARDOWN', base));
  }
}

interface Described {
  readonly base: string;
  readonly track: VideoTrack;
  readonly anonymous: boolean | undefined;
}

async function describe(
  order: WatchOrder,
  conversation: RtspConversation,
): Promise<Result<Described, Ending>> {
  const uri = uriOf(order.address);
  const accept = { Accept: 'application/sdp' };
  let reply = await conversation.ask('DESCRIBE', uri, accept);
  if (!reply.ok) return fail(unanswered('unreachable', reply.problem));
  const anonymous = anonymousBy(reply.value);
  if (reply.value.status === 401 && order.credentials !== undefined) {
    if (!conversation.logIn(reply.value, order.credentials))
      return fail({
        state: 'unauthorized',
        anonymous,
        error: 'DESCRIBE: no way to log in that is known',
        trouble: 'strange_login',
      });
    reply = await conversation.ask('DESCRIBE', uri, accept);
    if (!reply.ok) return fail({ ...unanswered('no_video', reply.problem), anonymous });
    if (reply.value.status === 401)
      return fail({ ...refused('DESCRIBE', reply.value), anonymous, loginFailed: true });
  }
  if (reply.value.status !== 200) return fail({ ...refused('DESCRIBE', reply.value), anonymous });
  const { control, video } = parseSdp(reply.value.body);
  if (video === undefined)
    return fail({
      state: 'no_video',
      anonymous,
      error: 'DESCRIBE: no video in the description',
      trouble: 'no_track',
    });
  const base = baseOf(reply.value, uri);
  return ok({ base: aggregate(base, control), track: video, anonymous });
}

/** Only a description or a refusal says anything about access; a 404 does not. */
function anonymousBy({ status }: RtspResponse): boolean | undefined {
  if (status === 200) return true;
  return status === 401 || status === 403 ? false : undefined;
}

/** The session's own control where it is absolute; relative ones are relative to the base. */
const aggregate = (base: string, control: string | undefined): string =>
  control !== undefined && /^rtsps?:\/\//i.test(control) ? control : base;

function refused(step: string, { status }: RtspResponse): Ending {
  const error = `${step}: status ${status}`;
  const state = status === 401 || status === 403 ? 'unauthorized' : 'no_video';
  return { state, error, trouble: 'rejected' };
}

const unanswered = (
  state: 'no_video' | 'unreachable',
  { reason, message }: Unanswered,
): Ending => ({ state, error: message, trouble: reason });

/** The channel the server chose; without a Transport header it is the one we asked for. */
function channelOf(setUp: RtspResponse): number {
  const chosen = /interleaved=(\d{1,3})/i.exec(headerOf(setUp, 'transport') ?? '')?.[1];
  return Number(chosen ?? 0);
}
