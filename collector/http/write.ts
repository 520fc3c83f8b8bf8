import { type Request, type Response, Router } from 'express';
import { never } from '../../kit/result.ts';
import {
  BATCH_ID_HEADER,
  BATCH_LIMITS,
  BatchId,
  LANE_HEADER,
  type Receipt,
} from '../../wire/batch.ts';
import { OWN_BUCKET } from '../../wire/foreign.ts';
import type { Precision } from '../../wire/parse-line.ts';
import type { Caller } from '../access/caller.ts';
import type { AgentConfigs } from '../agent-config/agent-configs.ts';
import type { ComeAgain, Gate, Pass } from '../ingest/gate.ts';
import type { Outcome } from '../ingest/ingest.ts';
import type { IngestProblem } from '../ingest/read-batch.ts';
import type { FactThread } from '../ingest/thread-door.ts';
import { type Authorizing, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Writing extends Authorizing {
  readonly facts: Pick<FactThread, 'admit'>;
  readonly gate: Gate;
  /** Why nothing can be stored now; undefined while it can. */
  readonly cannotStore: () => string | undefined;
  /** Called after the commit, so that judging and alerts look at this school again. */
  readonly admitted: (school: string) => void;
  /** Who is offered which version of settings: each answer names it. */
  readonly configs: Pick<AgentConfigs, 'headersFor'>;
}

/** Until whatever it is is mended. */
const NOT_STORED_RETRY_S = 10;

/** POST /api/v2/write: durable before 204; good lines survive bad ones; a batch sent twice is stored once. */
export function writeRoutes(writing: Writing): Router {
  const router = Router();
  router.post('/api/v2/write', async (request, response) => {
    const identity = identityOf(require(request, writing, ['agent']));
    const problem = writing.cannotStore();
    if (problem !== undefined) throw comeAgain(503, problem, NOT_STORED_RETRY_S);
    const wishes = wishesOf(request);
    const lane = request.get(LANE_HEADER) === 'backlog' ? 'backlog' : 'live';
    const agent = `${identity.school}/${identity.agent}`;
    const pass = entered(request, (bytes) => writing.gate.enter(agent, lane, bytes));
    try {
      const body = await readBody(request);
      const full = pass.arrived();
      if (full !== undefined) throw tooMuch(full);
      response.set(writing.configs.headersFor(identity));
      const admission = { identity, ...wishes, body, receivedAt: writing.clock.now() };
      const outcome = await writing.facts.admit(admission, lane);
      answer(response, settled(writing, outcome, identity.school));
    } finally {
      pass.leave();
    }
  });
  return router;
}

function identityOf({ unit, agent }: Caller): { readonly school: string; readonly agent: string } {
  if (unit === undefined || agent === undefined)
    throw new Problem(403, 'this token writes for no school');
  return { school: unit, agent };
}

const wishesOf = (request: Request) => ({
  batch: batchOf(request),
  gzip: isGzip(request),
  precision: precisionOf(request),
  foreign: isOfOthers(request),
});

/** Refused before its body is read, where too much is on its way already. */
function entered(request: Request, enter: (announcedBytes: number) => Pass | ComeAgain): Pass {
  const announced = Number(request.get('content-length') ?? BATCH_LIMITS.bodyBytes);
  if (announced > BATCH_LIMITS.bodyBytes) throw tooLarge();
  const letIn = enter(announced);
  if ('leave' in letIn) return letIn;
  throw tooMuch(letIn);
}

const tooMuch = ({ reason, after }: ComeAgain): Problem =>
  comeAgain(429, reason, Math.ceil(after / 1_000));

function settled(writing: Writing, outcome: Outcome, school: string): Receipt {
  switch (outcome.kind) {
    case 'stored':
      if (!outcome.receipt.replayed) writing.admitted(school);
      return outcome.receipt;
    case 'refused':
      throw toProblem(outcome.problem);
    case 'not_stored':
      throw comeAgain(503, 'nothing of this batch could be stored', NOT_STORED_RETRY_S);
    default:
      return never(outcome);
  }
}

/** The connection is closed: the body that nobody reads would stand before the next request. */
const comeAgain = (status: 429 | 503, detail: string, afterS: number): Problem =>
  new Problem(status, detail, {}, { 'Retry-After': `${afterS}`, Connection: 'close' });

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

/** Buckets other than ours hold what other programs measure. */
function isOfOthers(request: Request): boolean {
  const bucket = request.query['bucket'];
  return bucket !== undefined && bucket !== OWN_BUCKET;
}

/** Refuses by the counted length while it comes in. */
async function readBody(request: Request): Promise<Uint8Array> {
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
