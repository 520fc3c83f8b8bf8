import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Device, Evidence } from '../../standards/evidence.ts';
import type { Receipt } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import {
  type Calendar,
  countDays,
  type DayKey,
  type FigureDay,
  type FlagDay,
  readDays,
  readFigureDays,
  readFlagDays,
} from './day-rows.ts';
import { devicesOf } from './inventory.ts';
import type { LatestRow } from './latest.ts';
import { keepLatest, type LatestFilter, readLatest } from './latest-rows.ts';
import { pruneFacts } from './prune.ts';
import {
  type BatchKey,
  type DeadLetter,
  findReceipt,
  keepDeadLetters,
  keepReceipt,
  type RefusedLine,
  readDeadLetters,
} from './receipts.ts';
import { schoolEvidence } from './school-evidence.ts';
import { number, numberOrNone, type Sql, text } from './sql.ts';
import { zonedDay } from './zoned-day.ts';

/** A batch as it was read: the facts of its good lines, without the tag `school`, and its bad lines. */
export interface ReadBatch extends BatchKey {
  readonly facts: readonly Fact[];
  readonly refused: readonly RefusedLine[];
}

export interface AgentSeen {
  readonly school: string;
  readonly agent: string;
  readonly lastReceivedAt: EpochMs | undefined;
}

export interface FactStoreParts {
  readonly sql: Sql;
  readonly history: { append(school: string, facts: readonly Fact[]): void };
  /** IANA name: whose midnight parts the days. */
  readonly timeZone: string;
  readonly isSchoolTime: (at: EpochMs) => boolean;
}

const DAY_MS = 86_400_000;

/** What schools measured: each batch once, the latest of each series, statistics by day. */
export class FactStore {
  readonly #sql: Sql;
  readonly #history: FactStoreParts['history'];
  readonly #calendar: Calendar;

  constructor({ sql, history, timeZone, isSchoolTime }: FactStoreParts) {
    this.#sql = sql;
    this.#history = history;
    this.#calendar = { dayOf: zonedDay(timeZone), isSchoolTime };
  }

  /** Durable when it returns. A batch that is known gives its first receipt and stores nothing. */
  admit(
    batch: ReadBatch,
    alsoInTransaction: (facts: readonly Fact[]) => void = () => undefined,
  ): Receipt {
    return this.#sql.transaction(() => {
      const known = findReceipt(this.#sql, batch);
      if (known !== undefined) return known;
      const receipt = receiptOf(batch);
      keepReceipt(this.#sql, batch, receipt);
      keepDeadLetters(this.#sql, batch, batch.refused);
      keepLatest(this.#sql, batch.school, batch.facts, batch.receivedAt);
      countDays(this.#sql, batch.school, batch.facts, this.#calendar);
      this.#history.append(batch.school, batch.facts);
      this.#markReceived(batch);
      alsoInTransaction(batch.facts);
      return receipt;
    });
  }

  latest(filter: LatestFilter): readonly LatestRow[] {
    return readLatest(this.#sql, filter);
  }

  devices(school: string): readonly Device[] {
    return devicesOf(this.latest({ school, measurement: 'device' }));
  }

  deadLetters(filter: { readonly school?: string; readonly limit: number }): readonly DeadLetter[] {
    return readDeadLetters(this.#sql, filter);
  }

  agents(school?: string): readonly AgentSeen[] {
    return this.#sql
      .all(
        `SELECT school, id, last_received_at FROM agent
         ${school === undefined ? '' : 'WHERE school = ?'} ORDER BY school, id`,
        ...(school === undefined ? [] : [school]),
      )
      .map((row) => {
        const at = numberOrNone(row, 'last_received_at');
        return {
          school: text(row, 'school'),
          agent: text(row, 'id'),
          lastReceivedAt: at === undefined ? undefined : epochMs(at),
        };
      });
  }

  evidence(school: string, now: EpochMs): Evidence {
    return schoolEvidence({
      now,
      latest: this.latest({ school }),
      dayOf: this.#calendar.dayOf,
      daysFrom: ({ measurement, series }, { field, hours }, firstDay) =>
        readDays(this.#sql, { school, measurement, series, field, hours }, firstDay),
    });
  }

  /** A flag of one series over the last days, today among them, oldest first; a day without a sample counts none. */
  flagDays(key: DayKey, now: EpochMs, days: number): readonly FlagDay[] {
    const asked = this.#lastDays(now, days);
    const told = new Map(readFlagDays(this.#sql, key, asked[0] ?? '').map((one) => [one.day, one]));
    return asked.map((day) => told.get(day) ?? { day, count: 0, trues: 0 });
  }

  /** A figure of one series over the last days, today among them, oldest first; undefined for a day without a sample. */
  figureDays(
    key: DayKey,
    now: EpochMs,
    days: number,
  ): readonly { readonly day: string; readonly figure: FigureDay | undefined }[] {
    const asked = this.#lastDays(now, days);
    const told = new Map(
      readFigureDays(this.#sql, key, asked[0] ?? '').map((one) => [one.day, one]),
    );
    return asked.map((day) => ({ day, figure: told.get(day) }));
  }

  #lastDays(now: EpochMs, days: number): readonly string[] {
    return Array.from({ length: days }, (_, at) =>
      this.#calendar.dayOf(epochMs(now - (days - 1 - at) * DAY_MS)),
    );
  }

  /** How many series a school has, and whether one is among them: what bounds its cardinality. */
  seriesCount(school: string): number {
    const row = this.#sql.get('SELECT count(*) AS series FROM latest WHERE school = ?', school);
    return row === undefined ? 0 : number(row, 'series');
  }

  hasSeries(school: string, measurement: string, series: string): boolean {
    return (
      this.#sql.get(
        'SELECT 1 FROM latest WHERE school = ? AND measurement = ? AND series = ?',
        school,
        measurement,
        series,
      ) !== undefined
    );
  }

  prune(now: EpochMs): void {
    pruneFacts(this.#sql, now, this.#calendar.dayOf);
  }

  #markReceived({ school, agent, receivedAt }: BatchKey): void {
    this.#sql.run(
      `UPDATE agent SET last_received_at = max(ifnull(last_received_at, 0), ?)
       WHERE school = ? AND id = ?`,
      receivedAt,
      school,
      agent,
    );
  }
}

const receiptOf = ({ id, facts, refused }: ReadBatch): Receipt => ({
  batch: id,
  stored: facts.length,
  refused: refused.map(({ line, reason }) => ({ line, reason })),
  replayed: false,
});
