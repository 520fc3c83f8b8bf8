import * as z from 'zod';
import { Slug } from '../kit/config-fields.ts';

/**
 * A lease is the right to measure one line once, for a moment: POST /api/v1/leases asks for one, and each call of
 * /api/v1/measure/… carries it in this header. It stands in no address, so that no log of addresses holds it.
 */
export const LEASE_HEADER = 'Hatang-Lease';

/** Light: a second or so a direction. Heavy: at night, with queues filled on purpose. */
export const LeaseWeight = z.enum(['light', 'heavy']);
export type LeaseWeight = z.infer<typeof LeaseWeight>;

const Rate = z.number().positive().max(1e12);

export const LeaseRequest = z.strictObject({
  device: Slug.default('line'),
  weight: LeaseWeight.default('light'),
  /** What the line is thought to carry, by its contract or the last test: slots are sized by it. */
  expectedDownBps: Rate.optional(),
  expectedUpBps: Rate.optional(),
});
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export const LeaseGranted = z.object({
  state: z.literal('granted'),
  lease: z.string().min(16).max(128),
  expiresAt: z.iso.datetime(),
  /** From now on: whoever asks may have another clock. */
  expiresInS: z.number().positive(),
  /** The most a direction may take; the far end cuts what goes beyond. */
  seconds: z.number().positive(),
  downBytes: z.int().positive(),
  upBytes: z.int().positive(),
});
export type LeaseGranted = z.infer<typeof LeaseGranted>;

/** The place in the queue is kept for whoever comes back in time. */
export const LeaseWait = z.object({
  state: z.literal('wait'),
  retryAfterS: z.number().positive(),
  ahead: z.int().nonnegative(),
});
export type LeaseWait = z.infer<typeof LeaseWait>;

export const LeaseAnswer = z.discriminatedUnion('state', [LeaseGranted, LeaseWait]);
export type LeaseAnswer = z.infer<typeof LeaseAnswer>;
