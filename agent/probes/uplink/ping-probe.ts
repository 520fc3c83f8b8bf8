import { endpointOf } from '../../../kit/endpoint.ts';
import { ms, seconds } from '../../../kit/units.ts';
import { type Ping, pingTcp, pingUdp } from '../../dial/ping-door.ts';
import type { PingMethod, Rounds } from '../../dial/rounds.ts';
import type { Probe, ProbeParts } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { pingFact } from './facts.ts';
import { LossOfDay } from './loss-day.ts';
import type { UplinkOptions } from './options.ts';
import { sayUnanswered } from './words.ts';

const SPACING = ms(100);
const WAIT = seconds(2);

/** One far end, timed at every pass. */
export function pingProbe(
  { id, every, probes }: UplinkOptions,
  target: UplinkOptions['targets'][number],
  { clock }: ProbeParts,
): Probe {
  const udp = 'udp_echo' in target;
  const endpoint = endpointOf(udp ? target.udp_echo : target.tcp);
  if (endpoint === undefined) throw new Error(`uplink target ${target.name}: no port`);
  const ping = { endpoint, probes, spacing: SPACING, wait: WAIT, clock };
  const byTcp = probes * (SPACING + WAIT);
  const day = new LossOfDay();
  return {
    id: `${id}:ping:${target.name}`,
    every,
    deadline: ms((udp ? probes * SPACING : 0) + byTcp + 2 * WAIT + 8_000),
    async measure(signal) {
      const at = clock.now();
      const { method, rounds } = await (udp ? pingEither : pingByTcp)(ping, signal);
      if (signal.aborted) return STOPPED;
      const lost = rounds.trips.filter((trip) => trip === undefined).length;
      day.add(rounds.trips.length, lost, at);
      const series = { device: id, target: target.name, method };
      const fact = pingFact(series, { rounds, day: day.sum() }, at);
      const healthy = fact.fields['up'] === true;
      const problem = sayUnanswered(target.name, rounds);
      return { facts: [fact], healthy, ...(healthy ? {} : { problem }) };
    },
  };
}

interface Timed {
  readonly method: PingMethod;
  readonly rounds: Rounds;
}

const pingByTcp = async (ping: Ping, signal: AbortSignal): Promise<Timed> => ({
  method: 'tcp_connect',
  rounds: await pingTcp(ping, signal),
});

/** Where UDP is blocked, the same port answers by TCP: the line is up, and the fact says how it was timed. */
async function pingEither(ping: Ping, signal: AbortSignal): Promise<Timed> {
  const echoed = await pingUdp(ping, signal);
  const answered = echoed.trips.some((trip) => trip !== undefined);
  if (answered || signal.aborted) return { method: 'udp_echo', rounds: echoed };
  const shaken = await pingByTcp(ping, signal);
  const shook = shaken.rounds.trips.some((trip) => trip !== undefined);
  return shook ? shaken : { method: 'udp_echo', rounds: echoed };
}
