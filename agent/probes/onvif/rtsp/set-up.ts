import { fail, ok, type Result } from '../../../../kit/result.ts';
import type { Connection, Receive, Receiver } from './connect.ts';
import type { RtspConversation } from './conversation.ts';
import { headerOf, type RtspResponse } from './rtsp-message.ts';
import type { StreamAddress } from './stream-address.ts';
import { type Ending, refused, unanswered } from './stream-reading.ts';

export interface SetUpOrder {
  readonly address: StreamAddress;
  /** Undefined: never over UDP. */
  readonly receive: Receive | undefined;
}

export interface SetUpParts {
  readonly connection: Connection;
  readonly conversation: RtspConversation;
  readonly onPacket: (channel: number, packet: Uint8Array) => void;
}

export interface SetUp {
  /** Where the packets of pictures come. */
  readonly channel: number;
  /** Undefined where they come over the connection; whoever has it closes it. */
  readonly receiver: Receiver | undefined;
}

const UNSUPPORTED_TRANSPORT = 461;
/** As it stands in facts and documents. */
export const OVER_UDP_ALONE = 'SETUP: status 461: it sends over UDP alone (--udp, or udp: true)';
const UDP_ONLY: Ending = { state: 'no_video', error: OVER_UDP_ALONE, trouble: 'udp_only' };
const NO_PORTS: Ending = {
  state: 'no_video',
  error: 'SETUP: no pair of UDP ports is free here',
  trouble: 'udp_silent',
};

/** Over the connection; over UDP where the camera refuses that, UDP is switched on and nothing was to be encrypted. */
export async function setUpTrack(
  order: SetUpOrder,
  parts: SetUpParts,
  uri: string,
): Promise<Result<SetUp, Ending>> {
  const { address, receive } = order;
  const ask = (transport: string) => askFor(transport, uri, parts.conversation);
  const tcp = await ask('RTP/AVP/TCP;unicast;interleaved=0-1');
  if (tcp.ok) return ok({ channel: channelOf(tcp.value), receiver: undefined });
  if (tcp.problem.status !== UNSUPPORTED_TRANSPORT || address.secure)
    return fail(tcp.problem.ending);
  if (receive === undefined) return fail(UDP_ONLY);
  const receiver = await receive(parts.connection.ends, parts.onPacket);
  if (receiver === undefined) return fail(NO_PORTS);
  const { port } = receiver;
  const udp = await ask(`RTP/AVP;unicast;client_port=${port}-${port + 1}`);
  if (!udp.ok) {
    receiver.close();
    return fail(udp.problem.ending);
  }
  receiver.expect(serverPortOf(udp.value));
  return ok({ channel: 0, receiver });
}

interface Refusal {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly ending: Ending;
}

async function askFor(
  transport: string,
  uri: string,
  conversation: RtspConversation,
): Promise<Result<RtspResponse, Refusal>> {
  const reply = await conversation.askWithLogin('SETUP', uri, { Transport: transport });
  if (!reply.ok) return fail({ status: undefined, ending: unanswered('no_video', reply.problem) });
  const { status } = reply.value;
  if (status !== 200) return fail({ status, ending: refused('SETUP', reply.value) });
  conversation.keepSession(headerOf(reply.value, 'session'));
  return ok(reply.value);
}

/** The channel the server chose; without a Transport header it is the one we asked for. */
function channelOf(setUp: RtspResponse): number {
  const chosen = /interleaved=(\d{1,3})/i.exec(headerOf(setUp, 'transport') ?? '')?.[1];
  return Number(chosen ?? 0);
}

function serverPortOf(setUp: RtspResponse): number | undefined {
  const stated = /server_port=(\d{1,5})/i.exec(headerOf(setUp, 'transport') ?? '')?.[1];
  return stated === undefined ? undefined : Number(stated);
}
