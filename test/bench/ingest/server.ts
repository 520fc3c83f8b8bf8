import type { Target } from './drive.ts';

/** A server under test, started anew over a folder of its own. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  readonly target: Target;
  /** Points of one field, by the server's own interface. */
  points(): Promise<number>;
  /** Brings what it keeps to rest; gives the bytes on the disk, by what they hold where that can be told. */
  settle(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}
