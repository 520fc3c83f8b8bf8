import * as z from 'zod';
import { Slug, Span } from '../../kit/config-fields.ts';
import { endpointOf } from '../../kit/endpoint.ts';
import { days, minutes } from '../../kit/units.ts';

const Day = z.iso.date('expected such as 2026-09-02');

const Holidays = z
  .union([
    Day.transform((day) => ({ from: day, to: day })),
    z.strictObject({ from: Day, to: Day }).refine(({ from, to }) => from <= to, {
      message: 'it ends before it begins',
    }),
  ])
  .array()
  .max(100);

const Room = z.strictObject({
  id: Slug,
  name: z.string().min(1).max(100),
  /** Machines the lab should have. */
  seats: z.int().min(1).max(500),
  /** Of the largest class taught there. */
  pupils: z.int().min(1).max(1_000).optional(),
  /** The switch its machines are plugged into. */
  behind: Slug.optional(),
  /** Where its machines have their addresses, for those that don't say their room. */
  subnets: z.array(z.cidrv4('expected such as 192.168.1.0/24')).max(20).default([]),
});

/** The `labs` section: rooms, where their machines report, and when one counts as usable. */
export const LabsOptions = z
  .strictObject({
    /** Where lab machines report: an address of this server in the school's network. */
    listen: z
      .string()
      .refine(
        (text) =>
          text === 'off' || (/^[\d.]{7,15}:\d{1,5}$/.test(text) && endpointOf(text) !== undefined),
        'expected off, or ADDRESS:PORT such as 192.168.1.5:8483',
      )
      .default('off'),
    /** How often they are asked to report. */
    every: Span.refine(
      (span) => span >= minutes(1) && span <= days(1),
      'expected 1m at least and 1d at most',
    ).prefault('4h'),
    /** School days in which a machine must have been seen working. */
    usable_within: z.int().min(1).max(60).default(5),
    school_days: z
      .strictObject({
        /** 1 is Monday. */
        days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]),
        holidays: Holidays.default([]),
      })
      .prefault({}),
    rooms: z.array(Room).max(50).default([]),
  })
  .superRefine(({ rooms }, context) => {
    const seen = new Set<string>();
    for (const [at, { id }] of rooms.entries()) {
      if (seen.has(id))
        context.addIssue({
          code: 'custom',
          path: ['rooms', at, 'id'],
          message: `two rooms have the id ${id}`,
        });
      seen.add(id);
    }
  });
export type LabsOptions = z.infer<typeof LabsOptions>;
