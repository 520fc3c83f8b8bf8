/** What a real agent has promised: facts that are durable in its spool, read beside it while it runs. */
import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';

/** Reads what is new alone: a backlog is long, and is looked at often. */
class SpoolReader {
  readonly #file: string;
  #known = new Map<string, readonly string[]>();

  constructor(folder: string) {
    this.#file = join(folder, 'spool.db');
  }

  /** Each waiting fact that the oracle follows, as `factIn` names it. */
  waiting(): readonly string[] {
    if (!existsSync(this.#file)) return [];
    try {
      this.#known = this.#read();
      return [...this.#known.values()].flat();
    } catch {
      // Damaged, full or just being made: what can't be read is not promised.
      return [];
    }
  }

  #read(): Map<string, readonly string[]> {
    const spool = new DatabaseSync(this.#file, { readOnly: true, timeout: 2_000 });
    try {
      const payload = spool.prepare('SELECT payload FROM batch WHERE sequence = ?');
      const heads = spool.prepare('SELECT sequence, length(payload) AS size FROM batch').all();
      return new Map(
        heads.map(({ sequence, size }) => {
          const key = `${sequence} ${size}`;
          const known = this.#known.get(key);
          return [key, known ?? followed(payload.get(sequence ?? 0)?.['payload'])];
        }),
      );
    } finally {
      spool.close();
    }
  }
}

function followed(payload: unknown): readonly string[] {
  if (!(payload instanceof Uint8Array)) return [];
  return gunzipSync(payload)
    .toString()
    .split('\n')
    .filter((line) => /^(server|uplink_ping),/.test(line))
    .map(factIn);
}

/** A line's fact as `measurement target stamp`: no two of the agent's share it. */
export function factIn(line: string): string {
  const target = /,target=([^, ]+)/.exec(line)?.[1] ?? '';
  return factName(line.split(',')[0] ?? '', target, line.split(' ').at(-1) ?? '');
}

export const factName = (measurement: string, target: string, at: string | number): string =>
  `${measurement} ${target} ${at}`;

/** A bit flipped, or the file torn, at a place given by 0–1. Only while nobody has it open. */
export function damage(folder: string, how: 'flip' | 'tear', place: number): void {
  const file = join(folder, 'spool.db');
  if (!existsSync(file)) return;
  const at = Math.floor(place * statSync(file).size);
  if (how === 'tear') truncateSync(file, at);
  else flip(file, at);
}

function flip(file: string, at: number): void {
  const open = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  if (readSync(open, byte, 0, 1, at) === 1) {
    byte[0] = (byte[0] ?? 0) ^ 0x10;
    writeSync(open, byte, 0, 1, at);
  }
  closeSync(open);
}

const LOOK_EVERY_MS = 150;

/** Looks into the spool all the time, and remembers what it saw promised. */
export class SpoolWatch {
  readonly #reader: SpoolReader;
  /** Ever seen durable. */
  readonly owed = new Set<string>();
  /** May be lost: they lay in a file that was damaged, or on a disk that was full. */
  readonly excused = new Set<string>();

  constructor(folder: string) {
    this.#reader = new SpoolReader(folder);
  }

  async run(stop: AbortSignal): Promise<void> {
    for (; !stop.aborted; await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS)))
      this.look();
  }

  look(): readonly string[] {
    const waiting = this.#reader.waiting();
    for (const fact of waiting) this.owed.add(fact);
    return waiting;
  }

  excuseWaiting(): void {
    for (const fact of this.look()) this.excused.add(fact);
  }
}
