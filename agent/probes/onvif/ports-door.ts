import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Ms } from '../../../kit/units.ts';

/** What one knock at a port said; undefined when nothing came back, which says nothing. */
export type Knock = (
  host: string,
  port: number,
  limits: { readonly deadline: Ms; readonly signal: AbortSignal },
) => Promise<boolean | undefined>;

/** One TCP connection, closed at once: was it accepted? */
export const knockTcp: Knock = (host, port, limits) => knock('connect', host, port, limits);

/** One TLS handshake, closed at once: was it finished, whoever signed the certificate? */
export const knockTls: Knock = (host, port, limits) => knock('secureConnect', host, port, limits);

function knock(
  event: 'connect' | 'secureConnect',
  host: string,
  port: number,
  { deadline, signal }: { readonly deadline: Ms; readonly signal: AbortSignal },
): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    const to = { host: host.replace(/^\[|\]$/g, ''), port };
    const socket =
      event === 'connect' ? connect(to) : connectTls({ ...to, rejectUnauthorized: false });
    const end = (open: boolean | undefined) => {
      limit.removeEventListener('abort', abort);
      resolve(open);
      socket.destroy();
    };
    const abort = () => end(undefined);
    limit.addEventListener('abort', abort);
    socket.once(event, () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(meaning(event, error.code)));
    socket.once('close', () => end(undefined));
    if (limit.aborted) abort();
  });
}

/** A refusal is a closed port; broken TLS is none; an unreachable host says nothing of its ports. */
function meaning(event: 'connect' | 'secureConnect', code: string | undefined): false | undefined {
  const unreachable = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];
  if (code === 'ECONNREFUSED') return false;
  return event === 'secureConnect' && !unreachable.includes(code ?? '') ? false : undefined;
}
