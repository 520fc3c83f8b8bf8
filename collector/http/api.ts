import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import { type EpochMs, epochMs, parseSpan } from '../../kit/units.ts';
import { foreignName } from '../../wire/foreign.ts';
import { specOf } from '../../wire/measurements.ts';
import { sightOf } from '../access/caller.ts';
import { type HistoryReader, HistoryUnavailable, TooManyPoints } from '../history/history.ts';
import { mailJson, readinessJson, schoolJson } from '../report/json.ts';
import type { Sight, Views } from '../report/views.ts';
import type { Units } from '../store/units.ts';
import { type Authorizing, READERS, require } from './authorize.ts';
import { historyJson } from './history-json.ts';
import { Problem } from './problem.ts';

export interface Reading extends Authorizing {
  readonly views: Views;
  readonly units: Units;
  readonly history: HistoryReader;
}

const MOST_LISTED = 1_000;
const MOST_POINTS_SPAN_MS = 400 * 86_400_000;
/** As many as Prometheus gives. */
const MOST_STEPS = 11_000;
const HISTORY_WITHIN_MS = 30_000;

/** What is read over JSON. Each route looks only at what the caller's role lets it see. */
export function apiRoutes(reading: Reading): Router {
  const router = Router();
  const { views, clock } = reading;
  const sightFor = (request: Request): Sight =>
    sightOf(require(request, reading, READERS), (unit) => reading.units.schoolsBelow(unit));

  router.get('/api/v1/readiness', (request, response) => {
    response.json(readinessJson(views.readiness(sightFor(request)), clock.now()));
  });

  router.get('/api/v1/schools/:id', (request, response) => {
    const school = views.school(request.params['id'] ?? '', sightFor(request));
    if (school === undefined) throw new Problem(404, 'no such school');
    response.json(schoolJson(school, clock.now()));
  });

  router.get('/api/v1/mails', (request, response) => {
    const sight = sightFor(request);
    const { state } = readQuery(request, MailQuery);
    const filter = state === undefined ? {} : { state };
    const found = views.mails({ sight, limit: MOST_LISTED, ...filter });
    response.json({ mails: found.map(mailJson) });
  });

  router.get('/api/v1/history', async (request, response) => {
    const sight = sightFor(request);
    const query = readQuery(request, HistoryQuery);
    const visible = sight?.has(query.school) ?? reading.units.school(query.school) !== undefined;
    if (!visible) throw new Problem(404, 'no such school');
    const { from, to } = spanOf(query, clock.now());
    const series = await seriesOf(reading.history, {
      ...query,
      measurement: storedName(query.measurement),
      from,
      to,
      device: query.device,
      step: query.step,
    });
    const head = { ...query, from: isoOf(from), to: isoOf(to) };
    await sendInTurns(response, historyJson(head, series));
  });

  return router;
}

/** Another program's measurement is found by its own name too. */
const storedName = (measurement: string): string =>
  specOf(measurement) === undefined ? foreignName(measurement) : measurement;

function spanOf({ from, to, step }: z.infer<typeof HistoryQuery>, now: EpochMs) {
  const end = to ?? now;
  const begin = from ?? epochMs(end - 86_400_000);
  const span = end - begin;
  if (span > MOST_POINTS_SPAN_MS || span < 0)
    throw new Problem(422, 'from and to are at most 400 days apart');
  if (step !== undefined && span / step > MOST_STEPS)
    throw new Problem(422, `step is too short: at most ${MOST_STEPS} steps between from and to`);
  return { from: begin, to: end };
}

async function seriesOf(history: HistoryReader, query: Parameters<HistoryReader['query']>[0]) {
  const signal = AbortSignal.timeout(HISTORY_WITHIN_MS);
  try {
    return await history.query(query, signal);
  } catch (error) {
    if (error instanceof TooManyPoints) throw new Problem(422, error.message);
    if (error instanceof HistoryUnavailable)
      throw new Problem(error.kind === 'unreadable' ? 501 : 503, `history: ${error.message}`);
    if (signal.aborted) throw new Problem(503, 'the history took too long: ask for less');
    throw error;
  }
}

const isoOf = (at: number): string => new Date(at).toISOString();

/** Piece by piece, as fast as the other end takes it; who has gone gets no more. */
async function sendInTurns(response: Response, json: Iterable<string>): Promise<void> {
  response.type('application/json');
  try {
    await pipeline(Readable.from(inTurns(json)), response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}

const YEAR_9999 = Date.UTC(9999, 0);

/** A stamp as ISO 8601 or as milliseconds since 1970. */
export const Stamp = z.string().transform((text, context) => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  if (value >= 0 && value <= YEAR_9999) return epochMs(value);
  context.addIssue({ code: 'custom', message: 'expected ISO 8601 or milliseconds' });
  return z.NEVER;
});

const Step = z.string().transform((text, context) => {
  const span = parseSpan(text);
  if (span !== undefined && span >= 1_000) return span;
  context.addIssue({ code: 'custom', message: 'expected a span such as 5m' });
  return z.NEVER;
});

export const MailQuery = z.object({
  state: z.enum(['queued', 'sent', 'kept', 'merged', 'failed', 'refused', 'bounced']).optional(),
});

export const HistoryQuery = z.object({
  school: z.string().min(1).max(64),
  measurement: z.string().min(1).max(64),
  field: z.string().min(1).max(64),
  device: z.string().max(64).optional(),
  from: Stamp.optional(),
  to: Stamp.optional(),
  step: Step.optional(),
});

export function readQuery<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  throw new Problem(422, 'the query does not fit its schema', { errors });
}
