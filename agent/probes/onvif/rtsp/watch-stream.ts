import type { Clock } from '../../../../kit/clock.ts';
import { type Bytes, type Ms, seconds } from '../../../../kit/units.ts';
import type { Credentials } from '../soap/digest.ts';
import type { Connect, Connection, Receive } from './connect.ts';
import { RtspConversation } from './conversation.ts';
import { describeStream } from './describe.ts';
import { type StreamFigures, stateOf } from './figures.ts';
import { Observation, OVER_THE_CAP } from './observation.ts';
import { controlUri } from './rtsp-message.ts';
import { type SetUp, setUpTrack } from './set-up.ts';
import type { StreamAddress } from './stream-address.ts';
import {
  type Ending,
  NOTHING_SEEN,
  refused,
  type StreamReading,
  unanswered,
} from './stream-reading.ts';

export type { StreamReading } from './stream-reading.ts';

export interface WatchOrder {
  readonly address: StreamAddress;
  readonly credentials: Credentials | undefined;
  readonly connect: Connect;
  /** Undefined: never over UDP. */
  readonly receive: Receive | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly window: Ms;
  /** For connecting, and for each answer. */
  readonly deadline: Ms;
  readonly maxBytes: Bytes;
}

const GOODBYE = seconds(1);

/** Plays one stream for a window and says what came: figures and the picture's size, never a picture. */
export async function watchStream(order: WatchOrder): Promise<StreamReading> {
  const observation = new Observation(order);
  const conversation = new RtspConversation({
    ...order,
    onFrame: (channel, payload) => observation.frame(channel, payload),
    onClosed: () => observation.stop(),
  });
  const listener = {
    bytes: (chunk: Uint8Array) => {
      if (!observation.mayTake(chunk.length)) conversation.giveUp(OVER_THE_CAP);
      conversation.bytes(chunk);
    },
    closed: () => conversation.closed(),
  };
  const connected = await order.connect(order.address, listener, order);
  if (!connected.ok) {
    const { problem } = connected;
    return { ...NOTHING_SEEN, state: 'unreachable', error: `stream: ${problem}`, trouble: problem };
  }
  conversation.attach(connected.value);
  try {
    const ending = await play({ order, conversation, observation, connection: connected.value });
    return { ...NOTHING_SEEN, ...ending, ...loginIn(order, conversation, ending) };
  } finally {
    conversation.close();
  }
}

/** What is described to anybody and refused later is not open to anybody. */
const loginIn = ({ address }: WatchOrder, conversation: RtspConversation, ending: Ending) => ({
  anonymous: ending.anonymous === true ? !conversation.wasRefused : ending.anonymous,
  basicInClear: address.secure ? undefined : conversation.offersBasic,
  loginFailed: conversation.loginFailed,
});

interface Parts {
  readonly order: WatchOrder;
  readonly connection: Connection;
  readonly conversation: RtspConversation;
  readonly observation: Observation;
}

async function play(parts: Parts): Promise<Ending> {
  const { order, conversation, observation } = parts;
  const described = await describeStream(order, conversation);
  if (!described.ok) return described.problem;
  const { base, track, anonymous } = described.value;
  const onPacket = (channel: number, packet: Uint8Array) => {
    if (observation.mayTake(packet.length)) observation.frame(channel, packet);
  };
  const uri = controlUri(base, track.control);
  const setUp = await setUpTrack(order, { ...parts, onPacket }, uri);
  if (!setUp.ok) return { codec: track.codec, anonymous, ...setUp.problem };
  try {
    observation.expect(track, setUp.value.channel);
    const problem = await playAndLeave(parts, base);
    const { codec, size, figures } = observation.result();
    const seen = { codec, size, anonymous };
    if (problem !== undefined) return { ...seen, ...problem };
    if (figures !== undefined)
      return { ...seen, figures, ...watchedToTheEnd(figures, observation.ended) };
    return { ...seen, ...nothingCame(setUp.value, observation.ended) };
  } finally {
    setUp.value.receiver?.close();
  }
}

function nothingCame({ receiver }: SetUp, ended: string | undefined): Ending {
  const state = 'no_video';
  if (ended !== undefined) return { state, error: ended, trouble: 'cut' };
  return receiver === undefined
    ? { state, error: NO_PICTURE }
    : { state, error: `${NO_PICTURE} over UDP`, trouble: 'udp_silent' };
}

const NO_PICTURE = 'stream: played, but no picture came';

function watchedToTheEnd(figures: StreamFigures, ended: string | undefined): Ending {
  const state = stateOf(figures);
  if (state === 'live') return { state };
  const silence = `stream: no picture for the last ${(figures.tailSilenceS ?? 0).toFixed(1)} s`;
  return { state, error: ended ?? silence, ...(ended && { trouble: 'cut' }) };
}

/** TEARDOWN goes out whatever happens between; a session left open keeps others out. */
async function playAndLeave(
  { conversation, observation }: Parts,
  base: string,
): Promise<Ending | undefined> {
  try {
    const played = await conversation.askWithLogin('PLAY', base, { Range: 'npt=0.000-' });
    if (played.ok && played.value.status !== 200) return refused('PLAY', played.value);
    // Some send the pictures and forget the answer.
    if (!played.ok && !observation.hasBegun) return unanswered('no_video', played.problem);
    await observation.watch();
    return undefined;
  } finally {
    await observation.goodbye(GOODBYE, () => conversation.ask('TEARDOWN', base));
  }
}
