import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Slug } from '../../kit/config-fields.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { epochMs } from '../../kit/units.ts';
import { keepFile } from './data-door.ts';
import { MACHINES_AT_MOST, type Register } from './register.ts';

const REGISTER_FILE = 'lab-machines.json';

const Kept = z
  .array(
    z.object({
      id: Slug,
      name: z.string(),
      room: z.string().exactOptional(),
      address: z.string().exactOptional(),
      identity: z
        .object({
          uuid: z.string().exactOptional(),
          board: z.string().exactOptional(),
          macs: z.array(z.string()),
          disks: z.array(z.string()),
        })
        .exactOptional(),
      struckOff: z.literal(true).exactOptional(),
      seenAt: z.int().nonnegative().transform(epochMs).exactOptional(),
    }),
  )
  .max(MACHINES_AT_MOST);

/**
 * The register on disk. The file is the truth, read anew before each change, so that a machine struck off by a command
 * stays so while the agent runs; what could not be written is held until it can be.
 */
export class RegisterFile {
  readonly #folder: string;
  readonly #log: Log;
  #held: Register | undefined;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  read(): Register {
    if (this.#held !== undefined) return this.#held;
    const file = join(this.#folder, REGISTER_FILE);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      return Kept.parse(JSON.parse(text));
    } catch (error) {
      this.#setAside(file, error);
      return [];
    }
  }

  keep(register: Register): void {
    try {
      keepFile(this.#folder, REGISTER_FILE, `${JSON.stringify(register)}\n`);
      this.#held = undefined;
    } catch (error) {
      this.#held = register;
      this.#log.error({ problem: messageOf(error) }, 'register of lab machines not kept');
    }
  }

  /** The ids come from the machines themselves: a new register gives them the same. */
  #setAside(file: string, error: unknown): void {
    const problem = messageOf(error).slice(0, 300);
    this.#log.error({ file, problem }, 'damaged register of lab machines set aside');
    renameSync(file, `${file}.damaged`);
  }
}
