/**
 * Empties the outbox into InfluxDB along two lanes, so that what comes in now is there within seconds, however much
 * waits from an outage:
 *
 *   rows  1 ……………………… liveAfter | ……… newest
 *         └ backlog lane, oldest first │ └ live lane, as it comes in
 *
 * Invariants: a row is settled only after the database's answer. A live row that could not be written in time, as all
 * of an outage, becomes backlog. While the database is away or refuses, one lane alone looks whether it is back.
 */
import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf } from '../../../kit/result.ts';
import { type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import type { HistoryProblem } from '../history.ts';
import { type Isolated, isolate, type Poison } from './isolate.ts';
import type { Outbox, Shipment, WaitingLine } from './outbox.ts';
import { Pace } from './pace.ts';
import type { InfluxServer } from './server-door.ts';

export interface DrainParts {
  readonly outbox: Pick<Outbox, 'peek' | 'settle' | 'lastRow'>;
  readonly server: Pick<InfluxServer, 'write' | 'createDatabase'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

type Lane = 'live' | 'backlog';

const IDLE = seconds(1);
const LIVE_WITHIN = seconds(8);
const STOPPED = minutes(1);
const LONGEST_WAIT = minutes(1);
const LONGEST_ASKED_WAIT = minutes(10);
/** So long after a line went through, a refusal in words nobody knows is about lines and not about every request. */
const KNOWN_GOOD = minutes(1);

/** The wait before try `attempt` (from 1): doubling, capped, and jittered after the cap. */
export function backOff(attempt: number, random: () => number): Ms {
  const full = Math.min(LONGEST_WAIT, seconds(2 ** Math.min(attempt - 1, 16)));
  return ms(Math.round(full * (0.5 + random() / 2)));
}

export class Drain {
  readonly #parts: DrainParts;
  readonly #pace = new Pace();
  #problem: HistoryProblem | undefined;
  #attempt = 0;
  #liveAfter = 0;
  #backlogInHand = false;
  #heldUntil = 0;
  #storedUntil = 0;

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  /** Undefined while it writes. */
  get problem(): HistoryProblem | undefined {
    return this.#problem;
  }

  /** Runs until `signal` aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    this.#liveAfter = this.#parts.outbox.lastRow();
    await Promise.all([this.#drive('live', signal), this.#drive('backlog', signal)]);
  }

  async #drive(lane: Lane, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!signal.aborted) {
      const wait = await this.#ship(lane, signal).catch((error: unknown) =>
        // A full disk, mostly: nothing is settled then, and all of it is written again.
        this.#wait(`outbox: ${messageOf(error)}`, undefined),
      );
      if (wait > 0) await clock.sleep(wait, signal);
    }
  }

  /** Gives how long to wait before the next. */
  async #ship(lane: Lane, signal: AbortSignal): Promise<Ms> {
    const held = this.#heldUntil - this.#parts.clock.elapsed();
    if (held > 0) return ms(held);
    const shipment = lane === 'live' ? this.#live() : this.#backlog();
    if (shipment === undefined) return IDLE;
    const isBacklog = shipment.lastRow <= this.#liveAfter;
    if (isBacklog) this.#backlogInHand = true;
    try {
      const isolated = await this.#write(shipment, signal);
      if (signal.aborted && isolated.halt !== undefined) return ms(0);
      return await this.#settle(shipment, isolated, signal);
    } finally {
      if (isBacklog) this.#backlogInHand = false;
    }
  }

  #live(): Shipment | undefined {
    const { outbox, clock } = this.#parts;
    const shipment = outbox.peek({ after: this.#liveAfter, mostLines: this.#pace.lines });
    // An emptied table counts its rows from 1 again.
    if (shipment === undefined) this.#liveAfter = Math.min(this.#liveAfter, outbox.lastRow());
    else if (Math.abs(clock.now() - shipment.receivedAt) <= LIVE_WITHIN) return shipment;
    else this.#liveAfter = outbox.lastRow();
    return this.#problem !== undefined && !this.#backlogInHand ? this.#oldest() : undefined;
  }

  #backlog(): Shipment | undefined {
    return this.#problem === undefined && !this.#backlogInHand ? this.#oldest() : undefined;
  }

  #oldest(): Shipment | undefined {
    return this.#parts.outbox.peek({ upTo: this.#liveAfter, mostLines: this.#pace.lines });
  }

  async #write({ lines }: Shipment, signal: AbortSignal): Promise<Isolated<WaitingLine>> {
    const { server, clock } = this.#parts;
    return await isolate({
      lines,
      linesOfARequest: () => this.#pace.lines,
      write: async (part) => {
        const started = clock.elapsed();
        const outcome = await server.write(
          part.map(({ line }) => line),
          signal,
        );
        this.#pace.saw(outcome.kind, part.length, ms(clock.elapsed() - started));
        return outcome;
      },
    });
  }

  async #settle(
    shipment: Shipment,
    isolated: Isolated<WaitingLine>,
    signal: AbortSignal,
  ): Promise<Ms> {
    const { outbox, clock } = this.#parts;
    const { poison, left, stored, sure, halt } = isolated;
    if (stored) this.#storedUntil = clock.elapsed() + KNOWN_GOOD;
    if (!sure && clock.elapsed() >= this.#storedUntil)
      return this.#stop(`every line is refused: ${poison[0]?.reason}`);
    if (left.length < shipment.lines.length) outbox.settle(shipment, isolated, clock.now());
    if (poison.length > 0) this.#tell(poison);
    switch (halt?.kind) {
      case undefined:
        return this.#goOn();
      case 'busy':
        return this.#wait(halt.reason, halt.retryAfter);
      case 'stopped':
        return halt.missing === 'database'
          ? await this.#create(halt.reason, signal)
          : this.#stop(halt.reason);
    }
  }

  /** Makes the database where the config allows it. */
  async #create(reason: string, signal: AbortSignal): Promise<Ms> {
    const { server, log } = this.#parts;
    if (server.createDatabase === undefined) return this.#stop(reason);
    const made = await server.createDatabase(signal);
    if (!made.ok) return this.#stop(`${reason}; it can’t be created: ${made.problem}`);
    log.info({}, 'influx database created');
    return this.#wait(`${reason}; it was created`, undefined);
  }

  #tell(poison: readonly Poison<WaitingLine>[]): void {
    this.#parts.log.warn(
      { lines: poison.length, reason: poison[0]?.reason },
      'influx refused lines',
    );
  }

  #goOn(): Ms {
    if (this.#problem !== undefined) this.#parts.log.info({}, 'influx writes again');
    this.#problem = undefined;
    this.#attempt = 0;
    return ms(0);
  }

  #wait(reason: string, asked: Ms | undefined): Ms {
    this.#attempt += 1;
    this.#turn('waiting', reason);
    const own = backOff(this.#attempt, this.#parts.random);
    return this.#hold(ms(Math.max(own, Math.min(asked ?? 0, LONGEST_ASKED_WAIT))));
  }

  #stop(reason: string): Ms {
    this.#attempt = 0;
    this.#turn('stopped', reason);
    return this.#hold(STOPPED);
  }

  #hold(span: Ms): Ms {
    this.#heldUntil = this.#parts.clock.elapsed() + span;
    return span;
  }

  /** Logs the turn, and not every try in the same state. */
  #turn(kind: 'waiting' | 'stopped', reason: string): void {
    const { log, clock } = this.#parts;
    if (this.#problem?.kind === kind) {
      this.#problem = { ...this.#problem, reason };
      return;
    }
    this.#problem = { kind, reason, since: clock.now() };
    if (kind === 'stopped') log.error({ reason }, 'influx refuses all writes');
    else log.warn({ reason }, 'influx can’t be written now');
  }
}
