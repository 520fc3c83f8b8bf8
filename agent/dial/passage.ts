import type { Clock } from '../../kit/clock.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import { type Ms, ms } from '../../kit/units.ts';
import type { Step } from '../../wire/service-words.ts';
import type { Failure } from './seen.ts';

/** The steps of one exchange: each is timed, ends with the signal, and its error becomes a value that names the step. */
export interface Passage {
  readonly spent: Readonly<Partial<Record<Step, Ms>>>;
  total(): Ms;
  take<Value>(step: Step, work: () => Promise<Value>): Promise<Result<Value, Failure>>;
}

export function passageOf(clock: Clock, signal: AbortSignal): Passage {
  const start = clock.elapsed();
  const spent: Partial<Record<Step, Ms>> = {};
  return {
    spent,
    total: () => ms(clock.elapsed() - start),
    async take(step, work) {
      const begun = clock.elapsed();
      try {
        const value = await untilAborted(work, signal);
        spent[step] = ms(clock.elapsed() - begun);
        return ok(value);
      } catch (error) {
        return fail({ step, error: signal.aborted ? lateWord(step) : reasonOf(error) });
      }
    },
  };
}

/** A server that took the connection and says nothing is another fault than one nobody reaches. */
const lateWord = (step: Step): string =>
  step === 'tls' || step === 'http' ? 'stalled' : 'timeout';

/** A search for a name can't be called off: whoever waits for it stops waiting. */
function untilAborted<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('aborted'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  if (code.startsWith('HPE_')) return 'answered no HTTP';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return NO_TLS.has(code) ? 'answered no TLS' : 'TLS refused';
  return REASONS[code] ?? code;
}

/** What OpenSSL says where no TLS record came back. */
const NO_TLS = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ENODATA: 'unresolved',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection cut',
  EPIPE: 'connection cut',
};
