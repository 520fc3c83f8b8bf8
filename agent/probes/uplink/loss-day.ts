import type { EpochMs } from '../../../kit/units.ts';
import { lossBounds } from '../../dial/rounds.ts';

interface Hour {
  sent: number;
  lost: number;
}

export interface LossDay {
  readonly sent: number;
  readonly ratio: number;
  /** 95 %: the true share lies between them. */
  readonly low: number;
  readonly high: number;
}

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Fewer probes can't tell one lost in a hundred from none. */
const LEAST_SENT = 100;

/**
 * Loss over the last 24 hours. A pass of ten probes sees a loss of 0.1 % once in a hundred passes: only many passes together
 * tell how much is lost, and how sure that is. Starts anew with the agent.
 */
export class LossOfDay {
  readonly #hours = new Map<number, Hour>();

  /** Adds a pass. One in which nothing came back is an outage, which is counted elsewhere, and not loss. */
  add(sent: number, lost: number, now: EpochMs): void {
    const current = Math.floor(now / HOUR_MS);
    for (const hour of this.#hours.keys())
      if (hour <= current - HOURS || hour > current) this.#hours.delete(hour);
    if (lost >= sent) return;
    const hour = this.#hours.get(current) ?? { sent: 0, lost: 0 };
    hour.sent += sent;
    hour.lost += lost;
    this.#hours.set(current, hour);
  }

  /** Undefined until enough probes were sent to say anything. */
  sum(): LossDay | undefined {
    let sent = 0;
    let lost = 0;
    for (const hour of this.#hours.values()) {
      sent += hour.sent;
      lost += hour.lost;
    }
    const bounds = lossBounds(sent, lost);
    if (sent < LEAST_SENT || bounds === undefined) return undefined;
    return { sent, ratio: lost / sent, low: bounds[0], high: bounds[1] };
  }
}
