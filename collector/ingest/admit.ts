import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import { BATCH_LIMITS, type Receipt } from '../../wire/batch.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Precision } from '../../wire/line-protocol.ts';
import type { ReadBatch } from '../store/facts.ts';
import { gunzipBounded } from './gunzip-door.ts';
import { type BodyRead, readBody } from './read-body.ts';
import { type KnownSeries, seriesRoom } from './series-room.ts';

/** One POST of facts, its sender already known by its token. */
export interface Admission {
  readonly identity: { readonly school: string; readonly agent: string };
  /** The sender's id; a sender that has none (Telegraf) is known by what it sent. */
  readonly batch: string | undefined;
  readonly body: Uint8Array;
  readonly gzip: boolean;
  readonly precision: Precision;
  readonly receivedAt: EpochMs;
}

export interface IngestProblem {
  readonly kind: 'too_large' | 'not_gzip' | 'bad_encoding' | 'too_many_lines';
  readonly detail: string;
}

export interface IngestStore extends KnownSeries {
  admit(batch: ReadBatch, alsoInTransaction?: (facts: readonly Fact[]) => void): Receipt;
}

/** Reads a body and stores its good lines; durable when it resolves with a receipt. */
export async function admitBody(
  admission: Admission,
  store: IngestStore,
  alsoInTransaction?: (facts: readonly Fact[]) => void,
): Promise<Result<Receipt, IngestProblem>> {
  const plain = await plainBody(admission);
  if (!plain.ok) return plain;
  const problem = whyNotText(plain.value);
  if (problem !== undefined) return fail(problem);
  const { identity, precision, receivedAt } = admission;
  const hasRoom = seriesRoom(store, identity.school);
  const read = readBody(plain.value, { school: identity.school, precision, receivedAt, hasRoom });
  const batch: ReadBatch = {
    ...identity,
    id: admission.batch ?? idByContent(admission, plain.value, read),
    receivedAt,
    facts: read.facts,
    refused: read.refused,
  };
  return ok(store.admit(batch, alsoInTransaction));
}

async function plainBody({ body, gzip }: Admission): Promise<Result<Uint8Array, IngestProblem>> {
  if (body.length > BATCH_LIMITS.bodyBytes) return fail(tooLarge(BATCH_LIMITS.bodyBytes));
  if (!gzip) return ok(body);
  const plain = await gunzipBounded(body, BATCH_LIMITS.plainBytes);
  switch (plain.kind) {
    case 'plain':
      return ok(plain.body);
    case 'too_large':
      return fail(tooLarge(BATCH_LIMITS.plainBytes));
    case 'not_gzip':
      return fail(plain);
  }
}

const tooLarge = (limitBytes: number): IngestProblem => ({
  kind: 'too_large',
  detail: `more than ${limitBytes} bytes`,
});

function whyNotText(body: Uint8Array): IngestProblem | undefined {
  const [first, second] = body;
  if (first === 0x1f && second === 0x8b)
    return { kind: 'bad_encoding', detail: 'the body is gzip and does not say so' };
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { kind: 'bad_encoding', detail: 'the body is UTF-16; UTF-8 is expected' };
  const lines = countLines(body);
  if (lines <= BATCH_LIMITS.lines) return undefined;
  return { kind: 'too_many_lines', detail: `${lines} lines; at most ${BATCH_LIMITS.lines}` };
}

function countLines(body: Uint8Array): number {
  let lines = 0;
  for (let start = 0; start < body.length; ) {
    const feed = body.indexOf(0x0a, start);
    const end = feed === -1 ? body.length : feed;
    if (end > start) lines += 1;
    start = end + 1;
  }
  return lines;
}

/** The same text sent again is the same batch, unless the collector stamped it: then it is new facts. */
function idByContent(
  { precision, receivedAt }: Admission,
  plain: Uint8Array,
  { stampedHere }: BodyRead,
): string {
  const digest = createHash('sha256').update(plain).digest('hex');
  return stampedHere ? `${precision}:${digest}:${receivedAt}` : `${precision}:${digest}`;
}
