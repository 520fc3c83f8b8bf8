/** What the collector has, asked from outside: its own interface, and two tables that it shows nobody as a whole. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { plainStandard } from '../make-standard.ts';

export interface StoredPoint {
  readonly school: string;
  readonly device: string;
  readonly target: string;
  readonly at: number;
  readonly value: number;
}

export interface StoredLetter {
  readonly school: string;
  readonly text: string;
  readonly reason: string;
}

export interface Stored {
  /** `sent` of each ledger fact, which is its id. */
  readonly ids: readonly StoredPoint[];
  readonly latencies: readonly StoredPoint[];
  /** Ledger facts that the statistics by day have counted, by school. */
  readonly counted: ReadonlyMap<string, number>;
  readonly letters: readonly StoredLetter[];
  /** `school id` of each batch on record. */
  readonly batches: readonly string[];
}

const DAY_MS = 86_400_000;

const History = z.object({
  series: z.array(
    z.object({
      tags: z.record(z.string(), z.string()),
      points: z.array(z.object({ at: z.string(), value: z.unknown() })),
    }),
  ),
});
const School = z.object({
  findings: z.array(z.object({ criterion: z.string(), observed: z.unknown() })),
});

export interface Asked {
  readonly url: string;
  readonly token: string;
}

/** Every point of a field of a school's measurement; at most 400 days lie between the ends. */
export async function pointsOf(
  asked: Asked,
  { school, measurement, field }: Record<'school' | 'measurement' | 'field', string>,
  [from, to]: readonly [from: number, to: number],
): Promise<readonly StoredPoint[]> {
  const query = new URLSearchParams({ school, measurement, field, from: `${from}`, to: `${to}` });
  const { series } = History.parse(await json(asked, `/api/v1/history?${query}`));
  return series.flatMap(({ tags, points }) =>
    points.map(({ at, value }) => ({
      school,
      device: tags['device'] ?? '',
      target: tags['target'] ?? '',
      at: Date.parse(at),
      value: Number(value),
    })),
  );
}

/** A standard of one criterion, whose finding tells how many ledger facts the statistics by day have counted. */
export const countingStandard = plainStandard({
  id: 'CHA-01',
  reads: {
    counted: {
      fact: 'uplink_ping.sent',
      statistic: 'count',
      window: '30d',
      of: 'school',
      across: 'sum',
      where: { target: 'ledger' },
    },
  },
  condition: 'counted >= 0',
  observed: 'counted',
});

/** Everything the ledger can be compared with, but what `keptIn` reads. */
export async function readStored(
  asked: Asked,
  schools: readonly string[],
  startedAt: number,
): Promise<Omit<Stored, 'batches' | 'letters'>> {
  const span = [startedAt - 2 * DAY_MS, startedAt + DAY_MS] as const;
  const all = async (field: string): Promise<readonly StoredPoint[]> => {
    const found = schools.map((school) =>
      pointsOf(asked, { school, measurement: 'uplink_ping', field }, span),
    );
    return (await Promise.all(found)).flat();
  };
  const counted = schools.map(async (school) => [school, await countedOf(asked, school)] as const);
  return {
    ids: await all('sent'),
    latencies: await all('latency_s'),
    counted: new Map(await Promise.all(counted)),
  };
}

async function countedOf(asked: Asked, school: string): Promise<number> {
  const { findings } = School.parse(await json(asked, `/api/v1/schools/${school}`));
  return Number(findings.find(({ criterion }) => criterion === 'CHA-01')?.observed ?? 0);
}

async function json({ url, token }: Asked, path: string): Promise<unknown> {
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${path} gave ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

/** The batches on record and the dead letters. */
export function keptIn(dataFolder: string): Pick<Stored, 'batches' | 'letters'> {
  const facts = new DatabaseSync(join(dataFolder, 'facts.db'), { readOnly: true, timeout: 5_000 });
  try {
    const batches = facts.prepare('SELECT school, id FROM batch').all();
    const letters = facts.prepare('SELECT school, line, reason FROM dead_letter').all();
    return {
      batches: batches.map((row) => `${row['school']} ${row['id']}`),
      letters: letters.map((row) => ({
        school: `${row['school']}`,
        text: `${row['line']}`,
        reason: `${row['reason']}`,
      })),
    };
  } finally {
    facts.close();
  }
}
