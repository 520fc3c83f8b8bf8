import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kit/clock.ts';
import { messageOf } from '../../kit/result.ts';
import { sayBytes } from '../../kit/say-bytes.ts';
import { days, epochMs } from '../../kit/units.ts';
import { isDamage } from '../store/damage.ts';
import { backupName, madeAt } from './backup-name.ts';
import { freeBytes, sha256Of, sizeBytes, syncToDisk } from './disk-door.ts';
import { contentsOf, type KeptFile, MANIFEST, type Manifest } from './manifest.ts';
import { type Progress, Snapshot } from './snapshot-door.ts';
import type { StoreFile } from './store-file.ts';

export interface BackupOrder {
  /** Data folder of a collector, running or not. */
  readonly data: string;
  /** Folder in which the backup's own folder is made. */
  readonly to: string;
  readonly withFacts: boolean;
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly progress?: (file: StoreFile, ...pages: Parameters<Progress>) => void;
}

export interface MadeBackup {
  readonly folder: string;
  readonly manifest: Manifest;
}

const PARTIAL = '.partial';
const PARTIAL_LIVES = days(1);
/** Beside the copies: manifest, directory entries, the journal of a copy. */
const ROOM_BYTES = 16 * 1024 * 1024;

/** A verified copy under its final name, or nothing: throws where it can't be made, and leaves the data as it was. */
export async function makeBackup(order: BackupOrder): Promise<MadeBackup> {
  const names: readonly StoreFile[] = order.withFacts ? ['hatang.db', 'facts.db'] : ['hatang.db'];
  mkdirSync(order.to, { recursive: true, mode: 0o700 });
  checkRoom(order, names);
  const folder = join(order.to, backupName(order.clock.now()));
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  sweepPartials(order);
  const partial = `${folder}${PARTIAL}`;
  mkdirSync(partial, { mode: 0o700 });
  try {
    const manifest = await fill(partial, order, names);
    renameSync(partial, folder);
    syncToDisk(order.to);
    return { folder, manifest };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  folder: string,
  order: BackupOrder,
  names: readonly StoreFile[],
): Promise<Manifest> {
  const snapshots = openAll(order, names);
  const files: KeptFile[] = [];
  try {
    for (const snapshot of snapshots) files.push(await keep(snapshot, folder, order));
  } finally {
    for (const { snapshot } of snapshots) snapshot.close();
  }
  const manifest: Manifest = {
    format: 1,
    version: order.version,
    made_at: isoOf(order.clock),
    files,
    ...contentsOf(order.withFacts),
  };
  const file = join(folder, MANIFEST);
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  syncToDisk(file);
  syncToDisk(folder);
  return manifest;
}

interface Taken {
  readonly name: StoreFile;
  readonly takenAt: string;
  readonly snapshot: Snapshot;
}

/**
 * Both instants are fixed one right after the other, what people decide first: so no incident of the backup lacks the
 * facts it was opened on, however long the copying takes.
 */
function openAll({ data, clock }: BackupOrder, names: readonly StoreFile[]): readonly Taken[] {
  const taken: Taken[] = [];
  try {
    for (const name of names) {
      const snapshot = blaming(name, () => new Snapshot(join(data, name)));
      taken.push({ name, takenAt: isoOf(clock), snapshot });
    }
    return taken;
  } catch (error) {
    for (const { snapshot } of taken) snapshot.close();
    throw error;
  }
}

async function keep(
  { name, takenAt, snapshot }: Taken,
  folder: string,
  { progress }: BackupOrder,
): Promise<KeptFile> {
  const file = join(folder, name);
  await snapshot.copyTo(file, (done, all) => progress?.(name, done, all));
  const rows = blaming(name, () => checkedRows(file, name, snapshot));
  syncToDisk(file);
  const { size } = statSync(file);
  const sha256 = await sha256Of(file);
  return { name, schema: snapshot.schema, taken_at: takenAt, size_bytes: size, sha256, rows };
}

function checkedRows(file: string, name: StoreFile, source: Snapshot): Record<string, number> {
  const copy = new Snapshot(file);
  try {
    const wrong = copy.wrong();
    if (wrong !== undefined) throw new DamagedSource(name, wrong);
    const rows = copy.rows();
    for (const [table, n] of Object.entries(source.rows()))
      if (rows[table] !== n)
        throw new Error(`${file}: ${rows[table]} rows of ${table}, ${n} where it was copied from`);
    return rows;
  } finally {
    copy.close();
  }
}

/** A copy is page by page: what is wrong in it was wrong before. */
export class DamagedSource extends Error {
  readonly file: StoreFile;
  readonly why: string;

  constructor(file: StoreFile, why: string) {
    super(`${file} is damaged, its copy was not kept: ${why}`);
    this.file = file;
    this.why = why;
  }
}

function blaming<Value>(name: StoreFile, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw isDamage(error) ? new DamagedSource(name, messageOf(error)) : error;
  }
}

function checkRoom({ data, to }: BackupOrder, names: readonly StoreFile[]): void {
  const needed = names.reduce((sum, name) => sum + sizeBytes(join(data, name)), ROOM_BYTES);
  const free = freeBytes(to);
  if (free < needed)
    throw new Error(
      `${to}: còn / free ${sayBytes(free)}, bản sao cần / the backup needs ${sayBytes(needed)}`,
    );
}

/** What was cut off stays a day, in case it is being made right now. */
function sweepPartials({ to, clock }: BackupOrder): void {
  for (const name of readdirSync(to)) {
    const at = name.endsWith(PARTIAL) ? madeAt(name.slice(0, -PARTIAL.length)) : undefined;
    if (at !== undefined && clock.now() - at > PARTIAL_LIVES)
      rmSync(join(to, name), { recursive: true, force: true });
  }
}

const isoOf = (clock: Pick<Clock, 'now'>): string => new Date(epochMs(clock.now())).toISOString();
