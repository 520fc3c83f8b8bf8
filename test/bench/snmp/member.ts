/** One of the fleet, as its process tells of it. */
export interface FleetMember {
  readonly address: string;
  readonly kind: 'machine' | 'switch' | 'printer' | 'ups';
  readonly alive: boolean;
}

export const COMMUNITY = 'bench';
/** What one way of reading the whole fleet took. */
export interface Run {
  /** Until the last of those that answer was read. */
  readonly live_ms: number;
  /** Until the last was done with, the dead ones too. */
  readonly all_ms: number;
  readonly cpu_ms: number;
  /** Of the fleet, how many gave what was asked. */
  readonly read: number;
}
