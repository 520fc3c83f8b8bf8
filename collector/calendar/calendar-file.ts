import * as z from 'zod';
import { Text } from '../../kit/text.ts';
import { Confidence } from '../../standards/criterion.ts';

export const Day = z.iso.date('expected a day such as 2026-09-02');

/** Where a date stands, and how sure it is. A place's own file says nothing: it is its own source. */
const origin = {
  source: z.string().min(1).max(300).optional(),
  confidence: Confidence.default('quoted'),
};

const LONGEST_BREAK_DAYS = 150;
const DAY_MS = 86_400_000;

interface Range {
  readonly from: string;
  readonly to?: string | undefined;
}
const inOrder = ({ from, to = from }: Range): boolean => from <= to;
const notTooLong = ({ from, to = from }: Range): boolean =>
  Date.parse(to) - Date.parse(from) < LONGEST_BREAK_DAYS * DAY_MS;
const beforeItBegins = { path: ['to'], error: 'it ends before it begins' };

/** A public holiday: on a day of rest it is made up for on the next school day. */
const Holiday = z
  .strictObject({
    name: Text,
    days: z.array(Day).max(400).default([]),
    /** `11-24`: every year. */
    every_year: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected MM-DD')
      .optional(),
    /** The first day it holds. */
    since: Day.optional(),
    ...origin,
  })
  .refine(({ days, every_year }) => days.length > 0 || every_year !== undefined, {
    path: ['days'],
    error: 'expected days or every_year',
  });

const DaysOff = z
  .strictObject({ from: Day, to: Day.optional(), name: Text, ...origin })
  .refine(inOrder, beforeItBegins)
  .refine(notTooLong, { path: ['to'], error: `longer than ${LONGEST_BREAK_DAYS} days` });

const DayOn = z.strictObject({ day: Day, name: Text.optional(), ...origin });

const Term = z
  .strictObject({ name: Text, from: Day, to: Day, ...origin })
  .refine(inOrder, beforeItBegins);

const SchoolYear = z
  .strictObject({
    name: z.string().regex(/^\d{4}-\d{4}$/, 'expected such as 2026-2027'),
    terms: z.array(Term).min(1).max(4),
    /** The last day before the next school year. */
    summer_until: z.strictObject({ day: Day, ...origin }),
  })
  .superRefine(({ terms, summer_until }, context) => {
    const tell = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    for (const [at, term] of terms.entries()) {
      const before = terms[at - 1];
      if (before !== undefined && term.from <= before.to)
        tell(['terms', at, 'from'], `it begins before the term ahead of it ends (${before.to})`);
    }
    const last = terms.at(-1)?.to ?? '';
    if (summer_until.day < last) tell(['summer_until', 'day'], `the last term ends ${last}`);
  });
export type SchoolYear = z.infer<typeof SchoolYear>;

/** One file of days: shipped, or a place's own. */
export const CalendarFile = z
  .strictObject({
    holidays: z.array(Holiday).max(100).default([]),
    school_years: z.array(SchoolYear).max(20).default([]),
    days_off: z.array(DaysOff).max(400).default([]),
    /** Lessons are held, whatever else is said. */
    days_on: z.array(DayOn).max(400).default([]),
  })
  .superRefine(({ days_off, days_on, school_years }, context) => {
    for (const [at, { day }] of days_on.entries())
      if (days_off.some(({ from, to = from }) => from <= day && day <= to))
        context.addIssue({
          code: 'custom',
          path: ['days_on', at, 'day'],
          message: `${day} is a day off in this same file`,
        });
    const names = school_years.map(({ name }) => name);
    for (const [at, name] of names.entries())
      if (names.indexOf(name) !== at)
        context.addIssue({
          code: 'custom',
          path: ['school_years', at, 'name'],
          message: `${name} stands twice`,
        });
  });
export type CalendarFile = z.infer<typeof CalendarFile>;
