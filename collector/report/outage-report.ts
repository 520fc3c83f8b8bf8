import type { Text } from '../../kit/text.ts';
import { type EpochMs, epochMs, type Ms, ms } from '../../kit/units.ts';
import type { OutageKind } from '../../wire/outage.ts';

/** A school cut off: as one incident says it. */
export interface Absence {
  readonly rule: string;
  readonly title: Text;
  /** What the school's server found out of its line; undefined where it told nothing. */
  readonly kind: OutageKind | undefined;
  readonly since: EpochMs;
  /** Undefined while it lasts. */
  readonly until: EpochMs | undefined;
}

export interface LostCause extends Pick<Absence, 'rule' | 'title' | 'kind'> {
  readonly lost: Ms;
  readonly inSchoolHours: Ms;
}

/** How long one school was cut off in one month of the calendar. */
export interface LostMonth {
  /** `2026-11` */
  readonly month: string;
  readonly lost: Ms;
  readonly inSchoolHours: Ms;
  /** How often it was cut off anew. */
  readonly outages: number;
  /** The one that cost most first; they add up to the whole. */
  readonly causes: readonly LostCause[];
}

export interface LostTimes {
  readonly months: {
    of(at: EpochMs): string;
    span(month: string): { readonly to: EpochMs };
  };
  readonly schoolTime: (from: EpochMs, to: EpochMs) => Ms;
  readonly now: EpochMs;
}

/** The months in which a school was cut off, the newest first. Where two incidents overlap, the time is the earlier one's. */
export function lostMonths(
  absences: readonly Absence[],
  { months, schoolTime, now }: LostTimes,
): readonly LostMonth[] {
  const pieces = disjoint(absences, now).flatMap((piece) => splitByMonth(piece, months));
  const byMonth = Map.groupBy(pieces, ({ month }) => month);
  return [...byMonth]
    .map(([month, own]) => lostMonth(month, own, schoolTime))
    .sort((a, b) => (a.month < b.month ? 1 : -1));
}

interface Piece {
  readonly absence: Absence;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The school was not cut off just before. */
  readonly isFirst: boolean;
}

function disjoint(absences: readonly Absence[], now: EpochMs): readonly Piece[] {
  const pieces: Piece[] = [];
  let covered = epochMs(0);
  for (const absence of absences.toSorted((a, b) => a.since - b.since)) {
    const to = absence.until ?? now;
    const from = epochMs(Math.max(absence.since, covered));
    if (from >= to) continue;
    pieces.push({ absence, from, to, isFirst: pieces.length === 0 || absence.since > covered });
    covered = to;
  }
  return pieces;
}

function splitByMonth(piece: Piece, months: LostTimes['months']) {
  const parts: (Piece & { readonly month: string })[] = [];
  for (let { from, isFirst } = piece; from < piece.to; isFirst = false) {
    const month = months.of(from);
    const to = epochMs(Math.min(piece.to, months.span(month).to));
    parts.push({ ...piece, from, to, isFirst, month });
    from = to;
  }
  return parts;
}

function lostMonth(
  month: string,
  pieces: readonly Piece[],
  schoolTime: LostTimes['schoolTime'],
): LostMonth {
  const byCause = Map.groupBy(pieces, ({ absence }) => `${absence.rule} ${absence.kind ?? ''}`);
  const causes = [...byCause.values()].flatMap((own): readonly LostCause[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { rule, title, kind } = first.absence;
    return [{ rule, title, kind, ...lengthsOf(own, schoolTime) }];
  });
  return {
    month,
    ...lengthsOf(pieces, schoolTime),
    outages: pieces.filter(({ isFirst }) => isFirst).length,
    causes: causes.sort((a, b) => b.lost - a.lost),
  };
}

const lengthsOf = (pieces: readonly Piece[], schoolTime: LostTimes['schoolTime']) => ({
  lost: sum(pieces, ({ from, to }) => to - from),
  inSchoolHours: sum(pieces, ({ from, to }) => schoolTime(from, to)),
});

const sum = (pieces: readonly Piece[], of: (piece: Piece) => number): Ms =>
  ms(pieces.reduce((so, piece) => so + of(piece), 0));
