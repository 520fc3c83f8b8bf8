import type { Clock } from '../../../kit/clock.ts';
import { startLoad } from '../../../kit/load-door.ts';
import { countPort, readPort } from '../../../kit/port-count-door.ts';
import { fail, messageOf, type Result } from '../../../kit/result.ts';
import { type Bps, ms } from '../../../kit/units.ts';
import { type Arrivals, type FarEndState, SAMPLE_MS } from '../../../wire/arrivals.ts';
import { BUSY, believable, type Direction, disproof, heldUp, rateOf } from './bandwidth.ts';
import { type Estimate, estimate } from './estimate.ts';
import {
  type ArrivalsFeed,
  type FarEnd,
  followArrivals,
  openDownloads,
  openUploads,
  STREAMS,
  type Streams,
} from './streams-door.ts';

/** For names, handshakes and the first answer, beside the measuring itself. */
const PATIENCE_MS = 5_000;

/** The own port towards the far end, and what it carried before the test. */
export interface OwnPort {
  readonly name: string | undefined;
  readonly background: Bps | undefined;
}

/** Four downloads at once, counted here. */
export async function measureDown(
  farEnd: FarEnd,
  own: OwnPort,
  outer: AbortSignal,
): Promise<Direction> {
  const run = new Run(farEnd.clock, outer);
  const arrivals: Arrivals[] = [];
  const feed = followArrivals(farEnd, run.signal);
  const streams = openDownloads(farEnd, run.signal);
  const last = await run.until(farEnd.seconds, streams, () => {
    if (streams.problem !== undefined) return fail(streams.problem);
    const now = arrivalsHere(farEnd.clock, streams.bytes, own.name);
    if (now !== undefined) arrivals.push(now);
    return {
      ok: true,
      value: estimate(arrivals, { background: own.background, line: farEnd.known?.down }),
    };
  });
  return run.end(last, { streams, feed, arrived: streams.bytes });
}

/** Four uploads at once; the rate is what the far end counted. */
export async function measureUp(
  farEnd: FarEnd,
  own: OwnPort,
  outer: AbortSignal,
): Promise<Direction> {
  const run = new Run(farEnd.clock, outer);
  const feed = followArrivals(farEnd, run.signal);
  const listening = await run.first(feed);
  if (!listening.ok) return run.end(listening, { streams: undefined, feed, arrived: 0 });
  const streams = openUploads(farEnd, run.signal);
  const sentBefore = own.name === undefined ? undefined : readPort(own.name)?.txBytes;
  const last = await run.until(farEnd.seconds, streams, () => {
    const problem = feed.problem ?? streams.problem;
    if (problem !== undefined) return fail(problem);
    const sentNow = own.name === undefined ? undefined : readPort(own.name)?.txBytes;
    const sent = {
      bytes: streams.bytes,
      portBytes: sentNow === undefined ? undefined : sentNow - (sentBefore ?? sentNow),
      spanMs: (feed.receivedAt.at(-1) ?? 0) - (feed.receivedAt[0] ?? 0),
    };
    const lie = disproof(feed.states, sent);
    return lie === undefined
      ? { ok: true, value: estimate(believable(feed.states, sent), { line: farEnd.known?.up }) }
      : fail(lie);
  });
  return run.end(last, { streams, feed, arrived: feed.states.at(-1)?.bytes ?? 0 });
}

/** Undefined where count and moment don't belong together: better none than a wrong one. */
function arrivalsHere(clock: Clock, bytes: number, port: string | undefined): Arrivals | undefined {
  if (port === undefined) return { atMs: clock.elapsed(), bytes };
  const counted = countPort(port, clock);
  if (counted === undefined) return undefined;
  const { rxBytes, rxFrames } = counted.frames;
  return { atMs: counted.at, bytes, port: { bytes: rxBytes, frames: rxFrames } };
}

type Look = () => Result<Estimate | undefined>;

/** How the far end fared, by its last line and by how evenly it told them. */
function stateOf({ states }: ArrivalsFeed): FarEndState | undefined {
  const last = states.at(-1);
  const isHeldUp = heldUp(states.map(({ atMs }) => atMs));
  return last !== undefined && isHeldUp ? { ...last, busy: 1 } : last;
}

interface Ended {
  readonly streams: Streams | undefined;
  readonly feed: ArrivalsFeed;
  /** Bytes at the receiving end, by its own count. */
  readonly arrived: number;
}

/** One direction from its first stream to the end of its last. */
class Run {
  readonly #clock: Clock;
  readonly #outer: AbortSignal;
  readonly #over = new AbortController();
  readonly #start: number;
  readonly #load = startLoad();
  readonly #moments: number[] = [];
  readonly signal: AbortSignal;

  constructor(clock: Clock, outer: AbortSignal) {
    this.#clock = clock;
    this.#outer = outer;
    this.#start = clock.elapsed();
    this.signal = AbortSignal.any([outer, this.#over.signal]);
  }

  /** Until the rate is settled, or something fails, or there is no more time or allowance: then what there is. */
  async until(
    seconds: number,
    streams: Streams,
    look: Look,
  ): Promise<Result<Estimate | undefined>> {
    for (;;) {
      await this.#clock.sleep(ms(SAMPLE_MS), this.signal);
      this.#moments.push(this.#clock.elapsed());
      if (this.#outer.aborted) return fail(messageOf(this.#outer.reason));
      const now = look();
      if (!now.ok || now.value?.settled === true || streams.complete >= STREAMS) return now;
      const late = this.#lateness(seconds, streams.answeredAt);
      if (late === 'unanswered') return fail('no answer');
      if (late === 'over') return now;
    }
  }

  #lateness(seconds: number, answeredAt: number | undefined): 'unanswered' | 'over' | undefined {
    const now = this.#clock.elapsed();
    if (answeredAt === undefined) return now - this.#start > PATIENCE_MS ? 'unanswered' : undefined;
    return now - answeredAt > seconds * 1_000 ? 'over' : undefined;
  }

  async first(feed: ArrivalsFeed): Promise<Result<undefined>> {
    while (feed.states.length === 0) {
      if (feed.problem !== undefined) return fail(feed.problem);
      if (this.#outer.aborted) return fail('stopped');
      if (this.#clock.elapsed() - this.#start > PATIENCE_MS) return fail('no answer');
      await this.#clock.sleep(ms(SAMPLE_MS / 4), this.signal);
    }
    return { ok: true, value: undefined };
  }

  end(last: Result<Estimate | undefined>, { streams, feed, arrived }: Ended): Direction {
    this.#over.abort();
    const { processors, loop } = this.#load();
    const now = this.#clock.elapsed();
    const state = stateOf(feed);
    const agentBusy = heldUp(this.#moments) ? 1 : Math.max(processors, loop);
    const spent = {
      bytes: arrived,
      seconds: (now - (streams?.answeredAt ?? now)) / 1_000,
      starved: Math.max(agentBusy, state?.busy ?? 0) >= BUSY,
    };
    const estimated = last.ok ? last.value : undefined;
    return {
      rate: last.ok ? rateOf(estimated, spent) : last,
      method: last.ok ? (estimated?.method ?? 'tcp4_app') : undefined,
      bytes: Math.round(estimated?.bytes ?? spent.bytes),
      seconds: (now - this.#start) / 1_000,
      from: ms(streams?.answeredAt ?? now),
      to: now,
      agentBusy,
      ...(state === undefined ? {} : { farEnd: state }),
    };
  }
}
