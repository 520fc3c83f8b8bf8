import { portSpeed, portWith, readPort } from '../../../kit/port-count-door.ts';
import type { Result } from '../../../kit/result.ts';
import { bps, type Ms, ms, seconds } from '../../../kit/units.ts';
import { type Ping, pingTcp, pingUdp } from '../../dial/ping-door.ts';
import { longestOf, medianOfLastHalf, type PingMethod, type Rounds } from '../../dial/rounds.ts';
import type { Direction } from './bandwidth.ts';
import { measureDown, measureUp, type OwnPort } from './bandwidth-door.ts';
import { type Filling, fillDown, fillUp } from './fill-door.ts';
import type { LineMeasurement } from './line.ts';
import { type Place, placeOf } from './place-door.ts';
import type { FarEnd } from './streams-door.ts';

const IDLE = { probes: 20, spacing: ms(20), wait: seconds(1) };
const LOADED = { probes: 400, spacing: ms(20), wait: ms(0) };
/** While a queue is filled and runs empty again. */
const FILLED = { probes: 60, spacing: ms(10), wait: ms(300) };
/** So much of the line's time is put into its queue at once: what a queue holds beyond that is not seen. */
const FILL_S = 0.15;
const FASTER_THAN_LINE = 4;
const MOST_FILL_BYTES = 40_000_000;

export interface LineLook {
  readonly farEnd: FarEnd;
  /** Fill the queues too: it hurts a call for a moment, so not in lessons. */
  readonly fill: boolean;
  /** What is done around each direction: counters that are read meanwhile, a watch that ends it. */
  readonly around?: Around;
}

export type Around = (
  direction: 'down' | 'up',
  measure: (signal: AbortSignal) => Promise<Direction>,
  signal: AbortSignal,
) => Promise<Direction>;

export async function measureLine(look: LineLook, signal: AbortSignal): Promise<LineMeasurement> {
  const { clock } = look.farEnd;
  const start = clock.elapsed();
  const place = await placeOf(look.farEnd.server, signal);
  const port = portWith(place?.local);
  const before = { at: clock.elapsed(), count: counted(port) };
  const { method, rounds: idle } = await pingAtRest(place, look.farEnd, signal);
  const own = ownPort(port, before, clock.elapsed());
  const loaded = pinger(method, { place, farEnd: look.farEnd });
  const around = look.around ?? ((_direction, measure, stop) => measure(stop));
  const down = await loaded(
    LOADED,
    () => around('down', (stop) => measureDown(look.farEnd, own, stop), signal),
    signal,
  );
  const filledDown = await fillOnce({ look, place, method, loaded }, down.given, fillDown, signal);
  const up = await loaded(
    LOADED,
    () => around('up', (stop) => measureUp(look.farEnd, own, stop), signal),
    signal,
  );
  const filledUp = await fillOnce({ look, place, method, loaded }, up.given, fillUp, signal);
  return {
    idle,
    latencyMethod: method,
    down: down.given,
    up: up.given,
    loadedDown: later(medianOfLastHalf(down.rounds), filledDown?.longest),
    loadedUp: later(medianOfLastHalf(up.rounds), filledUp?.longest),
    filled: filledDown?.longest !== undefined || filledUp?.longest !== undefined,
    linkBps: own.name === undefined ? undefined : portSpeed(own.name),
    bytes: down.given.bytes + up.given.bytes + (filledDown?.bytes ?? 0) + (filledUp?.bytes ?? 0),
    seconds: (clock.elapsed() - start) / 1_000,
  };
}

const counted = (port: string | undefined) => (port === undefined ? undefined : readPort(port));

/** What the port carried while only our echoes were on the line: cameras recorded here, other programs. */
function ownPort(
  port: string | undefined,
  before: { readonly at: Ms; readonly count: ReturnType<typeof readPort> },
  now: Ms,
): OwnPort {
  const after = counted(port);
  const spanS = (now - before.at) / 1_000;
  const isKnown = before.count !== undefined && after !== undefined && spanS > 0.1;
  return {
    name: port,
    background: isKnown
      ? bps(((after.rxBytes - (before.count?.rxBytes ?? 0)) * 8) / spanS)
      : undefined,
  };
}

/** By UDP, and by TCP where UDP is blocked: the figures say which. */
async function pingAtRest(
  place: Place | undefined,
  { clock, server }: FarEnd,
  signal: AbortSignal,
): Promise<{ method: PingMethod; rounds: Rounds }> {
  const endpoint = { host: place?.address ?? new URL(server).hostname, port: place?.port ?? 0 };
  const rounds = await pingUdp({ endpoint, clock, ...IDLE }, signal);
  if (place === undefined || rounds.trips.some((trip) => trip !== undefined))
    return { method: 'udp_echo', rounds };
  return { method: 'tcp_connect', rounds: await pingTcp({ endpoint, clock, ...IDLE }, signal) };
}

type Pace = Pick<Ping, 'probes' | 'spacing' | 'wait'>;
type Loaded = <Given>(
  pace: Pace,
  work: () => Promise<Given>,
  signal: AbortSignal,
) => Promise<{ given: Given; rounds: Rounds }>;

/** Times round trips while something else goes on, and no longer than its own last answer. */
function pinger(
  method: PingMethod,
  { place, farEnd }: { readonly place: Place | undefined; readonly farEnd: FarEnd },
): Loaded {
  return async (pace, work, outer) => {
    if (place === undefined) return { given: await work(), rounds: { trips: [] } };
    const done = new AbortController();
    const signal = AbortSignal.any([outer, done.signal]);
    const endpoint = { host: place.address, port: place.port };
    const ping = method === 'udp_echo' ? pingUdp : pingTcp;
    const pinging = ping({ endpoint, clock: farEnd.clock, ...pace }, signal);
    try {
      const given = await work();
      if (pace.wait > 0) await pinging;
      done.abort();
      return { given, rounds: await pinging };
    } finally {
      done.abort();
    }
  };
}

interface FillOnce {
  readonly look: LineLook;
  readonly place: Place | undefined;
  readonly method: PingMethod;
  readonly loaded: Loaded;
}

/** Filling needs UDP both for the burst and for the echoes between. */
async function fillOnce(
  { look, place, method, loaded }: FillOnce,
  { rate }: Direction,
  fill: (filling: Filling, signal: AbortSignal) => Promise<Result<number>>,
  signal: AbortSignal,
): Promise<{ longest: Ms | undefined; bytes: number } | undefined> {
  if (!look.fill || place === undefined || method !== 'udp_echo' || !rate.ok) return undefined;
  const bytes = Math.min(MOST_FILL_BYTES, Math.round((rate.value * FILL_S) / 8));
  const filling = { farEnd: look.farEnd, to: place, bytes, bps: rate.value * FASTER_THAN_LINE };
  const { given, rounds } = await loaded(FILLED, () => fill(filling, signal), signal);
  return given.ok ? { longest: longestOf(rounds), bytes: given.value } : undefined;
}

const later = (one: Ms | undefined, other: Ms | undefined): Ms | undefined =>
  one === undefined || other === undefined ? (one ?? other) : ms(Math.max(one, other));
