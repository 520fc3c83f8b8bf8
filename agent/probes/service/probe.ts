import { ms } from '../../../kit/units.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { checkService } from './door.ts';
import { isUp, serviceFact } from './facts.ts';
import type { ServiceOptions } from './options.ts';
import { sayProblem } from './words.ts';

/** Named systems seen from the school: one probe each; they belong to the line, not to devices of their own. */
export function serviceProbes(
  { every, deadline, list }: ServiceOptions,
  { clock }: ProbeParts,
): ProbeSet {
  const probes = list.map(
    ({ name, url, device }): Probe => ({
      id: `${device}:service:${name}`,
      every,
      deadline: ms(deadline + 1_000),
      async measure(signal) {
        const at = clock.now();
        const reply = await checkService({ url, deadline, clock }, signal);
        if (signal.aborted) return STOPPED;
        const problem = sayProblem(name, reply, at);
        return {
          facts: [serviceFact({ device, service: name }, reply, at)],
          healthy: isUp(reply),
          ...(problem === undefined ? {} : { problem }),
        };
      },
    }),
  );
  return { devices: [], probes };
}
