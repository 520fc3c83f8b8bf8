import { h264Clip } from './h264.ts';
import { h265Clip } from './h265.ts';

import type { Clip, Picture } from './picture.ts';

export function clipOf(picture: Picture): Clip {
  return picture.codec === 'H264' ? h264Clip(picture) : h265Clip(picture);
}
