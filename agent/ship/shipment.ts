import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { never, type Result } from '../../kit/result.ts';
import { type EpochMs, type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import { BATCH_ID_HEADER, LANE_HEADER } from '../../wire/batch.ts';
import type { Batch } from '../spool/spool.ts';
import type { Poster } from './http-door.ts';
import { backOff, clockOffset, type Decision, decide } from './policy.ts';

export interface ShipmentParts {
  readonly spool: {
    peekLive(): Batch | undefined;
    peekBacklog(): Batch | undefined;
    settle(batch: Batch): void;
    refuse(batch: Batch, reason: string): void;
    missed(batch: Batch): void;
  };
  readonly post: Poster['post'];
  /** Fails until the agent is enrolled; asked before every send, because it is renewed meanwhile. */
  readonly token: () => Result<string, string | undefined>;
  readonly collector: string;
  readonly every: Ms;
  /** Batches of the backlog a second, so that a line that returns is not flooded. */
  readonly backlogRate: number;
  /** Who follows the centre's settings hears which version each answer names, and that a batch is stored. */
  readonly listener?: { heard(version: string | undefined): void; gotThrough(): void } | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export type ShipmentWord =
  | 'starting'
  | 'connected'
  | 'unreachable'
  | 'busy'
  | 'token_refused'
  | 'not_enrolled';

export interface ShipmentState {
  readonly word: ShipmentWord;
  readonly since: EpochMs;
  readonly problem: string | undefined;
  readonly lastReceiptAt: EpochMs | undefined;
  /** Lines the collector refused since the start. */
  readonly refusedLines: number;
  readonly clockOffsetS: number | undefined;
}

interface Sending {
  readonly batch: Batch;
  readonly lane: 'live' | 'backlog';
  readonly token: string;
}

const TOKEN_RETRY = minutes(5);
const ENROLMENT_RETRY = seconds(15);

/** Carries batches to the collector, one at a time: the newest first, behind them the backlog at its rate. */
export class Shipment {
  readonly #parts: ShipmentParts;
  #state: ShipmentState;
  #failures = 0;
  #backlogFrom = ms(0);

  constructor(parts: ShipmentParts) {
    this.#parts = parts;
    this.#state = {
      word: 'starting',
      since: parts.clock.now(),
      problem: undefined,
      lastReceiptAt: undefined,
      refusedLines: 0,
      clockOffsetS: undefined,
    };
  }

  get state(): ShipmentState {
    return this.#state;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) await this.#parts.clock.sleep(await this.#turn(stop), stop);
  }

  /** One send, or none; gives how long to wait before the next. */
  async #turn(stop: AbortSignal): Promise<Ms> {
    const { spool, every, backlogRate } = this.#parts;
    const live = spool.peekLive();
    const batch = live ?? this.#nextOfBacklog();
    const token = this.#parts.token();
    if (!token.ok) {
      if (batch !== undefined) spool.missed(batch);
      this.#turnTo('not_enrolled', token.problem);
      return ENROLMENT_RETRY;
    }
    if (batch === undefined) return every;
    const lane = live === undefined ? 'backlog' : 'live';
    const decision = await this.#send({ batch, lane, token: token.value }, stop);
    if (lane === 'backlog' && decision.kind === 'wait') return this.#backlogLater(batch, decision);
    const pace = lane === 'backlog' ? ms(1_000 / backlogRate) : ms(0);
    if (decision.kind === 'token_refused' && this.#isReplaced(token.value)) return pace;
    return this.#follow(decision, batch, pace);
  }

  #nextOfBacklog(): Batch | undefined {
    const { clock, spool } = this.#parts;
    return clock.elapsed() < this.#backlogFrom ? undefined : spool.peekBacklog();
  }

  /** The collector stores the live facts of others first: ours go on meanwhile. */
  #backlogLater(batch: Batch, { after }: Extract<Decision, { kind: 'wait' }>): Ms {
    const { clock, spool, every } = this.#parts;
    spool.missed(batch);
    this.#backlogFrom = ms(clock.elapsed() + after);
    this.#failures = 0;
    this.#turnTo('connected', undefined);
    return every;
  }

  /** A token that was renewed while it was on its way is refused, and that is no news. */
  #isReplaced(token: string): boolean {
    const held = this.#parts.token();
    return held.ok && held.value !== token;
  }

  async #send({ batch, lane, token }: Sending, stop: AbortSignal): Promise<Decision> {
    const { post, collector, clock } = this.#parts;
    const sent = clock.now();
    const answer = await post(
      {
        url: `${collector}/api/v2/write?precision=ms`,
        headers: {
          authorization: `Token ${token}`,
          'content-type': 'text/plain; charset=utf-8',
          'content-encoding': 'gzip',
          [BATCH_ID_HEADER]: batch.id,
          [LANE_HEADER]: lane,
        },
        body: batch.payload,
      },
      stop,
    );
    if (answer.kind === 'answered') {
      const clockOffsetS = clockOffset(answer.date, sent, clock.now());
      if (clockOffsetS !== undefined) this.#state = { ...this.#state, clockOffsetS };
      this.#parts.listener?.heard(answer.configVersion);
    }
    return decide(answer);
  }

  #follow(decision: Decision, batch: Batch, pace: Ms): Ms {
    const { spool, random, log } = this.#parts;
    switch (decision.kind) {
      case 'settle':
        spool.settle(batch);
        this.#parts.listener?.gotThrough();
        this.#received(decision.refused, batch);
        return pace;
      case 'refuse':
        spool.refuse(batch, decision.reason);
        log.error({ batch: batch.id, reason: decision.reason }, 'batch refused, set aside');
        this.#received([], batch);
        return pace;
      case 'token_refused':
        spool.missed(batch);
        this.#turnTo('token_refused', decision.problem);
        return TOKEN_RETRY;
      case 'wait':
        spool.missed(batch);
        this.#turnTo('busy', decision.problem);
        return decision.after;
      case 'retry':
        spool.missed(batch);
        this.#failures += 1;
        this.#turnTo('unreachable', decision.problem);
        return backOff(this.#failures, random);
      default:
        return never(decision);
    }
  }

  #received(refused: readonly { readonly line: number; readonly reason: string }[], batch: Batch) {
    this.#failures = 0;
    this.#turnTo('connected', undefined);
    this.#state = {
      ...this.#state,
      lastReceiptAt: this.#parts.clock.now(),
      refusedLines: this.#state.refusedLines + refused.length,
    };
    const [first] = refused;
    if (first !== undefined)
      this.#parts.log.warn(
        { batch: batch.id, refused: refused.length, line: first.line, reason: first.reason },
        'lines refused',
      );
  }

  /** `since` is when the word changed, not when it was last found to hold. */
  #turnTo(word: ShipmentWord, problem: string | undefined): void {
    const { clock, log } = this.#parts;
    if (this.#state.word !== word) log.info({ word, problem }, 'shipment');
    const since = this.#state.word === word ? this.#state.since : clock.now();
    this.#state = { ...this.#state, word, since, problem };
  }
}
