import * as z from 'zod';

/** Which days are school days, beside the weekdays of `school_hours`. */
export const CalendarConfig = z
  .strictObject({
    /** Public holidays and the school years of Ho Chi Minh City, as they are shipped. */
    shipped: z.enum(['on', 'off']).default('on'),
    /** A place's own days, over those; relative to where the collector is started. */
    file: z.string().min(1).optional(),
  })
  .prefault({});
export type CalendarConfig = z.infer<typeof CalendarConfig>;
