import { seconds } from '../../../kit/units.ts';
import type { Probe, ProbeParts } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { bottleneckOf } from './bottleneck.ts';
import { bandwidthFact } from './facts.ts';
import { measureLine } from './line-door.ts';
import type { UplinkOptions } from './options.ts';
import { sayBandwidth } from './words.ts';

type Bandwidth = NonNullable<UplinkOptions['bandwidth']>;

/** What the line carries, every few hours, in a slot the far end grants. */
export function bandwidthProbe(
  { id, contract, bandwidth }: Pick<UplinkOptions, 'id' | 'contract'> & { bandwidth: Bandwidth },
  { clock, token }: ProbeParts & { readonly token?: () => string | undefined },
): Probe {
  const { server, every, seconds: span, max_bytes: most } = bandwidth;
  return {
    id: `${id}:bandwidth`,
    every,
    deadline: seconds(2 * span + 25),
    async measure(signal) {
      const at = clock.now();
      const allowed = { seconds: span, downBytes: most, upBytes: most };
      const farEnd = { server, token: token?.(), lease: 'none', ...allowed, clock };
      const line = await measureLine({ farEnd, fill: false }, signal);
      if (signal.aborted) return STOPPED;
      const problem = sayBandwidth(line);
      return {
        facts: [bandwidthFact(id, { line, bottleneck: bottleneckOf({ ...line, contract }) }, at)],
        // A far end that is busy or gone says nothing about the line: the next turn is soon enough.
        healthy: true,
        ...(problem === undefined ? {} : { problem }),
      };
    },
  };
}
