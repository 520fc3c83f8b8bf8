import type { Clock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { ms, seconds } from '../../../kit/units.ts';
import { type Carried, type Meter, type Rates, ratesBetween } from './traffic.ts';

const EVERY = ms(100);
const LONG_ENOUGH_MS = 900;
/** Debian's snmpd refreshes its counters every 3 s: two refreshes are seen in this time. */
const AT_MOST = seconds(8);
const MOST_FAILURES = 3;

/** What the line carries now: over about a second, or between two refreshes of a meter that has them seldom. */
export async function lookAtLine(
  meter: Meter,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Rates>> {
  const start = clock.elapsed();
  const look = new Look();
  while (!signal.aborted && clock.elapsed() - start < AT_MOST) {
    const read = await meter.read(signal);
    if (read.ok) look.take(read.value);
    else if (look.lose() >= MOST_FAILURES) return fail(read.problem);
    if (look.isLongEnough) break;
    await clock.sleep(EVERY, signal);
  }
  if (signal.aborted) return fail('stopped');
  const rates = look.rates();
  return rates === undefined ? fail('no two readings that belong together') : ok(rates);
}

/** The readings at which the counts moved: the ones in between may only be repeated. */
class Look {
  #first: Carried | undefined;
  #last: Carried | undefined;
  #moved: Carried[] = [];
  #failures = 0;

  take(carried: Carried): void {
    const before = this.#last;
    this.#failures = 0;
    this.#first ??= carried;
    this.#last = carried;
    if (before !== undefined && (before.down !== carried.down || before.up !== carried.up))
      this.#moved.push(carried);
  }

  /** What was read before a gap or a reset belongs to nothing after it. */
  lose(): number {
    this.#first = undefined;
    this.#last = undefined;
    this.#moved = [];
    this.#failures += 1;
    return this.#failures;
  }

  get isLongEnough(): boolean {
    const [first, last] = [this.#moved[0], this.#moved.at(-1)];
    return first !== undefined && last !== undefined && last.at - first.at >= LONG_ENOUGH_MS;
  }

  rates(): Rates | undefined {
    const [first, last] = this.isLongEnough
      ? [this.#moved[0], this.#moved.at(-1)]
      : [this.#first, this.#last];
    return first === undefined || last === undefined ? undefined : ratesBetween(first, last);
  }
}
