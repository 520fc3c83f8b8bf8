import * as z from 'zod';
import { fail, ok, type Result } from '../../../kit/result.ts';
import type { EpochMs } from '../../../kit/units.ts';
import { dayOf } from './calendar.ts';

/**
 * What one line's tests spent on one day. `reserved` belongs to a test under way: whoever reads it after a crash counts it
 * as spent, so that an agent that dies in every test cannot spend without end.
 */
export const Spending = z.strictObject({
  day: z.string(),
  usedBytes: z.int().nonnegative(),
  reservedBytes: z.int().nonnegative(),
});
export type Spending = z.infer<typeof Spending>;

/** Where the spending is kept; `undefined` where nothing readable is. */
export interface BudgetDisk {
  read(): string | undefined;
  /** Whole or not at all; throws where the disk does not take it. */
  write(text: string): void;
}

export interface BudgetRule {
  readonly bytes: number;
  readonly timeZone: string;
}

/** The bytes a school's tests may spend a day, kept over restarts. */
export class Budget {
  readonly #disk: BudgetDisk;
  readonly rule: BudgetRule;

  constructor(disk: BudgetDisk, rule: BudgetRule) {
    this.#disk = disk;
    this.rule = rule;
  }

  /** Read anew each time: another process, such as `hatang agent probe`, may spend too. */
  usedBytes(now: EpochMs): number {
    const { usedBytes, reservedBytes } = this.#today(now);
    return usedBytes + reservedBytes;
  }

  leftBytes(now: EpochMs): number {
    return Math.max(0, this.rule.bytes - this.usedBytes(now));
  }

  /** Before the first byte. What cannot be written down may not be spent. */
  reserve(bytes: number, now: EpochMs): Result<Reservation> {
    const { day, usedBytes, reservedBytes } = this.#today(now);
    const reserved = Math.ceil(bytes);
    const problem = this.#keep({
      day,
      usedBytes: usedBytes + reservedBytes,
      reservedBytes: reserved,
    });
    if (problem !== undefined) return fail(problem);
    return ok({ settle: (spent, at) => this.#settle({ reserved, spent, day }, at) });
  }

  /** A test that began before midnight is counted to the day it began on. */
  #settle(test: { reserved: number; spent: number; day: string }, now: EpochMs): void {
    const today = this.#today(now);
    if (today.day !== test.day) return;
    const others = Math.max(0, today.usedBytes + today.reservedBytes - test.reserved);
    this.#keep({ ...today, usedBytes: others + Math.ceil(test.spent), reservedBytes: 0 });
  }

  #today(now: EpochMs): Spending {
    const day = dayOf(now, this.rule.timeZone);
    const kept = readSpending(this.#disk.read());
    return kept?.day === day ? kept : { day, usedBytes: 0, reservedBytes: 0 };
  }

  #keep(spending: Spending): string | undefined {
    try {
      this.#disk.write(`${JSON.stringify(spending)}\n`);
      return undefined;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
      return `the byte count can't be kept: ${code}`;
    }
  }
}

export interface Reservation {
  /** After the last byte, whatever came of the test. */
  settle(spentBytes: number, now: EpochMs): void;
}

/** A file that is damaged begins the day anew. */
function readSpending(text: string | undefined): Spending | undefined {
  if (text === undefined) return undefined;
  try {
    const read = Spending.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    // No JSON: a damaged file, of which nothing can be known.
    return undefined;
  }
}
