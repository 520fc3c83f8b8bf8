import { type EpochMs, hours, type Ms } from '../../kit/units.ts';
import type { LatestRow } from '../store/latest.ts';
import { type State, subjectOfKey } from './engine/watch.ts';
import type { CompiledRule } from './rules/compiled-rule.ts';
import type { Signal } from './signal.ts';

/** Inventories are told each hour; what is not told with the others any more was taken out of the config. */
const LEFT_OUT: Ms = hours(3);

interface Seen {
  /** Everything of one school. */
  readonly rows: readonly LatestRow[];
  readonly signals: readonly Signal[];
  readonly rule: (id: string) => CompiledRule | undefined;
  /** An agent of the school is not heard: what it looks after is only out of sight. */
  readonly isSilent: boolean;
  readonly now: EpochMs;
}

/** What was taken out of a school's config, or struck off, can't be broken any more. */
export function goneSignals(state: State, seen: Seen): readonly Signal[] {
  if (state.size === 0) return [];
  const inventory = seen.rows.filter(({ measurement }) => measurement === 'device');
  const struckOff = idsOf(inventory.filter(({ fields }) => fields['struck_off'] === true));
  const leftOut = idsOf(oldAmong(inventory));
  const told = new Set(seen.signals.filter(({ live }) => live).map(({ device }) => device));
  const isGone = (rule: CompiledRule, device: string): boolean => {
    if (struckOff.has(device)) return true;
    if (seen.isSilent || told.has(device)) return false;
    const { each, reads } = rule;
    if (each === undefined) return leftOut.has(device);
    const own = seen.rows.filter(({ measurement }) => measurement === reads);
    return oldAmong(own).some(({ tags }) => tags[each] === device);
  };
  return [...state.keys()].map(subjectOfKey).flatMap(({ rule: id, ...subject }) => {
    const rule = seen.rule(id);
    if (rule === undefined || rule.reads === 'receipts' || !isGone(rule, subject.device)) return [];
    const { now } = seen;
    return [
      { rule: id, ...subject, bad: false, live: true, at: now, happenedAt: now, evidence: {} },
    ];
  });
}

const idsOf = (rows: readonly LatestRow[]) => new Set(rows.map(({ device }) => device));

/** Those that others of their kind have long outlived. */
function oldAmong(rows: readonly LatestRow[]): readonly LatestRow[] {
  const newest = rows.reduce((at, row) => Math.max(at, row.at), 0);
  return rows.filter(({ at }) => newest - at > LEFT_OUT);
}
