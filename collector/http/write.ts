import { type Request, type Response, Router } from 'express';
import { never } from '../../kit/result.ts';
import { BATCH_ID_HEADER, BATCH_LIMITS, BatchId, type Receipt } from '../../wire/batch.ts';
import type { Precision } from '../../wire/line-protocol.ts';
import type { AgentConfigs } from '../agent-config/agent-configs.ts';
import { admitBody, type IngestProblem, type IngestStore } from '../ingest/admit.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Writing extends Authorizing {
  readonly facts: IngestStore;
  /** Called after the commit, so that judging and alerts look at this school again. */
  readonly admitted: (school: string) => void;
  /** Who is offered which version of settings: each answer names it. */
  readonly configs: Pick<AgentConfigs, 'headersFor'>;
}

/** POST /api/v2/write: durable before 204; good lines survive bad ones; a batch sent twice is stored once. */
export function writeRoutes(writing: Writing): Router {
  const router = Router();
  router.post('/api/v2/write', async (request, response) => {
    const caller = require(request, writing, ['agent']);
    if (caller.unit === undefined || caller.agent === undefined)
      throw new Problem(403, 'this token writes for no school');
    const admission = {
      identity: { school: caller.unit, agent: caller.agent },
      batch: batchOf(request),
      gzip: isGzip(request),
      precision: precisionOf(request),
      body: await readBody(request),
      receivedAt: writing.clock.now(),
    };
    response.set(writing.configs.headersFor(admission.identity));
    const outcome = await admitBody(admission, writing.facts);
    if (!outcome.ok) throw toProblem(outcome.problem);
    if (!outcome.value.replayed) writing.admitted(caller.unit);
    answer(response, outcome.value);
  });
  return router;
}

function answer(response: Response, receipt: Receipt): void {
  if (receipt.refused.length > 0)
    throw new Problem(400, refusalOf(receipt), {
      ...receipt,
      refused: receipt.refused.slice(0, 1_000),
    });
  response
    .status(204)
    .set({ 'X-Hatang-Stored': `${receipt.stored}`, 'X-Hatang-Replayed': `${receipt.replayed}` })
    .end();
}

function refusalOf({ stored, refused }: Receipt): string {
  const first = refused[0];
  return `partial write: ${stored} line(s) stored, ${refused.length} refused; line ${first?.line}: ${first?.reason}`;
}

function batchOf(request: Request): string | undefined {
  const given = request.get(BATCH_ID_HEADER);
  if (given === undefined) return undefined;
  const id = BatchId.safeParse(given);
  if (!id.success) throw new Problem(400, `${BATCH_ID_HEADER} is not a batch id`);
  return id.data;
}

function isGzip(request: Request): boolean {
  const encoding = (request.get('content-encoding') ?? 'identity').toLowerCase();
  if (encoding === 'gzip') return true;
  if (encoding === 'identity') return false;
  throw new Problem(415, `content encoding ${encoding.slice(0, 32)} is not gzip`);
}

function precisionOf(request: Request): Precision {
  const given = request.query['precision'] ?? 'ns';
  if (given === 'ns' || given === 'us' || given === 'ms' || given === 's') return given;
  throw new Problem(400, 'precision is one of ns, us, ms, s');
}

/** Refuses by the announced length before a byte is kept, and by the counted one while it comes in. */
async function readBody(request: Request): Promise<Uint8Array> {
  const announced = Number(request.get('content-length') ?? 0);
  if (announced > BATCH_LIMITS.bodyBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!(chunk instanceof Uint8Array)) throw new Problem(400, 'the body is not bytes');
      size += chunk.byteLength;
      if (size > BATCH_LIMITS.bodyBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem || !request.readableAborted) throw error;
    throw new Problem(400, 'the body broke off');
  }
  return Buffer.concat(chunks, size);
}

const tooLarge = (): Problem =>
  new Problem(
    413,
    `a body has at most ${BATCH_LIMITS.bodyBytes} bytes`,
    {},
    { Connection: 'close' },
  );

function toProblem(problem: IngestProblem): Problem {
  switch (problem.kind) {
    case 'too_large':
    case 'too_many_lines':
      return new Problem(413, problem.detail);
    case 'not_gzip':
    case 'bad_encoding':
      return new Problem(400, problem.detail);
    default:
      return never(problem.kind);
  }
}
