import { InfluxDB } from '@influxdata/influxdb-client';
import { keepOut } from '../../../kit/keep-out.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { Ms } from '../../../kit/units.ts';
import {
  type HistoryQuery,
  type HistorySeries,
  HistoryUnavailable,
  TooManyPoints,
} from '../history.ts';
import { type Blame, blame } from './blame.ts';
import { type Demand, type Exchanged, exchange } from './exchange-door.ts';
import { influxQl, readAnswer } from './influx-ql.ts';
import { droppedRows } from './vm-rows.ts';
import { outcomeOf, said, type WriteOutcome } from './write-outcome.ts';

/** Where facts are written. With a bucket the 2.x path is used, else the 1.x path and the database. */
export interface InfluxConfig {
  readonly url: string;
  /** Also what InfluxQL reads from: for 2.x the name the bucket is mapped to, mostly its own. */
  readonly database: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly org?: string | undefined;
  readonly bucket?: string | undefined;
  readonly token?: string | undefined;
  /** Makes a database of 1.x that is not there. */
  readonly create?: boolean | undefined;
  /** How long a database made so keeps points; for ever when undefined. */
  readonly keep?: Ms | undefined;
}

export interface InfluxServer {
  write(lines: readonly string[], signal: AbortSignal): Promise<WriteOutcome>;
  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]>;
  /** Only where the config allows it. */
  readonly createDatabase?: (signal: AbortSignal) => Promise<Result<undefined>>;
  droppedRows(signal: AbortSignal): Promise<DroppedLook>;
}

export type DroppedLook =
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'other_server' }
  | { readonly kind: 'no_answer' };

const WITHIN_MS = 30_000;
const GZIP_FROM_BYTES = 1_000;
const MOST_WORDS_BYTES = 1024 * 1024;
const MOST_METRICS_BYTES = 4 * 1024 * 1024;
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;
/** A point of InfluxQL's JSON takes some 32 bytes. */
const MOST_POINTS = MOST_ANSWER_BYTES / 32;

/**
 * The client's transport without its write buffer, which keeps lines in memory only, drops them when it is
 * full and takes 201 for a success. The outbox does what the buffer was for.
 */
export function influxServer(config: InfluxConfig): InfluxServer {
  const link = linkTo(config);
  const writes = pathOfWrites(config);
  return {
    write: (lines, signal) => write(link, { path: writes, lines }, signal),
    query: (query, signal) => read(link, { database: config.database, query }, signal),
    droppedRows: (signal) => look(link, signal),
    ...(config.create === true && {
      createDatabase: (signal) => create(link, creation(config), signal),
    }),
  };
}

interface Link {
  /** One request, with the account and a deadline. */
  readonly ask: (request: Asked, signal: AbortSignal) => Promise<Exchanged>;
  /** Without secrets. */
  readonly clean: (text: string) => string;
}

type Asked = Omit<Demand, 'headers' | 'signal'> & Partial<Pick<Demand, 'headers'>>;

function linkTo({ url, token, username, password }: InfluxConfig): Link {
  const { transport } = new InfluxDB({ url, timeout: WITHIN_MS, ...(token && { token }) });
  const pair = `${username}:${password ?? ''}`;
  const account: Record<string, string> =
    username === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  return {
    ask: (request, signal) =>
      exchange(transport, {
        ...request,
        headers: { ...account, ...request.headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
      }),
    clean: keepOut([token, password, pair]),
  };
}

async function write(
  { ask, clean }: Link,
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const demand = {
    method: 'POST',
    path,
    body: lines.join('\n'),
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    gzipFromBytes: GZIP_FROM_BYTES,
    mostBytes: MOST_WORDS_BYTES,
  } as const;
  try {
    const answer = await ask(demand, signal);
    const outcome = outcomeOf(cleaned(answer, clean));
    // Read before it is cleaned: what is cut out may stand in a line.
    return outcome.kind === 'refused'
      ? { ...outcome, blame: cleanBlame(blame(answer.message, lines), clean) }
      : outcome;
  } catch (error) {
    return { kind: 'busy', reason: clean(messageOf(error)), retryAfter: undefined };
  }
}

const cleanBlame = (told: Blame | undefined, clean: Link['clean']): Blame | undefined =>
  told && { ...told, at: new Map([...told.at].map(([at, word]) => [at, word && clean(word)])) };

async function read(
  { ask, clean }: Link,
  { database, query }: { readonly database: string; readonly query: HistoryQuery },
  signal: AbortSignal,
): Promise<readonly HistorySeries[]> {
  const params = new URLSearchParams({ db: database, epoch: 'ms', q: influxQl(query) });
  const request = {
    method: 'GET',
    path: `/query?${params}`,
    headers: { accept: 'application/json' },
    mostBytes: MOST_ANSWER_BYTES,
  } as const;
  const answer = await ask(request, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new HistoryUnavailable('unreachable', clean(messageOf(error)));
  });
  if (answer.status !== 200)
    throw new HistoryUnavailable('unreachable', said(cleaned(answer, clean)));
  if (answer.cutOff) throw new TooManyPoints(MOST_POINTS);
  return readAnswer(answer.message, query, clean);
}

async function create(
  { ask, clean }: Link,
  q: string,
  signal: AbortSignal,
): Promise<Result<undefined>> {
  const path = `/query?${new URLSearchParams({ q })}`;
  const made = await ask({ method: 'POST', path, mostBytes: MOST_WORDS_BYTES }, signal);
  const isMade = made.status === 200 && !made.message.includes('"error"');
  return isMade ? ok(undefined) : fail(said(cleaned(made, clean)));
}

async function look({ ask }: Link, signal: AbortSignal): Promise<DroppedLook> {
  try {
    const request = { method: 'GET', path: '/metrics', mostBytes: MOST_METRICS_BYTES } as const;
    const answer = await ask(request, signal);
    const rows = answer.status === 200 ? droppedRows(answer.message) : undefined;
    if (rows !== undefined) return { kind: 'rows', rows };
    return { kind: answer.status >= 500 ? 'no_answer' : 'other_server' };
  } catch {
    // Whether it can be written is the drain's to tell.
    return { kind: 'no_answer' };
  }
}

const cleaned = (answer: Exchanged, clean: (text: string) => string): Exchanged => ({
  ...answer,
  message: clean(answer.message),
});

function pathOfWrites({ database, org, bucket }: InfluxConfig): string {
  if (bucket === undefined)
    return `/write?${new URLSearchParams({ db: database, precision: 'ms' })}`;
  const params = new URLSearchParams({ org: org ?? '', bucket, precision: 'ms' });
  return `/api/v2/write?${params}`;
}

function creation({ database, keep }: InfluxConfig): string {
  const name = `"${database.replace(/["\\]/g, '\\$&')}"`;
  const duration = keep === undefined ? '' : ` WITH DURATION ${Math.ceil(keep / 3_600_000)}h`;
  return `CREATE DATABASE ${name}${duration}`;
}
