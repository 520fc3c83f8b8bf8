import type { Text } from '../../kit/text.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { LastHosts } from '../../wire/last-hosts.ts';
import type { ToldOutage } from '../../wire/outage.ts';
import type { ConfiguredDevice } from '../probes/probe.ts';
import type { LastPass } from '../self/standing.ts';
import type { ShipmentState } from '../ship/shipment.ts';
import type { SpoolFigures } from '../spool/spool.ts';
import type { SearchState } from './search-state.ts';

/** What the tests of the line spent today, of what they may. */
export interface LineUse {
  readonly usedBytes: number;
  readonly budgetBytes: number;
  readonly at: EpochMs;
}

/** Everything the page shows, read at one moment. */
export interface PageState {
  readonly now: EpochMs;
  readonly agent: string;
  readonly version: string;
  /** Undefined before the enrolment. */
  readonly school: string | undefined;
  readonly simulated: boolean;
  readonly collector: string;
  readonly shipment: ShipmentState;
  readonly spool: SpoolFigures;
  readonly devices: readonly DeviceState[];
  readonly findings: readonly Finding[];
  readonly search: SearchState;
  /** Undefined before the first search for hosts. */
  readonly hosts?: LastHosts | undefined;
  /** Undefined before the first turn of the line’s tests. */
  readonly lineUse?: LineUse | undefined;
  /** Those that go on. */
  readonly outages: readonly ToldOutage[];
}

/** What the tests of the line spent on the day of `at`, of what they may. */
export interface LineUse {
  readonly usedBytes: number;
  readonly budgetBytes: number;
  readonly at: EpochMs;
}

export interface DeviceState {
  readonly device: ConfiguredDevice;
  /** The last pass of each of its probes. */
  readonly passes: readonly LastPass[];
}

export type Health = 'well' | 'ill' | 'waiting';

/** A device is well when all its probes found it so. */
export function healthOf({ passes }: DeviceState): Health {
  if (passes.length === 0) return 'waiting';
  return passes.every(({ healthy }) => healthy) ? 'well' : 'ill';
}

/** What is wrong with a device, and since when. */
export interface Trouble {
  readonly problems: readonly Text[];
  readonly since: EpochMs;
  /** False where it was so at the agent's first look. */
  readonly turned: boolean;
}

/** Undefined for a device that is well or was not looked at yet. */
export function troubleOf({ passes }: DeviceState): Trouble | undefined {
  const ill = passes.filter(({ healthy }) => !healthy);
  if (ill.length === 0) return undefined;
  const since = epochMs(Math.min(...ill.map((pass) => pass.since)));
  return {
    problems: unlike(ill.flatMap(({ problem }) => problem ?? [])),
    since,
    turned: ill.every((pass) => pass.since > since || pass.turned),
  };
}

/** Each problem once. */
export const unlike = (problems: readonly Text[]): readonly Text[] => [
  ...new Map(problems.map((problem) => [problem.vi, problem])).values(),
];

/** Devices of one kind with the same problems: a lab switched off is one thing to do, not forty. */
export interface Failing {
  readonly devices: readonly ConfiguredDevice[];
  readonly trouble: Trouble;
}

export function failingIn(states: readonly DeviceState[]): readonly Failing[] {
  const found = states.flatMap(({ device, passes }) => {
    const trouble = troubleOf({ device, passes });
    return trouble === undefined ? [] : [{ device, trouble }];
  });
  const alike = Map.groupBy(found, ({ device, trouble }) =>
    [device.kind, ...trouble.problems.map(({ vi }) => vi)].join('\n'),
  );
  return [...alike.values()].map((group) => ({
    devices: group.map(({ device }) => device),
    trouble: group.map(({ trouble }) => trouble).reduce((a, b) => (b.since < a.since ? b : a)),
  }));
}

/** What the basic level demands and the school fails. */
export const demandsFailed = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ device, verdict, level, mandatory }) =>
      device === undefined && verdict === 'fail' && level === 'basic' && mandatory,
  );
