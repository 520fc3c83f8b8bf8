import type { Ms } from '../../kit/units.ts';

/** What is sent to another program of the config's choosing. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  /** The reason is a code such as ECONNREFUSED: messages may tell the address, which may be a secret. */
  | { readonly kind: 'unreached'; readonly reason: string };

export type Send = (outgoing: Outgoing, stop: AbortSignal) => Promise<Outcome>;

/** Settles within `patience`, never rejects, follows no redirect, and reads nothing of the answer but its head. */
export function sendWithin(patience: Ms): Send {
  return async ({ url, ...request }, stop) => {
    const late = AbortSignal.timeout(patience);
    try {
      const signal = AbortSignal.any([late, stop]);
      const answer = await fetch(url, { ...request, redirect: 'manual', signal });
      // Read no further, however much there is: the connection ends here.
      void answer.body?.cancel().catch(() => undefined);
      const retryAfter = answer.headers.get('retry-after') ?? undefined;
      return { kind: 'answered', status: answer.status, retryAfter };
    } catch (error) {
      if (stop.aborted) return { kind: 'unreached', reason: 'stopped' };
      return { kind: 'unreached', reason: late.aborted ? 'timeout' : codeOf(error) };
    }
  };
}

/** fetch wraps what the network says in a `cause`. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause !== 'object' || cause === null) return 'failed';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return 'name' in cause && typeof cause.name === 'string' ? cause.name : 'failed';
}
