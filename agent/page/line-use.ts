import { sayNumber } from '../../kit/say.ts';
import type { Language } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import type { LineUse } from './state.ts';
import { TIME_ZONE } from './words.ts';

/** From the newest fact of the tests; undefined before the first turn, and where no test is configured. */
export function lineUse(facts: readonly Fact[]): LineUse | undefined {
  const newest = facts
    .filter(({ measurement }) => measurement === 'uplink_turn')
    .toSorted((a, b) => b.at - a.at)[0];
  const [used, budget] = [newest?.fields['budget_used_bytes'], newest?.fields['budget_bytes']];
  return newest === undefined || typeof used !== 'number' || typeof budget !== 'number'
    ? undefined
    : { usedBytes: used, budgetBytes: budget, at: newest.at };
}

const MIB = 1024 ** 2;

const dayOf = (at: EpochMs): string =>
  new Date(at).toLocaleDateString('sv-SE', { timeZone: TIME_ZONE });

/** What a turn of another day spent is none of today's. */
export function sayLineUse(
  { usedBytes, budgetBytes, at }: LineUse,
  { now, language }: { readonly now: EpochMs; readonly language: Language },
): string {
  const mib = (bytes: number): string => sayNumber(bytes / MIB, { language });
  const [used, budget] = [mib(dayOf(at) === dayOf(now) ? usedBytes : 0), mib(budgetBytes)];
  return language === 'vi'
    ? `Hôm nay đã dùng ${used} MiB trong ${budget} MiB để đo tốc độ đường truyền.`
    : `Measuring the line’s rate has used ${used} MiB of ${budget} MiB today.`;
}
