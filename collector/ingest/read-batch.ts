import { createHash, type Hash } from 'node:crypto';
import { fail, never, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import { BATCH_LIMITS } from '../../wire/batch.ts';
import type { Precision } from '../../wire/parse-line.ts';
import type { ReadBatch } from '../store/fact-writer.ts';
import { type BodyRead, BodyReader } from './body-reader.ts';
import { gunzipPieces } from './gunzip-door.ts';
import { type KnownSeries, seriesRoom } from './series-room.ts';

/** One POST of facts, its sender already known by its token. */
export interface Admission {
  readonly identity: { readonly school: string; readonly agent: string };
  /** The sender's id; a sender that has none (Telegraf) is known by what it sent. */
  readonly batch: string | undefined;
  readonly body: Uint8Array;
  readonly gzip: boolean;
  readonly precision: Precision;
  /** Sent to another bucket than ours: none of its measurements is one of the register's. */
  readonly foreign: boolean;
  readonly receivedAt: EpochMs;
}

export interface IngestProblem {
  readonly kind: 'too_large' | 'not_gzip' | 'bad_encoding' | 'too_many_lines';
  readonly detail: string;
}

/** Reads a body into the facts of its good lines and its bad lines. */
export async function readBatch(
  admission: Admission,
  known: KnownSeries,
): Promise<Result<ReadBatch, IngestProblem>> {
  const { identity, receivedAt } = admission;
  const hasRoom = seriesRoom(known, identity.school);
  const reader = new BodyReader({ ...admission, school: identity.school, hasRoom });
  const digest = admission.batch === undefined ? createHash('sha256') : undefined;
  const problem = await readInto(reader, admission, digest);
  if (problem !== undefined) return fail(problem);
  const read = reader.end();
  if (reader.lines > BATCH_LIMITS.lines) return fail(tooManyLines(reader.lines));
  return ok({
    ...identity,
    id: admission.batch ?? idByContent(admission, digest, read),
    receivedAt,
    series: read.series,
    refused: read.refused,
  });
}

async function readInto(
  reader: BodyReader,
  { body, gzip }: Admission,
  digest: Hash | undefined,
): Promise<IngestProblem | undefined> {
  if (body.length > BATCH_LIMITS.bodyBytes) return tooLarge(BATCH_LIMITS.bodyBytes);
  const decoder = new TextDecoder('utf-8');
  let problem: IngestProblem | undefined;
  let isFirst = true;
  const take = (piece: Uint8Array): 'more' | 'stop' => {
    if (isFirst) problem = whyNotText(piece);
    isFirst = false;
    if (problem !== undefined) return 'stop';
    digest?.update(piece);
    reader.add(decoder.decode(piece, { stream: true }));
    if (reader.lines > BATCH_LIMITS.lines) problem = tooManyLines(reader.lines);
    return problem === undefined ? 'more' : 'stop';
  };
  if (!gzip) take(body);
  const outcome = gzip ? await gunzipPieces(body, BATCH_LIMITS.plainBytes, take) : PLAIN;
  reader.add(decoder.decode());
  switch (outcome.kind) {
    case 'plain':
    case 'stopped':
      return problem;
    case 'too_large':
      return tooLarge(BATCH_LIMITS.plainBytes);
    case 'not_gzip':
      return outcome;
    default:
      return never(outcome);
  }
}

const PLAIN = { kind: 'plain' } as const;

const tooLarge = (limitBytes: number): IngestProblem => ({
  kind: 'too_large',
  detail: `more than ${limitBytes} bytes`,
});

const tooManyLines = (lines: number): IngestProblem => ({
  kind: 'too_many_lines',
  detail: `${lines} lines or more; at most ${BATCH_LIMITS.lines}`,
});

function whyNotText([first, second]: Uint8Array): IngestProblem | undefined {
  if (first === 0x1f && second === 0x8b)
    return { kind: 'bad_encoding', detail: 'the body is gzip and does not say so' };
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { kind: 'bad_encoding', detail: 'the body is UTF-16; UTF-8 is expected' };
  return undefined;
}

/** The same text sent again is the same batch, unless the collector stamped it: then it is new facts. */
function idByContent(
  { precision, receivedAt }: Admission,
  digest: Hash | undefined,
  { stampedHere }: BodyRead,
): string {
  const content = `${precision}:${digest?.digest('hex')}`;
  return stampedHere ? `${content}:${receivedAt}` : content;
}
