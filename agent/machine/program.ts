import type { Clock } from '../../kit/clock.ts';
import type { ConfigSurroundings } from '../../kit/load-config.ts';
import type { Text } from '../../kit/text.ts';

/** 0 fine, 1 it ran and was refused, 2 wrong use or config, 3 could not reach the agent. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command is given of the process it runs in. */
export interface MachineProgram {
  readonly surroundings: Pick<ConfigSurroundings, 'checkModes'>;
  /** The command's own answer, on stdout. */
  readonly say: (text: string) => void;
  /** What went wrong, for people, on stderr. */
  readonly complain: (text: string) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly version: string;
  /** Aborts when the person or the system asks the program to end. */
  readonly stop: AbortSignal;
}

export const bothOf = ({ vi, en }: Text): string => `${vi}\n${en}`;
