import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/result.ts';
import { type EpochMs, hours, seconds } from '../kit/units.ts';
import { byCalendar } from './nightly-door.ts';

export interface Tended {
  readonly clock: Clock;
  readonly log: Log;
  /** IANA name: whose night the retention waits for. */
  readonly timeZone: string;
  readonly alerts: { evaluate(): void };
  readonly events: { flush(): void };
  /** Takes up renewed certificates; undefined where the collector speaks no TLS. */
  readonly renewal?: { look(): void } | undefined;
  readonly mails: { deliver(signal: AbortSignal): Promise<void> };
  readonly history: { tend(signal: AbortSignal): Promise<void>; prune(now: EpochMs): void };
  readonly facts: { prune(now: EpochMs): void };
}

const TICK = seconds(2);
const UPKEEP_AGAIN = hours(1);
const RETENTION_AT = '30 2 * * *';

/** What runs by itself: the alert tick, the mail sender, the history's upkeep, nightly retention. */
export function startTending(tended: Tended): { stop(): Promise<void> } {
  const { clock, log, timeZone, alerts, events, renewal, mails, history, facts } = tended;
  const ending = new AbortController();
  const attempt = async (event: string, deed: () => void | Promise<void>): Promise<boolean> => {
    try {
      await deed();
      return true;
    } catch (error) {
      log.error({ problem: messageOf(error) }, event);
      return false;
    }
  };
  const tick = async () => {
    while (!ending.signal.aborted) {
      await attempt('tick_failed', () => {
        alerts.evaluate();
        events.flush();
        renewal?.look();
      });
      await clock.sleep(TICK, ending.signal);
    }
  };
  const upkeep = async () => {
    while (!ending.signal.aborted) {
      const done = await attempt('history_upkeep_failed', () => history.tend(ending.signal));
      if (!done) await clock.sleep(UPKEEP_AGAIN, ending.signal);
    }
  };
  const running = Promise.all([tick(), mails.deliver(ending.signal), upkeep()]);
  const endRetention = byCalendar(RETENTION_AT, timeZone, async () => {
    await attempt('retention_failed', () => facts.prune(clock.now()));
    await attempt('retention_failed', () => history.prune(clock.now()));
  });
  return {
    async stop() {
      ending.abort();
      await Promise.all([running, endRetention()]);
    },
  };
}
