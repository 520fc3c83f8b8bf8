import type { LineOptions } from '../../netlab/line.ts';
import type { Case, Section, Starvation } from './case.ts';

export type Scale = 'quick' | 'full';

export function casesOf(section: Section, scale: Scale): readonly Case[] {
  const all = CASES[section];
  return scale === 'full' ? all : QUICK[section].map((at) => all[at]).filter((one) => !!one);
}

type Rates = readonly [downMbit: number, upMbit: number];
const RATES = {
  slow: [20, 10],
  plain: [50, 25],
  good: [100, 50],
  fast: [300, 150],
  gigabit: [1_000, 300],
} as const satisfies Record<string, Rates>;

interface Asked {
  readonly rates: Rates;
  readonly rttMs?: number;
  readonly lossPpm?: number;
  readonly line?: Partial<LineOptions>;
  readonly rest?: Partial<Case>;
  readonly says?: string;
}

function caseOf(section: Section, { rates, rttMs = 20, lossPpm = 0, ...asked }: Asked): Case {
  const [downMbit, upMbit] = rates;
  const loss = lossPpm === 0 ? '' : `, loss ${lossPpm / 10_000} %`;
  const says = asked.says === undefined ? '' : `, ${asked.says}`;
  return {
    section,
    name: `${downMbit}/${upMbit}, RTT ${rttMs} ms${loss}${says}`,
    line: { downMbit, upMbit, delayMs: rttMs / 2, lossPpm, counterAgeS: undefined, ...asked.line },
    crossShare: 0,
    starvation: undefined,
    peers: false,
    router: false,
    ...asked.rest,
  };
}

const accuracy = (rates: Rates, rttMs: number, lossPpm: number): Case =>
  caseOf('accuracy', { rates, rttMs, lossPpm, rest: { peers: true } });

const cross = (share: number): Case =>
  caseOf('cross', {
    rates: RATES.good,
    says: `${share * 100} % taken by another`,
    // Counters count frames; big ones would hide most headers.
    line: { offload: 'off', counterAgeS: 0 },
    rest: { crossShare: share, router: true },
  });

const burst = (rates: Rates, megabytes: number, peakMbit?: number): Case => {
  const peak = peakMbit === undefined ? 'no peak rate' : `peak ${peakMbit} Mbit/s`;
  return caseOf('burst', {
    rates,
    says: `burst ${megabytes} MB${megabytes === 0 ? '' : `, ${peak}`}`,
    line: megabytes === 0 ? {} : { burstBytes: megabytes * 1e6, peakMbit },
  });
};

const starved = (rates: Rates, starvation: Starvation): Case =>
  caseOf('starved', {
    rates,
    says:
      starvation.kind === 'share'
        ? `${starvation.ofOneCpu * 100} % of a processor`
        : `${starvation.processes} busy processes beside it`,
    rest: { starvation },
  });

const bloat = (queueMs: number): Case =>
  caseOf('bloat', { rates: RATES.good, says: `queue ${queueMs} ms`, line: { queueMs } });

const CASES: Readonly<Record<Section, readonly Case[]>> = {
  accuracy: [
    accuracy(RATES.slow, 10, 0),
    accuracy(RATES.slow, 40, 10_000),
    accuracy(RATES.plain, 20, 1_000),
    accuracy(RATES.plain, 40, 0),
    accuracy(RATES.good, 10, 0),
    accuracy(RATES.good, 20, 10_000),
    accuracy(RATES.good, 40, 1_000),
    accuracy(RATES.fast, 10, 0),
    accuracy(RATES.fast, 20, 10_000),
    accuracy(RATES.fast, 40, 1_000),
    accuracy(RATES.gigabit, 10, 0),
    accuracy(RATES.gigabit, 40, 0),
  ],
  rtt100: [RATES.slow, RATES.good, RATES.fast, RATES.gigabit].map((rates) =>
    caseOf('rtt100', { rates, rttMs: 100 }),
  ),
  cross: [0, 0.3, 0.6, 0.9].map(cross),
  burst: [
    burst(RATES.good, 0),
    burst(RATES.good, 6, 300),
    burst(RATES.good, 12, 300),
    burst(RATES.good, 20, 300),
    burst(RATES.good, 6),
    burst(RATES.good, 20),
    burst(RATES.fast, 0),
    burst(RATES.fast, 6, 600),
    burst(RATES.fast, 20, 600),
  ],
  starved: [
    starved(RATES.good, { kind: 'share', ofOneCpu: 0.05 }),
    starved(RATES.good, { kind: 'share', ofOneCpu: 0.2 }),
    starved(RATES.fast, { kind: 'share', ofOneCpu: 0.05 }),
    starved(RATES.fast, { kind: 'share', ofOneCpu: 0.2 }),
    starved(RATES.good, { kind: 'crowd', processes: 8 }),
    starved(RATES.fast, { kind: 'crowd', processes: 8 }),
  ],
  bloat: [50, 300, 1_000].map(bloat),
  udp: [
    caseOf('udp', { rates: RATES.good, says: 'UDP blocked', line: { udpBlocked: true } }),
    caseOf('udp', { rates: RATES.slow, says: 'UDP blocked', line: { udpBlocked: true } }),
  ],
  bottleneck: [
    caseOf('bottleneck', { rates: RATES.fast, says: 'nothing before the line' }),
    caseOf('bottleneck', {
      rates: RATES.fast,
      says: 'port of 100 Mbit/s',
      line: { portMbit: 100 },
    }),
    caseOf('bottleneck', {
      rates: RATES.fast,
      says: 'switch of 100 Mbit/s',
      line: { portMbit: 100, portShown: false },
    }),
  ],
};

/** Which of them are tried in a hurry. */
const QUICK: Readonly<Record<Section, readonly number[]>> = {
  accuracy: [1, 6, 7, 10],
  rtt100: [1],
  cross: [0, 2],
  burst: [0, 1, 3],
  starved: [0, 3],
  bloat: [0, 1],
  udp: [0],
  bottleneck: [1],
};
