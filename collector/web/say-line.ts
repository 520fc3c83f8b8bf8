import { type Speech, sayNumber, saySpan } from '../../kit/say.ts';
import { seconds } from '../../kit/units.ts';

/** `99,499 %`, never rounded up: what misses a limit must not look as if it met it. */
export const sayShareDown = (share: number, speech: Speech): string =>
  `${sayNumber(Math.floor(share * 100_000 + 1e-7) / 1_000, speech, 3)} %`;

/** `2026-11` as people here write it, `11/2026`. */
export const sayMonth = (month: string): string => month.split('-').reverse().join('/');

/** Below a day to the second: `1 giờ 2 phút 3 giây`. */
export function sayLength(length: number, speech: Speech): string {
  const rest = Math.round(length) % 60;
  if (length < 3_600 || length >= 86_400 || rest === 0) return saySpan(seconds(length), speech);
  return `${saySpan(seconds(length - rest), speech)} ${saySpan(seconds(rest), speech)}`;
}
