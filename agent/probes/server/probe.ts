import { seconds } from '../../../kit/units.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { readNature, readServer } from './door.ts';
import { type ServerNature, serverFact } from './facts.ts';
import type { ServerOptions } from './options.ts';

/** The machine the agent runs on: one device, one probe. */
export function serverProbes(
  { id, name, behind, every }: ServerOptions,
  { clock }: ProbeParts,
): ProbeSet {
  let known: Promise<ServerNature> | undefined;
  const nature = (): Promise<ServerNature> => {
    known ??= readNature().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const probe: Probe = {
    id,
    every,
    deadline: seconds(20),
    async measure(signal) {
      const read = async () => ({ nature: await nature(), reading: await readServer() });
      const reading = await Promise.race([read(), aborted(signal)]);
      return { facts: [serverFact(id, reading, clock.now())], healthy: true };
    },
  };
  return { devices: [{ id, kind: 'server', name, behind, every }], probes: [probe] };
}

/** The library's programs can't be stopped, only no longer waited for. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('server: reading was stopped')));
  });
}
