import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf, never } from '../../../kit/result.ts';
import { type EpochMs, epochMs, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import type { AcknowledgeAsked } from './acknowledge.ts';
import type { Keep } from './folder-door.ts';
import type { Claimed } from './letter.ts';
import { emlOf, type Sender as From } from './message.ts';
import type { Outbox } from './outbox.ts';
import type { Queue } from './queue.ts';
import type { Delivery, Post } from './smtp-door.ts';

export interface Sending {
  readonly outbox: Pick<Outbox, 'settle' | 'postpone' | 'blame'>;
  readonly queue: Pick<Queue, 'next'>;
  readonly acknowledgeLink?: (asked: AcknowledgeAsked) => string | undefined;
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
const LEASE: Ms = minutes(7);
const SERVER_BACK_OFF = { first: seconds(5), most: minutes(5) };
const MAIL_BACK_OFF = { first: minutes(1), most: hours(1) };
/** With the back-off above about three days: as long as mail servers themselves try (RFC 5321 §4.5.4.1). */
const MOST_ATTEMPTS = 75;
/** A server that says nothing for minutes has most likely taken the mail; one that hangs up may have died on it. */
const MOST_UNANSWERED = { silent: 3, hungUp: 75 };

/** A try that came to no server, or to one that had the mail and gave no answer. */
type Miss = Extract<Delivery, { readonly kind: 'unreachable' | 'unanswered' }>;

const MAY_HAVE_ARRIVED = 'may have arrived: the server took it and never answered';

/** Sends what is due, one mail after the other. */
export class Sender {
  readonly #parts: Sending;
  #misses = 0;
  #failingSince: EpochMs | undefined;

  constructor(parts: Sending) {
    this.#parts = parts;
  }

  /** When tries began to reach no server; undefined while the last one did. */
  get failingSince(): EpochMs | undefined {
    return this.#failingSince;
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
    const { queue, clock } = this.#parts;
    while (!signal.aborted) {
      const letter = queue.next(clock.now(), LEASE);
      if (letter === undefined) return LOOK_EVERY;
      const miss = await this.#dispatch(letter, signal);
      if (miss !== undefined) return this.#wait(letter, miss);
      this.#misses = 0;
      this.#failingSince = undefined;
    }
    return LOOK_EVERY;
  }

  /** Undefined where it reached somebody. */
  async #dispatch(letter: Claimed, stop: AbortSignal): Promise<Miss | undefined> {
    const { post, from, keep, outbox, clock } = this.#parts;
    if (post === undefined) {
      await keep(letter.id, await emlOf(letter, from));
      outbox.settle(letter.id, 'kept', clock.now());
      return undefined;
    }
    const eml = await emlOf(letter, from, this.#linkIn(letter));
    const delivery = await post({ from: from.address, to: letter.recipient, eml }, stop);
    return this.#settle(letter, delivery);
  }

  #linkIn({ incident, recipient, language }: Claimed): string | undefined {
    if (incident === undefined) return undefined;
    return this.#parts.acknowledgeLink?.({ incident, recipient, language });
  }

  /** The pause before the next try. This mail is due just after it, so that others get their turn first. */
  #wait({ id, attempts, handedBefore, unanswered: before }: Claimed, miss: Miss): Ms {
    const { outbox, clock, log } = this.#parts;
    const now = clock.now();
    this.#failingSince ??= now;
    const pause = this.#serverPause();
    const told = { mail: id, attempts, reason: withoutAddresses(miss.reason) };
    const handed = miss.kind === 'unanswered';
    const unanswered = before + (handed ? 1 : 0);
    if (handed && unanswered >= MOST_UNANSWERED[miss.silent ? 'silent' : 'hungUp']) {
      outbox.settle(id, 'sent', now, MAY_HAVE_ARRIVED);
      log.warn({ ...told, unanswered }, 'mail_never_answered');
      return pause;
    }
    const until = epochMs(now + pause + 1);
    const again = { until, counts: false, handed: handed || handedBefore, unanswered };
    outbox.postpone(id, { ...again, error: miss.reason });
    if (!handed) outbox.blame(miss.reason, now);
    log.warn({ ...told, handed }, 'mail_server_unreachable');
    return pause;
  }

  #settle(letter: Claimed, delivery: Delivery): Miss | undefined {
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
        outbox.settle(id, 'refused', now, delivery.reason);
        log.error({ ...told, reason: withoutAddresses(delivery.reason) }, 'mail_refused');
        return undefined;
      case 'deferred':
        this.#defer(letter, delivery.reason);
        return undefined;
      case 'unreachable':
      case 'unanswered':
        return delivery;
      default:
        return never(delivery);
    }
  }

  #defer({ id, attempts, handedBefore, unanswered }: Claimed, reason: string): void {
    const { outbox, clock, log } = this.#parts;
    const now = clock.now();
    if (attempts >= MOST_ATTEMPTS) outbox.settle(id, 'failed', now, reason);
    else {
      const until = epochMs(now + this.#backOff(MAIL_BACK_OFF, attempts));
      const again = { until, counts: true, handed: handedBefore, unanswered };
      outbox.postpone(id, { ...again, error: reason });
    }
    log.warn({ mail: id, attempts, reason: withoutAddresses(reason) }, 'mail_deferred');
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

/** Servers repeat whom a mail was for; a log is no place for that. */
const withoutAddresses = (reason: string): string =>
  reason.replace(/[^\s<>"',;:@]+@[^\s<>"',;:@]+/g, 'ADDRESS');
