import { bps, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import type { LeaseGranted } from '../../../wire/lease.ts';
import type { LineCounters } from '../line-counters.ts';
import type { Pass, Probe, ProbeParts } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { putOffPass, surgedPass, type Turn, testedPass } from './bandwidth-turn.ts';
import { Budget } from './budget.ts';
import { budgetDisk } from './budget-door.ts';
import type { CountSeries } from './capacity.ts';
import { acquireLease, releaseLease } from './lease-door.ts';
import { noLeasePhrase, sayNoLease } from './lease-words.ts';
import { type Around, measureLine } from './line-door.ts';
import type { BandwidthOptions, UplinkOptions } from './options.ts';
import { serverPort } from './own-traffic-door.ts';
import type { Surge } from './surge.ts';
import { type Rates, routerMeter } from './traffic.ts';
import { Gate, type Passage } from './turn.ts';
import { underWatch } from './under-watch.ts';

/** What a test of the line may use beside the common parts. */
export interface UplinkRights {
  readonly token?: () => string | undefined;
  /** Of the router's port to the line; undefined where no machine is its gateway. */
  readonly counters?: LineCounters | undefined;
  /** The agent's folder, where the day's bytes are counted. */
  readonly data: string;
}

type Section = Pick<UplinkOptions, 'id' | 'contract'> & { readonly bandwidth: BandwidthOptions };
type Parts = ProbeParts & UplinkRights;

/** With 2,300 schools awake at once, ten slots for light tests and five for heavy ones: so long may the queue take. */
const LEASE_PATIENCE = { light: minutes(45), heavy: hours(4) };
/** The look at the line, the directions with their queues, and handing back. */
const AROUND = seconds(45);
/** After so long in the queue the line is looked at again. */
const STALE = seconds(15);

/** What the line carries, every few hours: when it is idle, within the day's bytes, in a slot the far end grants. */
export function bandwidthProbe(section: Section, parts: Parts): Probe {
  const tester = new Tester(section, parts);
  const { every, seconds: span } = section.bandwidth;
  return {
    id: `${section.id}:bandwidth`,
    every,
    deadline: ms(LEASE_PATIENCE.heavy + AROUND + 2 * seconds(span)),
    measure: (signal) => tester.pass(signal),
  };
}

class Tester {
  readonly #section: Section;
  readonly #parts: Parts;
  readonly #budget: Budget;
  readonly #gate: Gate;
  /** By the last test; the contract is what it is. */
  #seen: Partial<Rates> = {};
  #stop: AbortSignal = new AbortController().signal;

  constructor(section: Section, parts: Parts) {
    const { bandwidth, id } = section;
    const { clock, random, data } = parts;
    const rule = { bytes: bandwidth.budget, timeZone: bandwidth.time_zone };
    this.#section = section;
    this.#parts = parts;
    this.#budget = new Budget(budgetDisk(data, id), rule);
    const meters = () => this.#meters();
    const known = () => this.#known();
    this.#gate = new Gate({
      options: bandwidth,
      budget: this.#budget,
      meters,
      known,
      clock,
      random,
    });
  }

  async pass(signal: AbortSignal): Promise<Pass> {
    const at = this.#parts.clock.now();
    this.#stop = signal;
    const asked = await this.#gate.ask(signal);
    if (asked === undefined) return STOPPED;
    if (!asked.go) return putOffPass(this.#telling(), { putOff: asked }, at);
    const began = this.#parts.clock.elapsed();
    const lease = await this.#acquire(asked, signal);
    if (!lease.ok) {
      asked.reservation.settle(0, this.#parts.clock.now());
      if (signal.aborted) return STOPPED;
      const putOff = { ...this.#gate.putOff('lease'), detail: noLeasePhrase(lease.problem) };
      return putOffPass(this.#telling(), { putOff, problem: sayNoLease(lease.problem) }, at);
    }
    try {
      return await this.#within(lease.value, { passage: asked, began }, signal);
    } finally {
      const { server } = this.#section.bandwidth;
      await releaseLease({ server, token: this.#parts.token?.() }, lease.value.lease, signal);
    }
  }

  /** Between asking and being granted others may have come to use the line. */
  async #within(
    lease: LeaseGranted,
    { passage, began }: { readonly passage: Passage; readonly began: Ms },
    signal: AbortSignal,
  ): Promise<Pass> {
    const { clock } = this.#parts;
    const at = clock.now();
    if (clock.elapsed() - began < STALE) return await this.#test(lease, passage, signal);
    passage.reservation.settle(0, at);
    const again = await this.#gate.ask(signal);
    if (again === undefined) return STOPPED;
    if (!again.go) return putOffPass(this.#telling(), { putOff: again }, at);
    return await this.#test(lease, again, signal);
  }

  async #test(lease: LeaseGranted, passage: Passage, signal: AbortSignal): Promise<Pass> {
    const { clock } = this.#parts;
    const at = clock.now();
    const turn = await this.#turn(lease, passage, signal);
    passage.reservation.settle(turn.line.bytes, clock.now());
    if (signal.aborted) return STOPPED;
    if (turn.surge !== undefined) {
      const putOff = this.#gate.putOff('surge');
      return surgedPass(this.#telling(), { surge: turn.surge, putOff }, at);
    }
    this.#gate.passed();
    this.#learn(turn);
    return testedPass(this.#telling(), { turn, passage }, at);
  }

  async #turn(lease: LeaseGranted, passage: Passage, outer: AbortSignal): Promise<Turn> {
    const { clock, token, counters } = this.#parts;
    const { bandwidth } = this.#section;
    const tally = { down: 0, up: 0 };
    const surged = new AbortController();
    const series: Record<'down' | 'up', CountSeries> = { down: NONE, up: NONE };
    let surge: Surge | undefined;
    const kernel = (await serverPort(bandwidth.server, clock, outer))?.bytes;
    const watching = {
      ...{ passage, options: bandwidth, known: this.#known(), counters, kernel, clock },
      spent: () => ({ ...tally }),
    };
    const around: Around = async (direction, measure, stop) => {
      const watched = await underWatch(watching, measure, stop);
      series[direction] = watched.series;
      surge ??= watched.surge;
      // The other direction would disturb them just the same.
      if (surge !== undefined) surged.abort(new Error('others need the line'));
      return watched.value;
    };
    const farEnd = {
      ...{
        server: bandwidth.server,
        token: token?.(),
        lease: lease.lease,
        clock,
        tally,
        known: this.#promised(),
      },
      seconds: Math.min(bandwidth.seconds, lease.seconds),
      downBytes: Math.min(passage.maxBytes, lease.downBytes),
      upBytes: Math.min(passage.maxBytes, lease.upBytes),
    };
    const signal = AbortSignal.any([outer, surged.signal]);
    const line = await measureLine({ farEnd, fill: passage.weight === 'heavy', around }, signal);
    return { line, ...series, surge };
  }

  async #acquire({ weight }: Passage, signal: AbortSignal) {
    const { clock, random, token } = this.#parts;
    const { down, up } = this.#known();
    const request = {
      ...{ device: this.#section.id, weight },
      ...(down === undefined ? {} : { expectedDownBps: down }),
      ...(up === undefined ? {} : { expectedUpBps: up }),
    };
    const { server } = this.#section.bandwidth;
    const asking = {
      server,
      token: token?.(),
      request,
      clock,
      random,
      patience: LEASE_PATIENCE[weight],
    };
    return await acquireLease(asking, signal);
  }

  /** The router's port first: it sees what every machine of the school does. */
  async #meters() {
    const { counters, clock } = this.#parts;
    const own = await serverPort(this.#section.bandwidth.server, clock, this.#stop);
    return [
      ...(counters === undefined ? [] : [routerMeter(counters)]),
      ...(own === undefined ? [] : [own.meter]),
    ];
  }

  /** The larger of contract and last test: a provider may give more, and then that is known too. */
  #promised() {
    const { contract } = this.#section;
    const larger = (one: number | undefined, other: number | undefined) =>
      one === undefined && other === undefined ? undefined : bps(Math.max(one ?? 0, other ?? 0));
    return {
      down: larger(contract?.down, this.#seen.down),
      up: larger(contract?.up, this.#seen.up),
    };
  }

  #known = (): Partial<Rates> => this.#section.contract ?? this.#seen;

  #learn({ line: { down, up } }: Turn): void {
    if (down.rate.ok) this.#seen = { ...this.#seen, down: down.rate.value };
    if (up.rate.ok) this.#seen = { ...this.#seen, up: up.rate.value };
  }

  #telling = () => ({ ...this.#section, budget: this.#budget });
}

const NONE: CountSeries = { counts: [], missed: 0 };
