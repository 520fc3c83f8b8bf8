import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../kit/result.ts';

export interface Room {
  /** What an ordinary user may still fill. */
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/** The data folder, as far as its health goes. */
export interface Places {
  room(): Room;
  /** The databases and their write-ahead logs; one that is not there takes nothing. */
  files(): readonly StoredFile[];
  /** Why the folder can't be written; undefined where it can. */
  closed(): string | undefined;
}

const FILES = ['hatang.db', 'hatang.db-wal', 'facts.db', 'facts.db-wal'];

export function places(folder: string): Places {
  return {
    room() {
      const { bavail, blocks, bsize } = statfsSync(folder);
      return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
    },
    files: () =>
      FILES.map((name) => ({
        name,
        bytes: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
      })),
    closed() {
      try {
        accessSync(folder, constants.W_OK);
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
  };
}
