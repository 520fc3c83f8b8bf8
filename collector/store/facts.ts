import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Device, Evidence } from '../../standards/evidence.ts';
import type { Receipt } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import type { ToldOutage } from '../../wire/outage.ts';
import { bySeries } from '../../wire/series.ts';
import type { HistoryWriter } from '../history/history.ts';
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
import { type MonthSums, readMonths } from './month-rows.ts';
import { keepOutages, type OutageStart, readOutageStarts, readOutages } from './outage-rows.ts';
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
import { number, type Sql, text } from './sql.ts';
import { nextMonth, zonedDay, zonedMidnight } from './zoned-day.ts';

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
  /** Over `facts.db`. */
  readonly sql: Sql;
  readonly history: Pick<HistoryWriter, 'append'>;
  /** The agents that have a token: of one school where one is named. */
  readonly enrolled: (
    school?: string,
  ) => readonly { readonly school: string; readonly agent: string }[];
  /** IANA name: whose midnight parts the days. */
  readonly timeZone: string;
  readonly isSchoolTime: (at: EpochMs) => boolean;
}

const DAY_MS = 86_400_000;

/** What schools measured: each batch once, the latest of each series, statistics by day. */
export class FactStore {
  readonly #sql: Sql;
  readonly #history: FactStoreParts['history'];
  readonly #enrolled: FactStoreParts['enrolled'];
  readonly #calendar: Calendar;
  readonly #midnight: (day: string) => EpochMs;

  constructor({ sql, history, enrolled, timeZone, isSchoolTime }: FactStoreParts) {
    this.#sql = sql;
    this.#history = history;
    this.#enrolled = enrolled;
    this.#calendar = { dayOf: zonedDay(timeZone), isSchoolTime };
    this.#midnight = zonedMidnight(timeZone);
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
      keepOutages(this.#sql, batch.school, batch.facts);
      this.#history.append(batch.school, bySeries(batch.facts));
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
    const heard = new Map(
      this.#sql
        .all(
          `SELECT school, agent, last_received_at FROM heard ${school === undefined ? '' : 'WHERE school = ?'}`,
          ...(school === undefined ? [] : [school]),
        )
        .map((row) => [
          `${text(row, 'school')}/${text(row, 'agent')}`,
          epochMs(number(row, 'last_received_at')),
        ]),
    );
    return this.#enrolled(school).map((one) => ({
      ...one,
      lastReceivedAt: heard.get(`${one.school}/${one.agent}`),
    }));
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

  /** What was counted of each line in each month, the newest month first. */
  months(school: string): readonly MonthSums[] {
    return readMonths(this.#sql, school);
  }

  /** The month (`2026-11`) a moment falls in. */
  monthOf(at: EpochMs): string {
    return this.#calendar.dayOf(at).slice(0, 7);
  }

  /** How much of the month of a day has passed since that day began. */
  passedS(firstDay: string, now: EpochMs): number {
    const end = Math.min(now, this.#midnight(nextMonth(firstDay)));
    return Math.max(0, (end - this.#midnight(firstDay)) / 1_000);
  }

  /** Newest first. */
  outages(school: string, limit: number): readonly ToldOutage[] {
    return readOutages(this.#sql, school, limit);
  }

  outageStarts(school: string, from: EpochMs): readonly OutageStart[] {
    return readOutageStarts(this.#sql, school, from);
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
      `INSERT INTO heard (school, agent, last_received_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET last_received_at = max(last_received_at, excluded.last_received_at)`,
      school,
      agent,
      receivedAt,
    );
  }
}

const receiptOf = ({ id, facts, refused }: ReadBatch): Receipt => ({
  batch: id,
  stored: facts.length,
  refused: refused.map(({ line, reason }) => ({ line, reason })),
  replayed: false,
});
