import { HttpError, type Transport } from '@influxdata/influxdb-client';
import type { Answer } from './write-outcome.ts';

export interface Demand {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzipFromBytes?: number;
  /** Of the answer; the rest is not read. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

export interface Exchanged extends Answer {
  readonly cutOff: boolean;
}

/** One request over the client's transport. Rejects only where no answer came: a status of an error is an answer. */
export async function exchange(transport: Transport, request: Demand): Promise<Exchanged> {
  const { method, headers, gzipFromBytes, mostBytes } = request;
  const enough = new AbortController();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let status = 0;
  const answer = (cutOff: boolean): Exchanged => ({
    status,
    message: Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8'),
    retryAfter: undefined,
    cutOff,
  });
  return await new Promise((resolve, reject) => {
    transport.send(
      request.path,
      request.body ?? '',
      {
        method,
        headers: { ...headers },
        signal: AbortSignal.any([request.signal, enough.signal]),
        ...(gzipFromBytes === undefined ? {} : { gzipThreshold: gzipFromBytes }),
      },
      {
        responseStarted(_headers, code) {
          status = code ?? 0;
        },
        next(chunk: Uint8Array) {
          chunks.push(chunk);
          size += chunk.byteLength;
          if (size <= mostBytes) return;
          resolve(answer(true));
          enough.abort();
        },
        error: (error) => (error instanceof HttpError ? resolve(refusal(error)) : reject(error)),
        complete: () => resolve(answer(false)),
      },
    );
  });

  function refusal(error: HttpError): Exchanged {
    const asked = error.headers?.['retry-after'];
    return {
      status: error.statusCode,
      message: (error.body ?? error.message).slice(0, mostBytes),
      retryAfter: typeof asked === 'string' ? asked : undefined,
      cutOff: false,
    };
  }
}
