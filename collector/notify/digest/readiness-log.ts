import type { EpochMs, Ms } from '../../../kit/units.ts';
import { VERDICTS, type Verdict } from '../../../standards/finding.ts';

/** How each school was judged when digests were last made, and how that changed before: kept as JSON. */
export interface ReadinessLog {
  /** When it was begun: nothing is known of before. */
  readonly begun: number;
  readonly now: Readonly<Record<string, Verdict>>;
  /** Oldest first. */
  readonly changes: readonly ReadinessChange[];
}

interface ReadinessChange {
  readonly school: string;
  readonly before: Verdict;
  readonly at: number;
}

export const newLog = (begun: EpochMs): ReadinessLog => ({ begun, now: {}, changes: [] });
const MOST_CHANGES = 20_000;

/** With what is found now; changes older than `kept` are forgotten. */
export function noted(
  log: ReadinessLog,
  verdicts: ReadonlyMap<string, Verdict>,
  now: EpochMs,
  kept: Ms,
): ReadinessLog {
  const changes = [...verdicts].flatMap(([school, verdict]): ReadinessChange[] => {
    const before = Object.hasOwn(log.now, school) ? log.now[school] : undefined;
    return before === undefined || before === verdict ? [] : [{ school, before, at: now }];
  });
  const fresh = log.changes.filter(({ at }) => now - at <= kept);
  return {
    begun: log.begun,
    now: { ...log.now, ...Object.fromEntries(verdicts) },
    changes: [...fresh, ...changes].slice(-MOST_CHANGES),
  };
}

/** How schools stood at a moment, of which something was noted. */
export function verdictsAt(log: ReadinessLog, at: EpochMs): ReadonlyMap<string, Verdict> {
  const then = new Map(Object.entries(log.now));
  for (const { school, before } of log.changes.filter((change) => change.at > at).reverse())
    then.set(school, before);
  return then;
}

/** Undefined where it is not what `JSON.stringify` made of a log. */
export function readLog(json: string): ReadinessLog | undefined {
  try {
    const read: unknown = JSON.parse(json);
    return isLog(read) ? read : undefined;
  } catch {
    // A log that can't be read is begun anew: it only says what changed.
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isVerdict = (value: unknown): value is Verdict => VERDICTS.some((one) => one === value);

function isLog(value: unknown): value is ReadinessLog {
  if (!isObject(value) || !isObject(value['now']) || !Array.isArray(value['changes'])) return false;
  if (typeof value['begun'] !== 'number') return false;
  return (
    Object.values(value['now']).every(isVerdict) &&
    value['changes'].every(
      (change: unknown) =>
        isObject(change) &&
        typeof change['school'] === 'string' &&
        typeof change['at'] === 'number' &&
        isVerdict(change['before']),
    )
  );
}
