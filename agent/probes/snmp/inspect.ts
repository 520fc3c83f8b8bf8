import type { Clock } from '../../../kit/clock.ts';
import { type Endpoint, sayEndpoint } from '../../../kit/endpoint.ts';
import type { Result } from '../../../kit/result.ts';
import type { CompiledStandard } from '../../../standards/compile.ts';
import { type Inspection, inspectionOf } from './inspection.ts';
import { judgeMachine } from './judge-machine.ts';
import { newMemory } from './lasting.ts';
import { type MachineRead, readMachine } from './read-machine.ts';
import { type SnmpCredentials, type SnmpProblem, versionOf } from './session.ts';
import { openSession } from './session-door.ts';

export interface InspectionOrder {
  readonly endpoint: Endpoint;
  readonly credentials: SnmpCredentials;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What it is judged by. */
  readonly standards: () => Promise<readonly CompiledStandard[]>;
}

/** One look at one device, now. */
export async function inspectSnmp(order: InspectionOrder): Promise<Inspection> {
  const { endpoint, credentials, clock } = order;
  const start = clock.elapsed();
  const address = sayEndpoint(endpoint);
  const { read, requests } = await lookOnce(order);
  const elapsedMs = clock.elapsed() - start;
  const looked = { device: address, at: clock.now() };
  const findings = read.ok ? judgeMachine(await order.standards(), read.value, looked) : [];
  const version = versionOf(credentials);
  return inspectionOf({ address, version, read, findings, requests, elapsedMs });
}

async function lookOnce({
  endpoint,
  credentials,
  clock,
  signal,
}: InspectionOrder): Promise<{ read: Result<MachineRead, SnmpProblem>; requests: number }> {
  const session = await openSession(endpoint, credentials, { signal });
  if (!session.ok) return { read: session, requests: 0 };
  const asking = session.value;
  try {
    const read = await readMachine({ asking, clock, memory: newMemory(), asSwitch: true });
    return { read, requests: asking.requests() };
  } finally {
    asking.close();
  }
}
