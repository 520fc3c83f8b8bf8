import type { Fields } from '../collector/alert/rule.ts';
import type { LatestRow } from '../collector/store/latest.ts';
import { epochMs } from '../kit/units.ts';

/** Thursday 07:42 in Viet Nam. */
export const ROW_NOW = epochMs(Date.parse('2026-11-26T00:42:00Z'));

export interface RowSeen {
  readonly measurement: string;
  readonly device?: string;
  readonly fields: Fields;
  readonly tags?: Readonly<Record<string, string>>;
  /** Milliseconds before `ROW_NOW`. */
  readonly ago?: number;
  readonly receivedAgo?: number;
}

/** The latest fact of one series of the school `s`. */
export function latestRow(seen: RowSeen): LatestRow {
  const { measurement, device = '', fields, ago = 1_000, receivedAgo = 500 } = seen;
  const tags = device === '' ? { ...seen.tags } : { device, ...seen.tags };
  return {
    school: 's',
    measurement,
    series: `${measurement},${JSON.stringify(tags)}`,
    device,
    tags,
    fields,
    at: epochMs(ROW_NOW - ago),
    receivedAt: epochMs(ROW_NOW - receivedAgo),
  };
}
