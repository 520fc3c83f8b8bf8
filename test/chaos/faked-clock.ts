import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';

/** The clock that a child process sees: the system's, off by what a file says. The monotonic clock stays true. */
export class FakedClock {
  readonly #file: string;

  constructor(folder: string, name: string) {
    this.#file = join(folder, `${name}.clock`);
    this.set(0);
  }

  /** Takes hold within a second: libfaketime looks at its file no more often. */
  set(offsetS: number): void {
    writeFileSync(this.#file, offsetS < 0 ? `${offsetS}` : `+${offsetS}`);
  }

  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: peerPath('libfaketime'),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }
}

const SHARED = '/dev/shm';

/** A program that is killed leaves what libfaketime shares with its children: gone with those that run no more. */
export function sweepFakedClocks(): void {
  for (const name of readdirSync(SHARED)) {
    const pid = /^(?:sem\.)?faketime_(?:shm|sem)_(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(SHARED, name), { force: true });
  }
}
