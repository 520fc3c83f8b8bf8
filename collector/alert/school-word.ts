import { type EpochMs, hours, type Ms } from '../../kit/units.ts';
import type { Member } from '../notify/notice.ts';
import { devicesOf } from '../store/inventory.ts';
import type { LatestRow } from '../store/latest.ts';
import { unseenAmong } from './group-words.ts';
import type { Rule } from './rule.ts';
import type { Signal } from './signal.ts';
import { type State, subjectOfKey } from './watch.ts';
import { nameLine } from './wording.ts';

/** What a school last said that is judged over all schools together. */
export interface SchoolWord {
  readonly at: EpochMs;
  readonly signals: readonly Signal[];
  readonly unseen: Member['unseen'];
  /** Of its line, as the school declares it. */
  readonly provider: string | undefined;
}

export function wordOf(
  rows: readonly LatestRow[],
  seen: readonly Signal[],
  fleetRules: readonly Rule[],
  now: EpochMs,
): SchoolWord {
  const ids = new Set(fleetRules.map(({ id }) => id));
  return {
    at: now,
    signals: seen.filter(({ rule }) => ids.has(rule)),
    unseen: unseenAmong(devicesOf(rows)),
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

/** Inventories are told each hour; a device that is not told with the others any more was taken out of the config. */
const LEFT_OUT: Ms = hours(3);

/** What was taken out of a school's config, or struck off, can't be broken any more. */
export function goneSignals(
  state: State,
  rows: readonly LatestRow[],
  now: EpochMs,
): readonly Signal[] {
  const inventory = rows.filter(({ measurement }) => measurement === 'device');
  const newest = inventory.reduce((at, row) => Math.max(at, row.at), 0);
  const gone = new Set(
    inventory
      .filter(({ fields, at }) => fields['struck_off'] === true || newest - at > LEFT_OUT)
      .map(({ device }) => device),
  );
  if (gone.size === 0) return [];
  return [...state.keys()]
    .map(subjectOfKey)
    .filter(({ device }) => gone.has(device))
    .map((subject) => ({
      ...subject,
      ...{ bad: false, live: true, at: now, happenedAt: now, evidence: {} },
    }));
}
