import type { EpochMs } from '../../../../kit/units.ts';
import type { Outage, OutageKind } from '../../../../wire/outage.ts';
import {
  begin,
  ended,
  goOn,
  LOOKS_OF_AN_OUTAGE,
  outageOf,
  type Run,
  SECONDS_OF_AN_OUTAGE,
} from './run.ts';
import type { Second } from './second.ts';

/** What may be down while the line is up: name resolution, the centre, one other far end. Each for itself. */
export interface Others {
  readonly runs: ReadonlyMap<string, Run>;
  readonly goodAt: ReadonlyMap<string, EpochMs>;
}

export const freshOthers: Others = { runs: new Map(), goodAt: new Map() };

export interface OthersStep {
  readonly others: Others;
  readonly told: readonly Outage[];
  /** The kinds without an answer in this second, lasting or not. */
  readonly bad: ReadonlySet<OutageKind>;
}

interface Seen {
  readonly subject: string;
  readonly kind: OutageKind;
  readonly good: boolean;
  readonly why: string;
  readonly askedAt: EpochMs;
  readonly enough: number;
}

/** One second in which the line was up. What was asked before `lineBackAt` may have failed with the line. */
export function stepOthers(
  others: Others,
  second: Second,
  lineBackAt: EpochMs | undefined,
): OthersStep {
  const runs = new Map(others.runs);
  const goodAt = new Map(others.goodAt);
  const told: Outage[] = [];
  const bad = new Set<OutageKind>();
  for (const seen of seenIn(second)) {
    if (lineBackAt !== undefined && seen.askedAt < lineBackAt) continue;
    const before = runs.get(seen.subject);
    if (seen.good) {
      if (before?.confirmed) told.push(ended(before, seen.askedAt));
      runs.delete(seen.subject);
      goodAt.set(seen.subject, seen.askedAt);
      continue;
    }
    const run = worsened(before, seen, { at: second.at, goodAt: goodAt.get(seen.subject) });
    if (run.confirmed && !before?.confirmed) told.push(outageOf(run));
    runs.set(seen.subject, run);
    bad.add(seen.kind);
  }
  return { others: { runs, goodAt }, told, bad };
}

function worsened(
  before: Run | undefined,
  { subject, kind, why, askedAt, enough }: Seen,
  { at, goodAt }: { readonly at: EpochMs; readonly goodAt: EpochMs | undefined },
): Run {
  const run =
    before === undefined
      ? begin(subject, { kind, why }, { at: askedAt, goodAt })
      : goOn(before, at, askedAt);
  return { ...run, confirmed: run.confirmed || run.questions >= enough };
}

function seenIn({ farEnds, name }: Second): readonly Seen[] {
  const ends = farEnds.flatMap(({ subject, kind, answer, askedAt, eachSecond }): Seen[] => {
    if (answer === undefined) return [];
    const enough = eachSecond ? SECONDS_OF_AN_OUTAGE : LOOKS_OF_AN_OUTAGE;
    return [{ subject, kind, good: answer === 'answered', why: answer, askedAt, enough }];
  });
  if (name === undefined) return ends;
  const { answered, askedAt } = name;
  const dns = { subject: 'dns', kind: 'dns', good: answered, why: 'no answer to a name' } as const;
  return [...ends, { ...dns, askedAt, enough: LOOKS_OF_AN_OUTAGE }];
}

/** Those that are down by themselves, and known to be. */
export const downAlone = ({ runs }: Others): ReadonlySet<string> =>
  new Set([...runs.values()].filter(({ confirmed }) => confirmed).map(({ subject }) => subject));
