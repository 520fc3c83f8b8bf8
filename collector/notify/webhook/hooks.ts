import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf, never } from '../../../kit/result.ts';
import { days, type EpochMs, epochMs, type Ms, seconds } from '../../../kit/units.ts';
import { SEVERITIES } from '../../alert/rule.ts';
import type { Metric } from '../../health/metric.ts';
import type { Sql } from '../../store/sql.ts';
import type { Notice } from '../notice.ts';
import type { Send } from '../out-door.ts';
import { bodyOf } from './body.ts';
import { type Call, Calls, type HookStanding } from './calls.ts';
import type { WebhookConfig } from './config.ts';
import { signed } from './signature.ts';
import { LEASE, verdictOf } from './verdict.ts';

export interface HookParts {
  readonly sql: Sql;
  readonly hooks: readonly WebhookConfig[];
  /** Settles within a deadline, and never rejects. */
  readonly send: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const LOOK_EVERY = seconds(1);
const KEPT = days(90);

/** Tells other programs. What `accept` keeps is as durable as the incident; each call is made until it is taken. */
export class Hooks {
  readonly #parts: HookParts;
  readonly #calls: Calls;

  constructor(parts: HookParts) {
    this.#parts = parts;
    this.#calls = new Calls(parts.sql);
  }

  /** Called inside the transaction that writes the incident. What waits for a digest, or was silenced, calls nobody. */
  accept(notice: Notice): void {
    const wanting = this.#parts.hooks.filter((hook) => wants(hook, notice));
    if (wanting.length === 0) return;
    const body = bodyOf(notice);
    const { incident, kind, at } = notice;
    for (const { name } of wanting) this.#calls.enqueue({ hook: name, incident, kind, body, at });
  }

  /** Makes the calls that wait, each webhook at its own pace, until the signal aborts. */
  async deliver(signal: AbortSignal): Promise<void> {
    const { hooks } = this.#parts;
    this.#endOthers(hooks.map(({ name }) => name));
    await Promise.all(hooks.map((hook) => this.#serve(hook, signal)));
  }

  /** Forgets calls settled long ago. */
  prune(now: EpochMs): void {
    this.#calls.forget(epochMs(now - KEPT));
  }

  standing(): readonly HookStanding[] {
    return this.#parts.hooks.map(({ name }) => this.#calls.standing(name));
  }

  metrics(): readonly Metric[] {
    return this.standing().flatMap(({ hook, queued, sent, failed }) =>
      Object.entries({ queued, sent, failed }).map(([state, value]) => ({
        name: 'hatang_webhook_calls',
        help: 'Calls to other programs by webhook and state',
        type: 'gauge' as const,
        labels: { hook, state },
        value,
      })),
    );
  }

  #endOthers(names: readonly string[]): void {
    const { clock, log } = this.#parts;
    try {
      const ended = this.#calls.endOthers(names, clock.now());
      if (ended > 0) log.warn({ calls: ended }, 'webhook_calls_of_removed_hooks_ended');
    } catch (error) {
      // The next start asks again.
      log.error({ problem: messageOf(error) }, 'webhook_calls_of_removed_hooks_not_ended');
    }
  }

  async #serve(hook: WebhookConfig, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    while (!signal.aborted) {
      let pause: Ms = LOOK_EVERY;
      try {
        pause = await this.#pass(hook, signal);
      } catch (error) {
        log.error({ hook: hook.name, problem: messageOf(error) }, 'webhook_pass_failed');
      }
      await clock.sleep(pause, signal);
    }
  }

  /** Everything that is due; gives the pause until the next look. */
  async #pass(hook: WebhookConfig, signal: AbortSignal): Promise<Ms> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      const call = this.#calls.claim(hook.name, clock.now(), LEASE);
      if (call === undefined) return LOOK_EVERY;
      const pause = await this.#make(hook, call, signal);
      if (pause !== undefined) return pause;
    }
    return LOOK_EVERY;
  }

  /** A pause where nobody there took anything. */
  async #make(hook: WebhookConfig, call: Call, stop: AbortSignal): Promise<Ms | undefined> {
    const { send, clock, random, log } = this.#parts;
    const outcome = await send(outgoing(hook, call, clock), stop);
    const now = clock.now();
    if (stop.aborted && outcome.kind === 'unreached') {
      // Cut short by us: it says nothing about the other end.
      this.#calls.postpone(call.id, now, 'stopped');
      return undefined;
    }
    const verdict = verdictOf(outcome, call, now, random());
    const told = { hook: hook.name, delivery: call.delivery, attempts: call.attempts };
    switch (verdict.kind) {
      case 'sent':
        this.#calls.settle(call.id, 'sent', now);
        log.info(told, 'webhook_sent');
        return undefined;
      case 'failed':
        this.#calls.settle(call.id, 'failed', now, verdict.reason);
        log.error({ ...told, reason: verdict.reason }, 'webhook_failed');
        return undefined;
      case 'again': {
        const { reason, wait, holds } = verdict;
        this.#calls.postpone(call.id, epochMs(now + wait), reason);
        log.warn({ ...told, reason }, 'webhook_postponed');
        return holds === 'hook' ? wait : undefined;
      }
      default:
        return never(verdict);
    }
  }
}

function wants({ events, least }: WebhookConfig, notice: Notice): boolean {
  const { kind, severity, tell, silentUntil, at } = notice;
  if (tell === 'digest' || !events.includes(kind)) return false;
  if (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(least)) return false;
  return kind === 'resolved' || silentUntil === undefined || silentUntil <= at;
}

const outgoing = (
  { url, secret }: WebhookConfig,
  { delivery: id, event, body }: Call,
  clock: Pick<Clock, 'now'>,
) => ({
  url,
  method: 'POST' as const,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'hatang',
    'x-hatang-event': event,
    'x-hatang-delivery': id,
    ...signed({ id, body, at: clock.now() }, secret),
  },
  body,
});
