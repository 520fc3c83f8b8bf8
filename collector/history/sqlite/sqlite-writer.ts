import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { type EpochMs, hours } from '../../../kit/units.ts';
import type { FactPoint, SeriesFacts } from '../../../wire/fact.ts';
import type { Sql } from '../../store/sql.ts';
import {
  type HistoryHealth,
  type HistoryStorage,
  type HistoryWriter,
  NOTHING_WAITS,
} from '../history.ts';
import { pack } from '../packing-door.ts';
import { BlockWriter } from './block.ts';
import { insertBlock } from './block-rows.ts';
import { compact } from './compaction.ts';
import { gathered } from './gather.ts';
import { forget, type Keep } from './retention.ts';
import { checkpoint, shrink, storageOf } from './storage.ts';
import { dayOf } from './tiers.ts';

const COMPACT_EVERY = hours(1);

export interface SqliteHistoryParts {
  readonly sql: Sql;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly keep: Keep;
  readonly log: Pick<Log, 'warn'>;
}

/** The writing half of the embedded history: one connection, one thread. */
export class SqliteHistoryWriter implements HistoryWriter {
  readonly #parts: SqliteHistoryParts;
  #unreadable = 0;

  constructor(parts: SqliteHistoryParts) {
    this.#parts = parts;
  }

  append(school: string, series: readonly SeriesFacts[]): void {
    for (const [day, block] of blocksByDay(series))
      insertBlock(this.#parts.sql, {
        school,
        day,
        tier: 'raw',
        level: 'loose',
        facts: block.points,
        payload: pack(block.finish(), 'hasty'),
      });
  }

  async tend(signal: AbortSignal): Promise<void> {
    const { sql, clock } = this.#parts;
    while (!signal.aborted) {
      await this.compact(clock.now(), signal);
      await shrink(sql, signal);
      checkpoint(sql);
      await clock.sleep(COMPACT_EVERY, signal);
    }
  }

  /** Gives how many rows it merged into others. */
  async compact(now: EpochMs, signal: AbortSignal): Promise<number> {
    const { merged, unreadable } = await compact(this.#parts, now, signal);
    this.#unreadable = unreadable;
    return merged;
  }

  prune(now: EpochMs, signal: AbortSignal): Promise<void> {
    return forget(this.#parts, now, signal);
  }

  health(): HistoryHealth {
    return { ...NOTHING_WAITS, unreadableDays: this.#unreadable, storage: this.storage() };
  }

  storage(): HistoryStorage {
    return storageOf(this.#parts.sql);
  }
}

function blocksByDay(series: readonly SeriesFacts[]): ReadonlyMap<number, BlockWriter> {
  const blocks = new Map<number, BlockWriter>();
  for (const one of series)
    for (const [day, points] of pointsByDay(one.points)) {
      const block = blocks.get(day) ?? new BlockWriter();
      blocks.set(day, block);
      block.add(gathered({ series: one.series, points }));
    }
  return blocks;
}

function pointsByDay(points: readonly FactPoint[]): Iterable<[number, readonly FactPoint[]]> {
  const [first] = points;
  if (first === undefined) return [];
  const day = dayOf(first.at);
  return points.every(({ at }) => dayOf(at) === day)
    ? [[day, points]]
    : Map.groupBy(points, ({ at }) => dayOf(at));
}
