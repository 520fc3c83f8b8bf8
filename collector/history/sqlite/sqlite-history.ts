import type { Clock } from '../../../kit/clock.ts';
import { type EpochMs, hours, type Ms } from '../../../kit/units.ts';
import type { Fact, SeriesFacts } from '../../../wire/fact.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { factsOf } from '../../../wire/series.ts';
import { number, type Sql, text } from '../../store/sql.ts';
import { blob } from '../blob.ts';
import {
  type HistoryHealth,
  type HistoryQuery,
  type HistoryReader,
  type HistorySeries,
  type HistoryWriter,
  NOTHING_WAITS,
  TooManyPoints,
} from '../history.ts';
import { pack, unpack } from '../packing-door.ts';
import { type HistoryPoint, stepped } from '../steps.ts';
import { joined, lineFilter, readLines, slotOf, writeLines } from './slots.ts';

/** A slot is merged once its hour is over by this much; what comes later is merged again. */
const SETTLED_AFTER = hours(1);
const COMPACT_EVERY = hours(1);
/** Slots unpacked before others get their turn. */
const SLOTS_AT_ONCE = 8;
/** Of one query, some 200 MB: one device's every ten seconds for half a year. */
const MOST_POINTS = 2_000_000;

export interface SqliteHistoryParts {
  readonly sql: Sql;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly keep: Ms;
  readonly mostPoints?: number;
}

/** History in the collector's own database. */
export class SqliteHistory implements HistoryReader, HistoryWriter {
  readonly #parts: SqliteHistoryParts;
  readonly #sql: Sql;
  readonly #mostPoints: number;

  constructor(parts: SqliteHistoryParts) {
    this.#parts = parts;
    this.#sql = parts.sql;
    this.#mostPoints = parts.mostPoints ?? MOST_POINTS;
  }

  async tend(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      await this.compact(clock.now(), signal);
      await clock.sleep(COMPACT_EVERY, signal);
    }
  }

  health(): HistoryHealth {
    return NOTHING_WAITS;
  }

  append(school: string, series: readonly SeriesFacts[]): void {
    for (const [slot, inSlot] of Map.groupBy(factsOf(series), ({ at }) => slotOf(at)))
      this.#insert(school, slot, inSlot, 'loose');
  }

  async query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]> {
    const slots = this.#sql.all(
      'SELECT DISTINCT slot FROM history_slot WHERE school = ? AND slot BETWEEN ? AND ?',
      query.school,
      slotOf(query.from),
      slotOf(query.to),
    );
    const found = new Found(query, this.#mostPoints);
    for (const [at, row] of slots.entries()) {
      if (at % SLOTS_AT_ONCE === 0) await turn();
      signal.throwIfAborted();
      // A slot is read whole between two turns: compaction may rewrite it in the next.
      for (const lines of this.#linesOf(query.school, number(row, 'slot'))) found.add(lines);
    }
    return found.series();
  }

  /** Makes one sorted row of the loose rows of each slot that is over; gives how many slots it merged. */
  async compact(now: EpochMs, signal: AbortSignal): Promise<number> {
    const slots = this.#sql.all(
      `SELECT DISTINCT slot, school FROM history_slot INDEXED BY history_slot_loose
       WHERE merged = 0 AND slot < ?`,
      slotOf(now - SETTLED_AFTER),
    );
    let merged = 0;
    for (const row of slots) {
      if (signal.aborted) break;
      this.#sql.transaction(() => this.#merge(text(row, 'school'), number(row, 'slot')));
      merged += 1;
      await turn();
    }
    return merged;
  }

  /** Forgets whole slots. */
  prune(now: EpochMs): void {
    this.#sql.run('DELETE FROM history_slot WHERE slot < ?', slotOf(now - this.#parts.keep));
  }

  #merge(school: string, slot: number): void {
    const facts = joined(this.#linesOf(school, slot).flatMap((lines) => readLines(lines)));
    this.#sql.run('DELETE FROM history_slot WHERE school = ? AND slot = ?', school, slot);
    this.#insert(school, slot, facts, 'merged');
  }

  #linesOf(school: string, slot: number): readonly string[] {
    return this.#sql
      .all(
        'SELECT payload FROM history_slot WHERE school = ? AND slot = ? ORDER BY id',
        school,
        slot,
      )
      .map((row) => unpack(blob(row, 'payload')));
  }

  #insert(school: string, slot: number, facts: readonly Fact[], state: 'loose' | 'merged'): void {
    this.#sql.run(
      'INSERT INTO history_slot (school, slot, facts, payload, merged) VALUES (?, ?, ?, ?, ?)',
      school,
      slot,
      facts.length,
      pack(writeLines(facts), state === 'loose' ? 'fast' : 'thorough'),
      state === 'loose' ? 0 : 1,
    );
  }
}

/** Collects the points of one query; of two with one stamp the later added stands. */
class Found {
  readonly #query: HistoryQuery;
  readonly #mostPoints: number;
  readonly #isWanted: (line: string) => boolean;
  #left: number;
  readonly #series = new Map<string, { tags: Fact['tags']; points: Map<number, HistoryPoint> }>();

  constructor(query: HistoryQuery, mostPoints: number) {
    this.#query = query;
    this.#mostPoints = mostPoints;
    this.#left = mostPoints;
    this.#isWanted = lineFilter(query.measurement, query.device);
  }

  add(lines: string): void {
    const { from, to, device, field } = this.#query;
    for (const fact of readLines(lines, this.#isWanted)) {
      const value = fact.fields[field];
      if (value === undefined || fact.at < from || fact.at >= to) continue;
      if (device !== undefined && fact.tags['device'] !== device) continue;
      this.#left -= 1;
      if (this.#left < 0) throw new TooManyPoints(this.#mostPoints);
      const key = seriesKey(fact);
      const known = this.#series.get(key) ?? { tags: fact.tags, points: new Map() };
      known.points.set(fact.at, { at: fact.at, value });
      this.#series.set(key, known);
    }
  }

  series(): readonly HistorySeries[] {
    const { step } = this.#query;
    return [...this.#series].sort(byKey).map(([, { tags, points }]) => {
      const sorted = [...points.values()].sort((a, b) => a.at - b.at);
      return { tags, points: step === undefined ? sorted : stepped(sorted, step) };
    });
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

/** Lets requests that wait have their turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
