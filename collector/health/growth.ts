import { days, type EpochMs, type Ms, ms } from '../../kit/units.ts';
import { number, type Sql, text } from '../store/sql.ts';

/** How fast the stores grow, by one note a day. */
export interface Growth {
  /** Notes what they take now. */
  note(bytes: number, now: EpochMs): void;
  /** Bytes a day over the last month; undefined before there are two days to compare. */
  aDay(now: EpochMs): number | undefined;
}

const LOOKED_BACK = days(30);
const KEPT = days(400);
const DAY_MS = days(1);

export function storeGrowth(sql: Sql, dayOf: (at: EpochMs) => string): Growth {
  const dayBefore = (now: EpochMs, span: Ms) => dayOf((now - span) as EpochMs);
  return {
    note(bytes, now) {
      sql.run(
        `INSERT INTO store_size (day, bytes) VALUES (?, ?)
         ON CONFLICT (day) DO UPDATE SET bytes = excluded.bytes`,
        dayOf(now),
        bytes,
      );
      sql.run('DELETE FROM store_size WHERE day < ?', dayBefore(now, KEPT));
    },
    aDay(now) {
      const noted = sql.all(
        'SELECT day, bytes FROM store_size WHERE day >= ? ORDER BY day',
        dayBefore(now, LOOKED_BACK),
      );
      const [first, last] = [noted[0], noted.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      const span = Date.parse(text(last, 'day')) - Date.parse(text(first, 'day'));
      if (span < DAY_MS) return undefined;
      return ((number(last, 'bytes') - number(first, 'bytes')) * DAY_MS) / span;
    },
  };
}

/** How long until the disk has only its reserve left; undefined where nothing grows. */
export function fullIn(
  room: { readonly freeBytes: number },
  reserveBytes: number,
  growth: number | undefined,
): Ms | undefined {
  if (growth === undefined || growth <= 0) return undefined;
  return ms((Math.max(0, room.freeBytes - reserveBytes) / growth) * DAY_MS);
}
