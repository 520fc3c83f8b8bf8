import { fail, ok, type Result } from '../../../kit/result.ts';
import type { Ms } from '../../../kit/units.ts';
import type { LineCounters, PortCount } from '../line-counters.ts';
import { brokenBetween } from './counts.ts';

/** Bytes in frames since some beginning, at one moment. */
export interface Carried {
  readonly at: Ms;
  readonly down: bigint;
  readonly up: bigint;
}

/** Bits a second. */
export interface Rates {
  readonly down: number;
  readonly up: number;
}

/** Something that counts what passes: the router's port to the line, or else the server's own port. */
export interface Meter {
  readonly kind: 'router' | 'server';
  read(signal: AbortSignal): Promise<Result<Carried>>;
}

/** Keeps each count, or that there was none, for whoever wants more than bytes of it. */
export function routerMeter(
  counters: Pick<LineCounters, 'read'>,
  keep: (count: PortCount | undefined) => void = () => undefined,
): Meter {
  let last: PortCount | undefined;
  return {
    kind: 'router',
    async read(signal) {
      const count = await counters.read(signal);
      keep(count.ok ? count.value : undefined);
      if (!count.ok) return count;
      const earlier = last;
      last = count.value;
      const broken =
        earlier && (brokenBetween(earlier, last, 'down') ?? brokenBetween(earlier, last, 'up'));
      if (broken !== undefined) return fail(broken);
      return ok({ at: last.takenAt, down: last.inOctets, up: last.outOctets });
    },
  };
}

/** Between two readings; undefined where there is no time between them or a count went back. */
export function ratesBetween(earlier: Carried, later: Carried): Rates | undefined {
  const span = later.at - earlier.at;
  const [down, up] = [later.down - earlier.down, later.up - earlier.up];
  if (span <= 0 || down < 0n || up < 0n) return undefined;
  return { down: (Number(down) * 8_000) / span, up: (Number(up) * 8_000) / span };
}
