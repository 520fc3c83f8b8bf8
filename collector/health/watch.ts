import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import type { Growth } from './growth.ts';
import type { Places } from './places-door.ts';
import type { Readiness, Standing } from './readiness.ts';

export interface Watched {
  readonly readiness: Pick<Readiness, 'standing'>;
  readonly growth: Pick<Growth, 'note'>;
  readonly places: Pick<Places, 'files'>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY = seconds(10);
const NOTE_EVERY = minutes(30);

/** Looks even while nobody asks: logs each turn of a check once, and notes what the stores take. */
export function watchHealth(watched: Watched): { stop(): Promise<void> } {
  const { readiness, clock, log } = watched;
  const ending = new AbortController();
  const watch = async () => {
    let told: readonly Standing[] = [];
    let noteAt: Ms = ms(0);
    while (!ending.signal.aborted) {
      const standing = readiness.standing();
      for (const one of standing) tellTurn(log, one, told);
      told = standing;
      if (clock.elapsed() >= noteAt) {
        noteAt = ms(clock.elapsed() + NOTE_EVERY);
        noteSize(watched);
      }
      await clock.sleep(LOOK_EVERY, ending.signal);
    }
  };
  const running = watch();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

function tellTurn(log: Log, { name, status, output }: Standing, told: readonly Standing[]): void {
  const before = told.find((one) => one.name === name)?.status ?? 'pass';
  if (status === before) return;
  if (status === 'pass') log.info({ check: name }, 'check_passes_again');
  else if (status === 'warn') log.warn({ check: name, output }, 'check_warns');
  else log.error({ check: name, output }, 'check_fails');
}

function noteSize({ growth, places, clock, log }: Watched): void {
  try {
    growth.note(
      places.files().reduce((sum, { bytes }) => sum + bytes, 0),
      clock.now(),
    );
  } catch (error) {
    log.warn({ problem: messageOf(error) }, 'size_not_noted');
  }
}
