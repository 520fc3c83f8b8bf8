import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import { keepOut } from '../../../kit/keep-out.ts';
import { messageOf } from '../../../kit/result.ts';
import type { HistoryQuery, HistorySeries } from '../history.ts';
import { influxQl, readAnswer } from './influx-ql.ts';
import { outcomeOf, type WriteOutcome } from './write-outcome.ts';

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
}

export interface InfluxServer {
  write(lines: readonly string[], signal: AbortSignal): Promise<WriteOutcome>;
  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]>;
}

const WRITE_DEADLINE_MS = 30_000;
const QUERY_DEADLINE_MS = 30_000;
const GZIP_FROM_BYTES = 1_000;

/**
 * The client's transport without its write buffer, which keeps lines in memory only, drops them when it is
 * full and takes 201 for a success. The outbox does what the buffer was for.
 */
export function influxServer(config: InfluxConfig): InfluxServer {
  const { transport } = new InfluxDB({
    url: config.url,
    timeout: WRITE_DEADLINE_MS,
    ...(config.token === undefined ? {} : { token: config.token }),
  });
  const headers = basicAuthorization(config);
  const writePath = pathOfWrites(config);
  const clean = keepOut([config.token, config.password, pairOf(config)]);

  return {
    async write(lines, signal) {
      let status = 0;
      try {
        const body: unknown = await transport.request(
          writePath,
          lines.join('\n'),
          {
            method: 'POST',
            headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
            gzipThreshold: GZIP_FROM_BYTES,
            signal: AbortSignal.any([signal, AbortSignal.timeout(WRITE_DEADLINE_MS)]),
          },
          (_, statusCode) => {
            status = statusCode ?? 0;
          },
        );
        const message = typeof body === 'string' ? body : JSON.stringify(body ?? '');
        return outcomeOf({ status, message: clean(message), retryAfter: undefined });
      } catch (error) {
        return outcomeOfError(error, clean);
      }
    },

    async query(query, signal) {
      const params = new URLSearchParams({ db: config.database, epoch: 'ms', q: influxQl(query) });
      const answer: unknown = await transport.request(`/query?${params}`, '', {
        method: 'GET',
        headers: { ...headers, accept: 'application/json' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(QUERY_DEADLINE_MS)]),
      });
      return readAnswer(answer, query);
    },
  };
}

function pathOfWrites({ database, org, bucket }: InfluxConfig): string {
  if (bucket === undefined)
    return `/write?${new URLSearchParams({ db: database, precision: 'ms' })}`;
  const params = new URLSearchParams({ org: org ?? '', bucket, precision: 'ms' });
  return `/api/v2/write?${params}`;
}

const pairOf = ({ username, password }: InfluxConfig): string | undefined =>
  username === undefined ? undefined : `${username}:${password ?? ''}`;

function basicAuthorization(config: InfluxConfig): Record<string, string> {
  const pair = pairOf(config);
  if (pair === undefined) return {};
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function outcomeOfError(error: unknown, clean: (text: string) => string): WriteOutcome {
  if (!(error instanceof HttpError))
    return { kind: 'busy', reason: clean(messageOf(error)), retryAfter: undefined };
  const retryAfter = error.headers?.['retry-after'];
  return outcomeOf({
    status: error.statusCode,
    message: clean(error.body ?? error.message),
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  });
}
