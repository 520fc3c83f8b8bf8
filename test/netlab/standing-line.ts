import type { ChildProcess } from 'node:child_process';
import type { LineOptions, Place } from './line.ts';
import type { Ran } from './process-door.ts';

/** A line that stands. Whoever raised it closes it; when he can't, the undertaker does. */
export interface StandingLine {
  readonly options: LineOptions;
  /** Goes with the line; the router's community is in its file `community`. */
  readonly folder: string;
  /** The words before a command that place it somewhere on the line. */
  at(place: Place): readonly string[];
  run(place: Place, argv: readonly string[], timeoutMs?: number): Promise<Ran>;
  start(place: Place, argv: readonly string[]): ChildProcess;
  close(): Promise<void>;
}
