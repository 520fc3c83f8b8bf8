import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { minutes, ms, seconds } from '../../kit/units.ts';
import type { Summary } from '../../standards/summary.ts';

export interface RoundsParts {
  readonly judge: (school: string) => Promise<Summary>;
  readonly learn: (school: string, summary: Summary) => void;
  readonly schools: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** So few are judged whenever somebody looks. */
export const FEW = 10;
const IDLE = seconds(1);
/** What is missing grows old by itself: nobody stays unjudged longer than this. */
const AT_LEAST_EVERY = minutes(15);
/** Of one core. */
const SHARE = 0.25;

/**
 * Judges in the background whoever sent new facts, the longest waiting first, and everybody once in a while. Takes a
 * quarter of a core at most, so that a city of 2,300 schools is gone through in a quarter of an hour.
 */
export class Rounds {
  readonly #parts: RoundsParts;
  readonly #touched = new Set<string>();
  readonly #judgedAt = new Map<string, number>();

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  touch(school: string): void {
    this.#touched.add(school);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      const school = this.#next();
      if (school === undefined) {
        await clock.sleep(IDLE, signal);
        continue;
      }
      const began = clock.elapsed();
      await this.#judge(school);
      await clock.sleep(ms(((clock.elapsed() - began) * (1 - SHARE)) / SHARE), signal);
    }
  }

  #next(): string | undefined {
    const { clock, schools } = this.#parts;
    const all = schools();
    if (all.length <= FEW) return undefined;
    const [touched] = this.#touched;
    if (touched !== undefined) return touched;
    const limit = clock.elapsed() - AT_LEAST_EVERY;
    return all.find((school) => (this.#judgedAt.get(school) ?? -Infinity) < limit);
  }

  async #judge(school: string): Promise<void> {
    const { judge, learn, clock, log } = this.#parts;
    this.#touched.delete(school);
    this.#judgedAt.set(school, clock.elapsed());
    try {
      const summary = await judge(school);
      // What came in meanwhile is judged in its own turn.
      if (!this.#touched.has(school)) learn(school, summary);
    } catch (error) {
      log.error({ school, problem: messageOf(error) }, 'judging_failed');
    }
  }
}
