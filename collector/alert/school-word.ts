import type { EpochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Member } from '../notify/notice.ts';
import { devicesOf } from '../store/inventory.ts';
import type { LatestRow } from '../store/latest.ts';
import { unseenAmong } from './group-words.ts';
import type { Rule } from './rule.ts';
import type { Signal } from './signal.ts';
import { nameLine } from './wording.ts';

/** What a school last said that is judged over all schools together. */
export interface SchoolWord {
  readonly at: EpochMs;
  readonly signals: readonly Signal[];
  readonly unseen: Member['unseen'];
  readonly uplinks: readonly Device[];
  /** Of its line, as the school declares it. */
  readonly provider: string | undefined;
}

export function wordOf(
  rows: readonly LatestRow[],
  seen: readonly Signal[],
  fleetRules: readonly Rule[],
  now: EpochMs,
): SchoolWord {
  const devices = devicesOf(rows);
  const ids = new Set(fleetRules.map(({ id }) => id));
  return {
    at: now,
    signals: seen.filter(({ rule }) => ids.has(rule)),
    unseen: unseenAmong(devices),
    uplinks: devices.filter(({ kind }) => kind === 'uplink'),
    provider: providerIn(rows),
  };
}

function providerIn(rows: readonly LatestRow[]): string | undefined {
  const declared = rows.find(
    ({ measurement, tags }) => measurement === 'declaration' && tags['name'] === 'provider',
  )?.fields['text'];
  const name = typeof declared === 'string' ? nameLine(declared).trim() : '';
  return name === '' ? undefined : name;
}
