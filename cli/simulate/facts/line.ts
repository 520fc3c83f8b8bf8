import { serviceFact } from '../../../agent/probes/service/facts.ts';
import { pingFact } from '../../../agent/probes/uplink/facts.ts';
import { minuteFact } from '../../../agent/probes/uplink/watch/account.ts';
import { type EpochMs, epochMs, type Ms, ms } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { between, chance } from '../chance.ts';
import type { School, Turn } from '../school.ts';

const PROBES = 10;
export const LINE = 'line';
export const TARGETS = ['center', 'portal'] as const;
export const SERVICES = ['hcm-edu', 'httt', 'csdl', 'moet', 'elearning', 'portal'] as const;

/** One in ten lines loses packets the whole day; the others now and then. */
const lossOf = ({ seed, index }: School): number => (chance(seed, index, 40) < 0.1 ? 0.05 : 0.002);

export function simulatedPing({ school, number, turn }: Turn, at: EpochMs): Fact {
  const { seed, index } = school;
  const base = between(3, 25, seed, index, number, 41);
  const trips = Array.from({ length: PROBES }, (_, probe): Ms | undefined => {
    if (chance(seed, index, number, turn, probe, 42) < lossOf(school)) return undefined;
    return ms(base + between(0, 4, seed, index, number, turn, probe, 43));
  });
  const target = TARGETS[number] ?? TARGETS[0];
  const method = number === 0 ? 'udp_echo' : 'tcp_connect';
  const ratio = lossOf(school);
  const day = { sent: 28_800, ratio, low: ratio * 0.9, high: ratio * 1.1 };
  return pingFact({ device: LINE, target, method }, { rounds: { trips }, day }, at);
}

export function simulatedMinute({ school, turn }: Turn, at: EpochMs): Fact {
  const down = chance(school.seed, school.index, turn, 44) < 0.002 ? 12 : 0;
  return minuteFact(LINE, {
    from: epochMs(at - 59_000),
    to: at,
    up: 60 - down,
    down,
    local: 0,
    dns: 0,
    collector: 0,
    portal: 0,
  });
}

/** Four steps that take a little each; one system in a hundred looks is broken. */
export function simulatedService({ school, number, turn }: Turn, at: EpochMs): Fact {
  const { seed, index } = school;
  const step = (what: number, most: number): Ms =>
    ms(between(1, most, seed, index, number, turn, what));
  const spent = { dns: step(45, 20), tcp: step(46, 30), tls: step(47, 60), http: step(48, 200) };
  const after = ms(spent.dns + spent.tcp + spent.tls + spent.http);
  const status = chance(seed, index, number, turn, 49) < 0.01 ? 503 : 200;
  const service = SERVICES[number] ?? SERVICES[0];
  const tls = {
    version: 'TLSv1.3',
    chainValid: true,
    hostNameValid: true,
    validTo: epochMs(school.startedAt + 86_400_000 * 60),
    chainLength: 3,
    issuer: 'GlobalSign',
  };
  return serviceFact(
    { device: LINE, service, name: service },
    { spent, addresses: 2, tls, head: { status, after } },
    at,
  );
}

/** What `uplink_bandwidth` tells of a test that went well. */
export function simulatedBandwidth({ school, turn }: Turn, at: EpochMs): Fact {
  const { seed, index } = school;
  const down = Math.round(between(60e6, 320e6, seed, index, turn, 50));
  const up = Math.round(down / 2);
  return {
    measurement: 'uplink_bandwidth',
    tags: { device: LINE },
    fields: {
      down_bps: down,
      up_bps: up,
      down_bytes: Math.round(down / 8),
      up_bytes: Math.round(up / 8),
      duration_s: 2.2,
      method: 'tcp4_app',
      bottleneck: 'line',
      bottleneck_why: 'the line was full',
      agent_busy_ratio: 0.2,
      weight: 'light',
    },
    at,
  };
}
