import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/result.ts';
import { type EpochMs, type Ms, ms, seconds } from '../kit/units.ts';
import { byCalendar } from './nightly-door.ts';

export interface Tended {
  readonly clock: Clock;
  readonly log: Log;
  /** IANA name: whose night the retention waits for. */
  readonly timeZone: string;
  readonly alerts: { evaluate(): void };
  readonly escalation: { escalate(): void };
  readonly events: { flush(): void };
  /** Takes up renewed certificates; undefined where the collector speaks no TLS. */
  readonly renewal?: { look(): void } | undefined;
  readonly mails: { deliver(signal: AbortSignal): Promise<void>; prune(now: EpochMs): void };
  readonly hooks: { prune(now: EpochMs): void };
  /** What tells besides mail; it asks how long ago the last tick was. */
  readonly telling: { run(signal: AbortSignal, sinceTick: () => Ms): Promise<void> };
  readonly rounds: { run(signal: AbortSignal): Promise<void> };
  readonly factThread: { prune(now: EpochMs): void };
}

const TICK = seconds(2);
const RETENTION_AT = '30 2 * * *';

/** What runs by itself: the alert tick, the mail sender, nightly retention. */
export function startTending(tended: Tended): { stop(): Promise<void> } {
  const { clock, timeZone, alerts, escalation, events, renewal, mails, telling, rounds } = tended;
  const ending = new AbortController();
  let ticked = clock.elapsed();
  const tick = async () => {
    while (!ending.signal.aborted) {
      attempt(tended.log, 'tick_failed', () => {
        alerts.evaluate();
        escalation.escalate();
        events.flush();
        renewal?.look();
        ticked = clock.elapsed();
      });
      await clock.sleep(TICK, ending.signal);
    }
  };
  const running = Promise.all([
    tick(),
    mails.deliver(ending.signal),
    telling.run(ending.signal, () => ms(clock.elapsed() - ticked)),
    rounds.run(ending.signal),
  ]);
  const endRetention = byCalendar(RETENTION_AT, timeZone, async () => retain(tended));
  return {
    async stop() {
      ending.abort();
      await Promise.all([running, endRetention()]);
    },
  };
}

/** Forgets what is old; what fails keeps nothing else from it. */
export function retain({
  clock,
  log,
  ...keepers
}: Pick<Tended, 'clock' | 'log' | 'factThread' | 'hooks'> & {
  readonly mails: Pick<Tended['mails'], 'prune'>;
}): void {
  for (const keeper of [keepers.factThread, keepers.mails, keepers.hooks])
    attempt(log, 'retention_failed', () => keeper.prune(clock.now()));
}

function attempt(log: Log, event: string, deed: () => void): void {
  try {
    deed();
  } catch (error) {
    log.error({ problem: messageOf(error) }, event);
  }
}
