import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf, never } from '../../../kit/result.ts';
import { epochMs, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import type { Keep } from './folder-door.ts';
import { emlOf, type Sender as From, toMessage } from './message.ts';
import type { Claimed, Outbox } from './outbox.ts';
import type { Delivery, Post } from './smtp-door.ts';

export interface Sending {
  readonly outbox: Outbox;
  readonly from: From;
  /** Undefined where no server is configured: every mail is kept as a file. */
  readonly post: Post | undefined;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const LOOK_EVERY: Ms = seconds(1);
/** Longer than any one try may take, so that no mail is taken up twice at once. */
const LEASE: Ms = minutes(2);
const SERVER_BACK_OFF = { first: seconds(5), most: minutes(5) };
const MAIL_BACK_OFF = { first: minutes(1), most: hours(1) };
/** With the back-off above about three days: as long as mail servers themselves try (RFC 5321 §4.5.4.1). */
const MOST_ATTEMPTS = 75;

/** Sends what is due, one mail after the other. */
export class Sender {
  readonly #parts: Sending;
  #misses = 0;

  constructor(parts: Sending) {
    this.#parts = parts;
  }

  async deliver(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    while (!signal.aborted) {
      let pause = LOOK_EVERY;
      try {
        pause = await this.pass(signal);
      } catch (error) {
        pause = this.#serverPause();
        log.error({ problem: messageOf(error) }, 'mail_pass_failed');
      }
      await clock.sleep(pause, signal);
    }
  }

  /** Everything that is due now; gives the pause until the next look. */
  async pass(signal: AbortSignal): Promise<Ms> {
    const { outbox, clock } = this.#parts;
    while (!signal.aborted) {
      const letter = outbox.claim(clock.now(), LEASE);
      if (letter === undefined) return LOOK_EVERY;
      const miss = await this.#dispatch(letter);
      if (miss !== undefined) return this.#wait(letter, miss);
      this.#misses = 0;
    }
    return LOOK_EVERY;
  }

  /** The reason where there was nobody to take it. */
  async #dispatch(letter: Claimed): Promise<string | undefined> {
    const { post, from, keep, outbox, clock } = this.#parts;
    if (post !== undefined) return this.#settle(letter, await post(toMessage(letter, from)));
    await keep(letter.id, await emlOf(letter, from));
    outbox.settle(letter.id, 'kept', clock.now());
    return undefined;
  }

  /** The pause before the next try. This mail is due just after it, so that others get their turn first. */
  #wait({ id, attempts }: Claimed, reason: string): Ms {
    const { outbox, clock, log } = this.#parts;
    const pause = this.#serverPause();
    outbox.postpone(id, epochMs(clock.now() + pause + 1), reason, false);
    log.warn({ mail: id, attempts, reason }, 'mail_server_unreachable');
    return pause;
  }

  #settle(letter: Claimed, delivery: Delivery): string | undefined {
    const { outbox, clock, log } = this.#parts;
    const { id, attempts } = letter;
    const now = clock.now();
    const told = { mail: id, attempts };
    switch (delivery.kind) {
      case 'accepted':
        outbox.settle(id, 'sent', now);
        log.info(told, 'mail_sent');
        return undefined;
      case 'refused':
        outbox.settle(id, 'failed', now, delivery.reason);
        log.error({ ...told, reason: delivery.reason }, 'mail_refused');
        return undefined;
      case 'deferred':
        this.#defer(letter, delivery.reason);
        return undefined;
      case 'unreachable':
        return delivery.reason;
      default:
        return never(delivery);
    }
  }

  #defer({ id, attempts }: Claimed, reason: string): void {
    const { outbox, clock, log } = this.#parts;
    const now = clock.now();
    if (attempts >= MOST_ATTEMPTS) outbox.settle(id, 'failed', now, reason);
    else outbox.postpone(id, epochMs(now + this.#backOff(MAIL_BACK_OFF, attempts)), reason, true);
    log.warn({ mail: id, attempts, reason }, 'mail_deferred');
  }

  #serverPause(): Ms {
    this.#misses += 1;
    return this.#backOff(SERVER_BACK_OFF, this.#misses);
  }

  /** Doubles up to `most`, then spread over its upper half, so that many don't return together. */
  #backOff({ first, most }: { first: Ms; most: Ms }, times: number): Ms {
    const full = Math.min(most, first * 2 ** Math.min(times - 1, 20));
    return ms(full * (0.5 + this.#parts.random() / 2));
  }
}
