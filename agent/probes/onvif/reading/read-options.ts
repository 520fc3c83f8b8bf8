import {
  fillSettable,
  isWhole,
  readEncoderOptions,
  readEncoderOptions2,
  type Settable,
} from '../answers/encoder-options.ts';
import type { MediaProfile } from '../answers/media.ts';
import { escapeXml } from '../soap/envelope.ts';
import { encoderOptions } from '../soap/operations.ts';
import type { DeviceSession } from '../soap/session.ts';

/**
 * What the encoder of a profile can be set to. Media2 first, which alone knows H.265; Media1 only for
 * what that leaves open. A device that does not say is not in trouble: then it is unknown.
 */
export async function readSettable(
  session: DeviceSession,
  { token, encoder }: Pick<MediaProfile, 'token' | 'encoder'>,
): Promise<Settable | undefined> {
  const tokens = {
    profile: escapeXml(token),
    encoder: encoder === undefined ? undefined : escapeXml(encoder),
  };
  const ask = async (service: 'media' | 'media2'): Promise<unknown> => {
    if (!session.has(service) || session.login === 'failed') return undefined;
    const outcome = await session.ask(encoderOptions(service, tokens));
    return outcome.kind === 'answer' ? outcome.body : undefined;
  };
  const newer = readEncoderOptions2(await ask('media2'));
  return isWhole(newer) ? newer : fillSettable(newer, readEncoderOptions(await ask('media')));
}
