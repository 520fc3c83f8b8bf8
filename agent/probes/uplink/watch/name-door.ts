import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import type { Ms } from '../../../../kit/units.ts';

export interface NameQuestion {
  readonly name: string;
  /** `ADDRESS` or `ADDRESS:PORT` of a name server; undefined asks the system's own. */
  readonly server: string | undefined;
  readonly wait: Ms;
}

/** Said by a name server, so it works; that a name is not there is an answer too. */
const ANSWERS = ['ENOTFOUND', 'ENODATA', 'ENONAME'];

/**
 * Whether a name that nobody asked for before is answered. A new name each time, below the configured one: a known one
 * would be answered from memory by the router while the way to the name servers is broken.
 */
export async function askName(
  { name, server, wait }: NameQuestion,
  signal: AbortSignal,
): Promise<boolean> {
  // Made anew, so that a changed list of servers is read.
  const resolver = new Resolver({ timeout: wait, tries: 1 });
  const stop = (): void => resolver.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (server !== undefined) resolver.setServers([server]);
    await resolver.resolve4(`hatang-${randomBytes(4).toString('hex')}.${name}`);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && ANSWERS.includes(String(error.code));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
