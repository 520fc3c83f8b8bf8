import * as z from 'zod';

/**
 * What arrived at the receiving end of a bandwidth test until a moment. The far end tells it of an upload, one JSON object
 * a line, on GET /api/v1/measure/arrivals: the sender's own figure would be what went into its buffers.
 */
export const Arrivals = z.object({
  /** The receiver's own monotonic clock. */
  atMs: z.number().nonnegative(),
  /** Bytes the application took from the streams of this test. */
  bytes: z.number().nonnegative(),
  /** The receiver's network port, in whole frames; absent where it can't be read or serves another test too. */
  port: z.object({ bytes: z.number().nonnegative(), frames: z.number().nonnegative() }).optional(),
});
export type Arrivals = z.infer<typeof Arrivals>;

/** A line of the far end's: arrivals, and how it fares itself. */
export const FarEndState = Arrivals.extend({
  /** The busier of its processors and of its own loop since the first line, 0 to 1. */
  busy: z.number().min(0).max(1),
  /** Tests it serves at this moment, this one among them. */
  tests: z.int().nonnegative(),
  /** Congestion control of what it sends: "bbr" measures rates best, and hides how long queues grow. */
  congestion: z.string().max(32).optional(),
});
export type FarEndState = z.infer<typeof FarEndState>;

export const SAMPLE_MS = 20;
