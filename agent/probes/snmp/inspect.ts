import type { Clock } from '../../../kit/clock.ts';
import { type Endpoint, sayEndpoint } from '../../../kit/endpoint.ts';
import { type Inspection, inspectionOf } from './inspection.ts';
import { readMachine } from './read-machine.ts';
import type { SnmpCredentials } from './session.ts';
import { openSession } from './session-door.ts';

/** One look at one device, now. */
export async function inspectSnmp(
  target: { readonly endpoint: Endpoint; readonly credentials: SnmpCredentials },
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Inspection> {
  const start = clock.elapsed();
  const session = await openSession(target.endpoint, target.credentials, { signal });
  const look = { address: sayEndpoint(target.endpoint), version: versionOf(target.credentials) };
  if (!session.ok)
    return inspectionOf({
      ...look,
      read: session,
      requests: 0,
      elapsedMs: clock.elapsed() - start,
    });
  try {
    const read = await readMachine(session.value, clock);
    const requests = session.value.requests();
    return inspectionOf({ ...look, read, requests, elapsedMs: clock.elapsed() - start });
  } finally {
    session.value.close();
  }
}

const versionOf = ({ kind }: SnmpCredentials): '2c' | '3' => (kind === 'v3' ? '3' : '2c');
