import { fail, ok, type Result } from '../../../../kit/result.ts';
import type { Credentials } from '../soap/digest.ts';
import type { RtspConversation } from './conversation.ts';
import { baseOf, type RtspResponse } from './rtsp-message.ts';
import { parseSdp, type VideoTrack } from './sdp.ts';
import { type StreamAddress, uriOf } from './stream-address.ts';
import { type Ending, refused, unanswered } from './stream-reading.ts';

export interface Described {
  /** Address of the whole session. */
  readonly base: string;
  readonly track: VideoTrack;
  readonly anonymous: boolean | undefined;
}

/** Asks once without a login, then with it: the first answer tells who may see the stream. */
export async function describeStream(
  { address, credentials }: { address: StreamAddress; credentials: Credentials | undefined },
  conversation: RtspConversation,
): Promise<Result<Described, Ending>> {
  const uri = uriOf(address);
  const accept = { Accept: 'application/sdp' };
  let reply = await conversation.ask('DESCRIBE', uri, accept);
  if (!reply.ok) return fail(unanswered('unreachable', reply.problem));
  const anonymous = anonymousBy(reply.value);
  if (reply.value.status === 401 && credentials !== undefined) {
    if (!conversation.logIn(reply.value)) return fail({ ...STRANGE, anonymous });
    reply = await conversation.ask('DESCRIBE', uri, accept);
    if (!reply.ok) return fail({ ...unanswered('no_video', reply.problem), anonymous });
  }
  if (reply.value.status !== 200) return fail({ ...refused('DESCRIBE', reply.value), anonymous });
  const { control, video } = parseSdp(reply.value.body);
  if (video === undefined) return fail({ ...NO_TRACK, anonymous });
  const base = baseOf(reply.value, uri);
  return ok({ base: aggregate(base, control), track: video, anonymous });
}

const STRANGE: Ending = {
  state: 'unauthorized',
  error: 'DESCRIBE: no way to log in that is known',
  trouble: 'strange_login',
};
const NO_TRACK: Ending = {
  state: 'no_video',
  error: 'DESCRIBE: no video in the description',
  trouble: 'no_track',
};

/** Only a description or a refusal says anything about access; a 404 does not. */
function anonymousBy({ status }: RtspResponse): boolean | undefined {
  if (status === 200) return true;
  return status === 401 || status === 403 ? false : undefined;
}

/** The session's own control where it is absolute; relative ones are relative to the base. */
const aggregate = (base: string, control: string | undefined): string =>
  control !== undefined && /^rtsps?:\/\//i.test(control) ? control : base;
