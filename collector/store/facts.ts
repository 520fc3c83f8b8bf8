import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Device, Evidence } from '../../standards/evidence.ts';
import type { ToldOutage } from '../../wire/outage.ts';
import {
  type DayKey,
  type FigureDay,
  type FlagDay,
  readFigureDays,
  readFlagDays,
  schoolDays,
} from './day-rows.ts';
import { devicesOf } from './inventory.ts';
import type { LatestRow } from './latest.ts';
import { type LatestFilter, readLatest } from './latest-rows.ts';
import { type MonthSums, readMonths } from './month-rows.ts';
import { type OutageStart, readOutageStarts, readOutages } from './outage-rows.ts';
import { type DeadLetter, readDeadLetters } from './receipts.ts';
import { schoolEvidence } from './school-evidence.ts';
import { number, type Sql, text } from './sql.ts';
import { nextMonth, zonedDay, zonedMidnight } from './zoned-day.ts';

export interface AgentSeen {
  readonly school: string;
  readonly agent: string;
  readonly lastReceivedAt: EpochMs | undefined;
}

export interface FactStoreParts {
  /** Over `facts.db`. */
  readonly sql: Sql;
  /** The agents that have a token: of one school where one is named. */
  readonly enrolled: (
    school?: string,
  ) => readonly { readonly school: string; readonly agent: string }[];
  /** IANA name: whose midnight parts the days. */
  readonly timeZone: string;
}

const DAY_MS = 86_400_000;

/** What is read of what schools measured: the latest of each series, statistics by day, outages, refused lines. */
export class FactStore {
  readonly #sql: Sql;
  readonly #enrolled: FactStoreParts['enrolled'];
  readonly #dayOf: (at: EpochMs) => string;
  readonly #midnight: (day: string) => EpochMs;

  constructor({ sql, enrolled, timeZone }: FactStoreParts) {
    this.#sql = sql;
    this.#enrolled = enrolled;
    this.#dayOf = zonedDay(timeZone);
    this.#midnight = zonedMidnight(timeZone);
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
      dayOf: this.#dayOf,
      daysFrom: schoolDays(this.#sql, school),
    });
  }

  /** A flag of one series over the last days, today among them, oldest first; a day without a sample counts none. */
  flagDays(key: DayKey, now: EpochMs, days: number): readonly FlagDay[] {
    const asked = this.#lastDays(now, days);
    const told = new Map(readFlagDays(this.#sql, key, asked).map((one) => [one.day, one]));
    return asked.map((day) => told.get(day) ?? { day, count: 0, trues: 0 });
  }

  /** A figure of one series over the last days, today among them, oldest first; undefined for a day without a sample. */
  figureDays(
    key: DayKey,
    now: EpochMs,
    days: number,
  ): readonly { readonly day: string; readonly figure: FigureDay | undefined }[] {
    const asked = this.#lastDays(now, days);
    const told = new Map(readFigureDays(this.#sql, key, asked).map((one) => [one.day, one]));
    return asked.map((day) => ({ day, figure: told.get(day) }));
  }

  #lastDays(now: EpochMs, days: number): readonly string[] {
    return Array.from({ length: days }, (_, at) =>
      this.#dayOf(epochMs(now - (days - 1 - at) * DAY_MS)),
    );
  }

  /** What was counted of each line in each month, the newest month first. */
  months(school: string): readonly MonthSums[] {
    return readMonths(this.#sql, school);
  }

  /** The month (`2026-11`) a moment falls in. */
  monthOf(at: EpochMs): string {
    return this.#dayOf(at).slice(0, 7);
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
}
