import type { Ledger } from './ledger.ts';
import type { Stored, StoredPoint } from './stored.ts';

/** What must be empty at the end, each with the ids, names or schools it was found of. */
export interface Verdict {
  /** Acknowledged and not there: in the history, in the statistics by day, or on record. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly twice: readonly string[];
  /** There and never claimed, or there although refused. */
  readonly unknown: readonly string[];
  /** There with another stamp, device, school or figure than was sent. */
  readonly mismatched: readonly string[];
  /** Good lines that were refused, but for what a clock that is off excuses; poison that is no dead letter, or not once. */
  readonly wronglyRefused: readonly string[];
  readonly poisonAstray: readonly string[];
}

/** Good lines may be refused for this while the collector's clock stands a year back. */
const EXCUSED = 'time stamp more than a day in the future';

/** Compares what was claimed, acknowledged and refused with what is stored. */
export function judge(ledger: Ledger, stored: Stored): Verdict {
  const byId = Map.groupBy(stored.ids, ({ value }) => value);
  const letters = lettersByName(stored);
  return {
    lost: [
      ...ledger
        .in('acknowledged')
        .filter((id) => !byId.has(id))
        .map(String),
      ...batchesLost(ledger, stored),
      ...miscounted(stored, byId, (counted, there) => counted < there),
    ],
    twice: [
      ...[...byId].filter(([, points]) => points.length > 1).map(([id]) => `${id}`),
      ...miscounted(stored, byId, (counted, there) => counted > there),
    ],
    unknown: [...byId.keys()].filter((id) => !mayBeThere(ledger, id)).map(String),
    mismatched: mismatches(ledger, stored),
    wronglyRefused: [...ledger.refusals]
      .filter(([id, reason]) => reason !== EXCUSED || letters.get(`id-${id}`) !== 1)
      .map(([id, reason]) => `${id}: ${reason}`),
    poisonAstray: poisonAstray(ledger, stored, letters),
  };
}

export const isClean = (verdict: Verdict): boolean =>
  Object.values(verdict).every((found) => found.length === 0);

const mayBeThere = ({ claims }: Ledger, id: number): boolean => {
  const state = claims.get(id)?.state;
  return state === 'acknowledged' || state === 'claimed';
};

function batchesLost({ batches }: Ledger, stored: Stored): readonly string[] {
  const there = new Set(stored.batches);
  return [...batches]
    .filter(([batch, state]) => state === 'acknowledged' && !there.has(batch))
    .map(([batch]) => `batch ${batch}`);
}

/** Schools whose statistics by day count another number of facts than the history holds. */
function miscounted(
  { ids, counted }: Stored,
  byId: ReadonlyMap<number, readonly StoredPoint[]>,
  isWrong: (counted: number, there: number) => boolean,
): readonly string[] {
  const there = Map.groupBy(byId.keys(), (id) => byId.get(id)?.[0]?.school ?? '');
  const schools = new Set([...counted.keys(), ...ids.map(({ school }) => school)]);
  return [...schools]
    .map((school) => [school, counted.get(school) ?? 0, there.get(school)?.length ?? 0] as const)
    .filter(([, inDays, inHistory]) => isWrong(inDays, inHistory))
    .map(([school, inDays, inHistory]) => `${school}: ${inDays} counted, ${inHistory} there`);
}

function mismatches(ledger: Ledger, { ids, latencies }: Stored): readonly string[] {
  const place = ({ school, device, at }: StoredPoint) => `${school} ${device} ${at}`;
  const latencyAt = new Map(latencies.map((point) => [place(point), point.value]));
  return ids
    .filter((point) => {
      const claim = ledger.claims.get(point.value);
      if (claim === undefined) return false;
      const { at, latency } = ledger.payload(point.value);
      const isInPlace = place(point) === `${claim.school} ${claim.device} ${at}`;
      return !isInPlace || latencyAt.get(place(point)) !== latency;
    })
    .map((point) => `${point.value} at ${place(point)}`);
}

/** How many dead letters name each poison line, or carry each claimed id. */
function lettersByName({ letters }: Stored): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of letters) {
    const name = nameIn(text);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function nameIn(text: string): string {
  const poison = /poison-\d+/.exec(text)?.[0];
  const id = /target=ledger sent=(\d+)i,/.exec(text)?.[1];
  return poison ?? (id === undefined ? text : `id-${id}`);
}

function poisonAstray(
  { poison, claims }: Ledger,
  { letters }: Stored,
  found: ReadonlyMap<string, number>,
): readonly string[] {
  const schools = new Set([...claims.values()].map(({ school }) => school));
  return [
    ...[...poison]
      .filter(([name, { isSent }]) => (isSent ? found.get(name) !== 1 : (found.get(name) ?? 0) > 1))
      .map(([name]) => `${name}: ${found.get(name) ?? 0} dead letters`),
    ...letters
      .filter(({ school, text }) => schools.has(school) && isStrange(text, { poison, claims }))
      .map(({ text, reason }) => `${text}: ${reason}`),
  ];
}

/** A dead letter that is neither poison nor a good line refused for the clock. */
function isStrange(text: string, { poison, claims }: Pick<Ledger, 'poison' | 'claims'>): boolean {
  const name = nameIn(text);
  if (poison.has(name)) return false;
  return !name.startsWith('id-') || claims.get(Number(name.slice(3)))?.state !== 'refused';
}
