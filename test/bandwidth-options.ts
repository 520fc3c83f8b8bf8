import { type BandwidthOptions, UplinkOptions } from '../agent/probes/uplink/options.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';

/** The options of a line's tests, all defaults but what is given. */
export function bandwidthOptions(given: object = {}): BandwidthOptions {
  const bandwidth = { server: 'http://127.0.0.1:9', ...given };
  const section = UplinkOptions.parse({ targets: [], bandwidth });
  if (section.bandwidth === undefined) throw new Error('no bandwidth');
  return section.bandwidth;
}

/** In Vietnam, 7 hours ahead; 23 November 2026 is a Monday. */
export const inVietnam = (text: string): EpochMs => epochMs(Date.parse(`${text}:00+07:00`));
