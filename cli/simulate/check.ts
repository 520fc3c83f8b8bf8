/** Reads back over the interface what was acknowledged of a school: each point with its value, and each newest fact. */
import * as z from 'zod';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import { type Ask, checkLatest } from './check-latest.ts';
import { factsBetween, type Round } from './looks.ts';
import type { Span } from './spool.ts';

export interface Checked {
  readonly round: Round;
  readonly acknowledged: readonly Span[];
  /** Given out at all: what came in may be more than what was acknowledged. */
  readonly told: readonly Omit<Span, 'sequence'>[];
}

export interface Found {
  points: number;
  /** Acknowledged, and not there: must be 0. */
  missing: number;
  /** There with another value than was sent: must be 0. */
  changed: number;
  /** There, and never sent: must be 0. */
  unknown: number;
  latest: number;
  /** A newest fact older than an acknowledged one: must be 0. */
  stale: number;
}

export const nothingFound = (): Found => ({
  points: 0,
  missing: 0,
  changed: 0,
  unknown: 0,
  latest: 0,
  stale: 0,
});

/** A field of each measurement that every fact of it has, or nearly. */
const FIELDS = [
  ['camera', 'up'],
  ['camera_stream', 'claimed_fps'],
  ['camera_stream', 'state'],
  ['machine', 'up'],
  ['interface', 'in_bps'],
  ['uplink_ping', 'loss_ratio'],
  ['uplink_minute', 'up_s'],
  ['service_check', 'latency_s'],
  ['server', 'memory_used_ratio'],
  ['agent', 'rss_bytes'],
] as const;

/** A look's facts carry the stamp of its beginning; of `uplink_minute`, that of the minute's. */
const STAMPED_BEFORE_MS = 120_000;

const Value = z.union([z.number(), z.boolean(), z.string()]);
const History = z.object({
  series: z.array(
    z.object({
      tags: z.record(z.string(), z.string()),
      points: z.array(z.object({ at: z.iso.datetime(), value: Value })),
    }),
  ),
});
export async function checkSchool(ask: Ask, checked: Checked, found: Found): Promise<void> {
  const acknowledged = factsOf(checked, checked.acknowledged);
  const told = factsOf(checked, checked.told);
  for (const field of FIELDS)
    compare(
      {
        acknowledged: pointsOf(acknowledged, field),
        told: pointsOf(told, field),
        stored: await stored(ask, checked, field),
      },
      found,
    );
  await checkLatest(ask, { school: checked.round.school.id, acknowledged }, found);
}

const factsOf = ({ round }: Checked, spans: readonly Omit<Span, 'sequence'>[]): readonly Fact[] =>
  spans.flatMap((span) => factsBetween(round, span));

type Points = ReadonlyMap<string, FieldValue>;

const keyOf = (series: string, at: number): string => `${series} ${at}`;

function pointsOf(facts: readonly Fact[], [measurement, field]: (typeof FIELDS)[number]): Points {
  const points = new Map<string, FieldValue>();
  for (const fact of facts) {
    const value = fact.measurement === measurement ? fact.fields[field] : undefined;
    if (value !== undefined) points.set(keyOf(seriesKey(fact), fact.at), value);
  }
  return points;
}

async function stored(
  ask: Ask,
  { round, told }: Checked,
  [measurement, field]: (typeof FIELDS)[number],
): Promise<Points> {
  const from = Math.min(...told.map((span) => span.from)) - STAMPED_BEFORE_MS;
  const until = Math.max(...told.map((span) => span.until)) + 1;
  const wanted = { school: round.school.id, measurement, field, from: `${from}`, to: `${until}` };
  const { series } = History.parse(
    await ask(`/api/v1/history?${new URLSearchParams(wanted).toString()}`),
  );
  return new Map(
    series.flatMap(({ tags, points }) => {
      const key = seriesKey({ measurement, tags });
      return points.map(({ at, value }) => [keyOf(key, Date.parse(at)), value] as const);
    }),
  );
}

function compare(
  {
    acknowledged,
    told,
    stored: there,
  }: Readonly<Record<'acknowledged' | 'told' | 'stored', Points>>,
  found: Found,
): void {
  found.points += acknowledged.size;
  for (const [key, value] of acknowledged) {
    if (!there.has(key)) found.missing += 1;
    else if (there.get(key) !== value) found.changed += 1;
  }
  for (const key of there.keys()) if (!told.has(key)) found.unknown += 1;
}
