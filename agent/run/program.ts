import type { Clock } from '../../kit/clock.ts';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import type { Log } from '../../kit/log.ts';
import type { CompiledStandard } from '../../standards/compile.ts';

/** 0 fine, 1 it ran and found failures, 2 wrong use or config, 3 could not reach what it needed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command is given of the process it runs in. */
export interface Program {
  readonly surroundings: ConfigSurroundings;
  /** The command's own answer, on stdout. */
  readonly say: (text: string) => void;
  /** What went wrong, for people, on stderr. */
  readonly complain: (text: string) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly rssBytes: () => number;
  readonly version: string;
  /** Opens the published standards; slow and large, so only for who judges. */
  readonly standards: () => Promise<readonly CompiledStandard[]>;
  /** Aborts when the person or the system asks the program to end. */
  readonly stop: AbortSignal;
}
