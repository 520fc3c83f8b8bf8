import type { EpochMs } from '../../kit/units.ts';
import type { AuditFilter } from '../access/audit.ts';
import { zonedMidnight } from '../store/zoned-day.ts';
import type { PageRequest } from './page-request.ts';

/** What the address of the log's page asks for; what it can't read it leaves out. */
export function auditFilter({
  query,
  speech: { timeZone },
}: Pick<PageRequest, 'query' | 'speech'>): Omit<AuditFilter, 'charge' | 'limit'> {
  const { q, deed, from, to, before } = query;
  return {
    words: q?.trim() || undefined,
    deed: deed || undefined,
    before: /^\d{1,15}$/.test(before ?? '') ? Number(before) : undefined,
    from: isDay(from) ? zonedMidnight(timeZone)(from) : undefined,
    to: isDay(to) ? dayEnd(to, timeZone) : undefined,
  };
}

/** `2026-11-23`, and a day there is. */
export const isDay = (text: string | undefined): text is string =>
  text !== undefined &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

const DAY_MS = 86_400_000;

/** The moment a day is over: the next one's midnight. */
export function dayEnd(day: string, timeZone: string): EpochMs {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return zonedMidnight(timeZone)(next);
}
