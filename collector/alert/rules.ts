import { type Ms, ms } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { MeasurementName } from '../../wire/measurements.ts';

export type Severity = 'critical' | 'warning' | 'info';
export type Fields = Readonly<Record<string, FieldValue>>;

/** When something is broken, and for how long it must be, before anybody hears of it. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The measurement it judges; `receipts` judges when the collector last received from an agent. */
  readonly reads: MeasurementName | 'receipts';
  /** Undefined where these fields say neither. A device with several series is bad when all of them are. */
  readonly bad: (fields: Fields) => boolean | undefined;
  /** Distinct bad observations in a row before it opens. */
  readonly observations: number;
  /** Shortest span from the first of them to the opening. */
  readonly hold: Ms;
  /** Rules that explain this one: while they are open no incident of this one is opened. */
  readonly parents: readonly string[];
  /** `later` waits for someone to look: lab machines are switched off every evening. */
  readonly tell: 'at_once' | 'later';
}

const flag = (fields: Fields, name: string): boolean | undefined => {
  const value = fields[name];
  return typeof value === 'boolean' ? value : undefined;
};
const isDown = (fields: Fields): boolean | undefined => {
  const up = flag(fields, 'up');
  return up === undefined ? undefined : !up;
};
/** Bad in these states, good in those, undecided in any other: an unreachable camera isn't frozen. */
const inState =
  (bad: readonly string[], good: readonly string[]) =>
  ({ state }: Fields): boolean | undefined => {
    if (typeof state !== 'string') return undefined;
    if (bad.includes(state)) return true;
    return good.includes(state) ? false : undefined;
  };

const AT_ONCE = { hold: ms(0), tell: 'at_once' } as const;
const PROBED = { ...AT_ONCE, observations: 2, parents: ['agent_silent', 'line_down'] } as const;

/** Parents stand before their children. */
export const rules: readonly Rule[] = [
  {
    ...AT_ONCE,
    id: 'agent_silent',
    severity: 'critical',
    reads: 'receipts',
    bad: (fields) => flag(fields, 'silent'),
    observations: 1,
    parents: [],
  },
  {
    ...PROBED,
    id: 'line_down',
    severity: 'critical',
    reads: 'uplink_ping',
    bad: isDown,
    parents: ['agent_silent'],
  },
  {
    ...PROBED,
    id: 'recorder_offline',
    severity: 'critical',
    reads: 'recorder',
    bad: isDown,
  },
  {
    ...PROBED,
    id: 'camera_offline',
    severity: 'critical',
    reads: 'camera',
    bad: (fields) =>
      typeof fields['state'] === 'string' ? fields['state'] === 'unreachable' : isDown(fields),
  },
  {
    ...PROBED,
    id: 'camera_frozen',
    severity: 'critical',
    reads: 'camera',
    bad: inState(['frozen', 'no_video'], ['live']),
  },
  {
    ...PROBED,
    id: 'camera_unauthorized',
    severity: 'warning',
    reads: 'camera',
    bad: inState(['unauthorized'], ['live', 'frozen', 'no_video']),
  },
  {
    ...PROBED,
    id: 'recorder_channel_stopped',
    severity: 'warning',
    reads: 'recorder',
    bad: ({ channels_stopped: stopped }) => (typeof stopped === 'number' ? stopped > 0 : undefined),
    parents: [...PROBED.parents, 'recorder_offline'],
  },
  {
    ...PROBED,
    id: 'machine_dead',
    severity: 'warning',
    reads: 'machine',
    bad: isDown,
    tell: 'later',
  },
];
