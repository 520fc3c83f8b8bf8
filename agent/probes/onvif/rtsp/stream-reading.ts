import type { SilenceReason } from '../soap/exchange.ts';
import type { Unanswered } from './conversation.ts';
import type { StreamFigures, StreamState } from './figures.ts';
import type { RtspResponse } from './rtsp-message.ts';
import type { PictureSize } from './sps.ts';

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

/**
 * `rejected`: an answer with another status; `no_track`: nothing to show in the description; `udp_only`: it
 * would send over UDP, which is not switched on; `udp_silent`: it agreed to send over UDP and nothing came, or could.
 */
export type StreamTrouble =
  | SilenceReason
  | 'garbled'
  | 'rejected'
  | 'no_track'
  | 'strange_login'
  | 'udp_only'
  | 'udp_silent';

export type Ending = Partial<StreamReading> & { readonly state: StreamState };

export const NOTHING_SEEN: Omit<StreamReading, 'state'> = {
  codec: undefined,
  size: undefined,
  figures: undefined,
  anonymous: undefined,
  basicInClear: undefined,
  loginFailed: false,
  error: undefined,
  trouble: undefined,
};

export function refused(step: string, { status }: RtspResponse): Ending {
  const error = `${step}: status ${status}`;
  const state = status === 401 || status === 403 ? 'unauthorized' : 'no_video';
  return { state, error, trouble: 'rejected' };
}

export const unanswered = (
  state: 'no_video' | 'unreachable',
  { reason, message }: Unanswered,
): Ending => ({ state, error: message, trouble: reason });
