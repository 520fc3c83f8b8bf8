import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { epochMs } from '../../kit/units.ts';
import { syncToDisk } from './disk-door.ts';

/** What was done to the files while no audit log could be written; the next start writes it there. */
const Deed = z.strictObject({
  at: z.int().nonnegative().transform(epochMs),
  deed: z.string(),
  subject: z.string(),
});
export type Deed = z.infer<typeof Deed>;

const fileOf = (data: string): string => join(data, 'unaudited.jsonl');

export function rememberDeed(data: string, deed: Deed): void {
  appendFileSync(fileOf(data), `${JSON.stringify(deed)}\n`, { mode: 0o600 });
  syncToDisk(fileOf(data));
}

/** Hands each over once; those of a line that can't be read are told as they stand. */
export function auditDeeds(data: string, audit: (deed: Deed) => void): number {
  const file = fileOf(data);
  if (!existsSync(file)) return 0;
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  for (const line of lines) audit(readDeed(line));
  rmSync(file);
  return lines.length;
}

function readDeed(line: string): Deed {
  try {
    return Deed.parse(JSON.parse(line));
  } catch {
    // A line torn by a power cut: what is left of it is better than nothing.
    return { at: epochMs(0), deed: 'unreadable deed', subject: line.slice(0, 500) };
  }
}
