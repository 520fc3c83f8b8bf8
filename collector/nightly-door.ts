import { schedule, validate } from 'node-cron';

/** Runs a deed by the calendar; gives what stops it. The expression is cron's, the zone an IANA name. */
export function byCalendar(
  expression: string,
  timeZone: string,
  deed: () => Promise<void>,
): () => Promise<void> {
  const task = schedule(expression, deed, { timezone: timeZone, noOverlap: true });
  return async () => {
    await task.destroy();
  };
}

export const isCalendar = (expression: string): boolean => validate(expression);
