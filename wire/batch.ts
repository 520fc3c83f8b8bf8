import * as z from 'zod';

/** The header that carries a batch's id: `agent.spool.sequence`, opaque to the collector. */
export const BATCH_ID_HEADER = 'Idempotency-Key';

export const BatchId = z.string().regex(/^[A-Za-z0-9._:-]{1,200}$/);

/** `spool` changes when a damaged spool is set aside, so that a restarted count is never mistaken for a replay. */
export const batchId = (agent: string, spool: string, sequence: number): string =>
  `${agent}.${spool}.${sequence}`;

export const BATCH_LIMITS = {
  /** Compressed body; one over is a 413. */
  bodyBytes: 4 * 1024 * 1024,
  /** After gunzip: bounds a bomb. */
  plainBytes: 32 * 1024 * 1024,
  lines: 50_000,
} as const;

/** Set to `backlog` where a batch waited at the school: live ones of others go before it. */
export const LANE_HEADER = 'X-Hatang-Lane';

/**
 * What the collector did with a batch. With no line refused the answer is 204 and the receipt stands in
 * its headers; with any refused it is a 400 problem whose good lines are stored all the same, as InfluxDB does.
 */
export const Receipt = z.object({
  batch: z.string(),
  stored: z.int().nonnegative(),
  refused: z.array(z.object({ line: z.int().positive(), reason: z.string() })),
  /** The same batch was stored before; nothing was stored again. */
  replayed: z.boolean(),
});
export type Receipt = z.infer<typeof Receipt>;
