import type { LineOptions } from '../../netlab/line.ts';

export const SECTIONS = [
  'accuracy',
  'rtt100',
  'cross',
  'burst',
  'starved',
  'bloat',
  'udp',
  'bottleneck',
] as const;
export type Section = (typeof SECTIONS)[number];

/** How little of the processor the agent gets. */
export type Starvation =
  | { readonly kind: 'share'; readonly ofOneCpu: number }
  /** So many processes that never rest, on the one processor it may use. */
  | { readonly kind: 'crowd'; readonly processes: number };

/** One line, and what is done on it. */
export interface Case {
  readonly section: Section;
  readonly name: string;
  readonly line: Partial<LineOptions>;
  /** Share of both rates that another machine of the school takes. */
  readonly crossShare: number;
  readonly starvation: Starvation | undefined;
  /** Whether iperf3 and the plain test run beside us. */
  readonly peers: boolean;
  /** Whether the agent may ask the router for its counters. */
  readonly router: boolean;
}

export type Direction = 'down' | 'up';
export const DIRECTIONS = ['down', 'up'] as const satisfies readonly Direction[];
export type Method = 'hatang' | 'iperf3' | 'http4';

/** What one method said of one direction, beside the truth. */
export interface Row {
  readonly section: Section;
  readonly name: string;
  readonly run: number;
  readonly method: Method;
  readonly direction: Direction;
  readonly shapedBps: number;
  /** Undefined: it came to no figure; the note says why. */
  readonly bps: number | undefined;
  readonly seconds: number;
  readonly bytes: number;
  readonly note: string;
  readonly hatang: HatangRow | undefined;
}

/** What only we say. */
export interface HatangRow {
  readonly capacityBps: number | undefined;
  /** Longest round trip under load. */
  readonly loadedMs: number | undefined;
  readonly bottleneck: string;
  /** What the router's port carried this way during the whole measurement: the other way's acknowledgements too. */
  readonly wireBytes: number;
  /** What others took of the machine just before; cross traffic is in it. */
  readonly busyShare: number;
  readonly crossShare: number;
  readonly trueLoadedMs: number;
}

export const errorOf = ({ bps, shapedBps }: Row): number | undefined =>
  bps === undefined ? undefined : bps / shapedBps - 1;

/** Bytes as a share of those that ten seconds at the shaped rate are. */
export const bytesShare = ({ bytes, shapedBps }: Row): number => (bytes * 8) / (shapedBps * 10);
