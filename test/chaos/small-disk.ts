import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own for one folder, small enough to be filled: a tmpfs, which needs the right to mount. */
export class SmallDisk {
  readonly folder: string;
  readonly #ballast: string;

  constructor(folder: string, sizeMiB: number) {
    this.folder = folder;
    this.#ballast = join(folder, 'ballast');
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=700`, 'tmpfs', folder]);
  }

  /** To the last page. */
  fill(): void {
    const file = openSync(this.#ballast, 'a');
    try {
      for (let size = 1024 * 1024; size >= 512; ) {
        try {
          writeSync(file, Buffer.alloc(size, 0x55));
        } catch {
          // No room for so much: try less.
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  /** `keep`: what lies on it stays to be looked at, beside it, on the disk of the machine. */
  remove(keep: boolean): void {
    this.free();
    if (keep) cpSync(this.folder, `${this.folder}.kept`, { recursive: true });
    execFileSync('umount', ['-l', this.folder]);
  }
}
