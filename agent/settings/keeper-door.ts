import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Log } from '../../kit/log.ts';
import { replaceFile } from '../../kit/replace-file-door.ts';
import { messageOf } from '../../kit/result.ts';
import { Kept, nothingKept } from './kept.ts';

/** The sum is of `kept` as it is written: a torn or changed file is never taken for the centre's word. */
const KeptFile = z.strictObject({ sum: z.string(), kept: z.string() });
/** Three times the largest answer: the good one, the one on trial, and quotes around both. */
const MOST_BYTES = 2 * 1024 * 1024;

/** `settings.json` in the agent's data folder. */
export class SettingsKeeper {
  readonly #file: string;
  readonly #log: Log;
  #kept: Kept;

  /** A damaged file is set aside: the local file alone counts until the centre is asked again. */
  constructor(folder: string, program: string, log: Log) {
    this.#file = join(folder, 'settings.json');
    this.#log = log;
    this.#kept = nothingKept(program);
    if (!existsSync(this.#file)) return;
    try {
      this.#kept = read(this.#file);
    } catch (error) {
      const aside = `${this.#file}.damaged`;
      renameSync(this.#file, aside);
      log.error({ problem: messageOf(error), aside }, 'settings of the centre set aside');
    }
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** Durable when it returns; throws, and nothing has changed, where it can't be written. */
  keep(kept: Kept): void {
    const text = JSON.stringify(kept);
    replaceFile(this.#file, `${JSON.stringify({ sum: sumOf(text), kept: text })}\n`);
    this.#kept = kept;
  }

  /** Holds in this process even where it can't be written: a full disk is no reason to stay with what failed. */
  hold(kept: Kept): void {
    if (kept === this.#kept) return;
    this.#kept = kept;
    try {
      this.keep(kept);
    } catch (error) {
      this.#log.error({ problem: messageOf(error) }, 'settings of the centre not written');
    }
  }
}

function read(file: string): Kept {
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new Error(`${size} bytes are too many`);
  const { sum, kept } = KeptFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (sum !== sumOf(kept)) throw new Error('the sum does not fit');
  return Kept.parse(JSON.parse(kept));
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
