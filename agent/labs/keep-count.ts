import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { hours, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Ledger } from './ledger.ts';

export interface CountKeeping {
  readonly ledger: Ledger;
  /** The newest fact of each series. */
  readonly facts: () => readonly Fact[];
  readonly tell: (facts: readonly Fact[]) => void;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY = seconds(20);
const EVERYTHING_EVERY = hours(1);

/** Tells soon what changed in the count, and each hour all of it. */
export async function keepCount(parts: CountKeeping, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = parts;
  let toldAt = clock.elapsed();
  count(parts, () => ledger.everything(clock.now()));
  for (;;) {
    await clock.sleep(LOOK_EVERY, signal);
    if (signal.aborted) break;
    const isHour = clock.elapsed() - toldAt >= EVERYTHING_EVERY;
    if (isHour) toldAt = clock.elapsed();
    count(parts, () => {
      if (isHour) ledger.keep();
      return isHour ? ledger.everything(clock.now()) : ledger.changes(clock.now());
    });
  }
  count(parts, () => {
    ledger.keep();
    return [];
  });
}

/** A register that can't be read is no reason to stop measuring: the next turn may read it. */
function count({ ledger, facts, tell, log }: CountKeeping, deed: () => readonly Fact[]): void {
  try {
    ledger.look(facts());
    const told = deed();
    if (told.length > 0) tell(told);
  } catch (error) {
    log.error({ problem: messageOf(error) }, 'labs not counted');
  }
}
