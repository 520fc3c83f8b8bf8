import { join } from 'node:path';
import type { EpochMs } from '../../kit/units.ts';
import { openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { stampOf } from './backup-name.ts';
import { rememberDeed } from './deeds-door.ts';
import { backupsIn, type KeptBackup, verifiedBackup } from './kept-door.ts';
import { fileIn, type KeptFile } from './manifest.ts';
import { bring, putInPlace, setAside } from './place-door.ts';
import { SCHEMA, type StoreFile } from './store-file.ts';
import { trustAgain } from './suspect-door.ts';

export interface Rebuilding {
  readonly data: string;
  readonly backups: string;
  readonly now: EpochMs;
}

export interface Rebuilt {
  /** Name of the backup; undefined where the file begins anew. */
  readonly from: string | undefined;
  readonly aside: string;
}

/** Puts the newest sound backup in a damaged file's place, which is kept under another name; undefined where there is none. */
export async function rebuildFromBackup(
  rebuilding: Rebuilding,
  name: StoreFile,
): Promise<Rebuilt | undefined> {
  const { data, backups } = rebuilding;
  for (const backup of backupsIn(backups)) {
    const kept = usableFile(backup, name);
    if (kept === undefined || !(await verifiedBackup(backup.folder)).ok) continue;
    await bring(backup.folder, data, kept);
    const aside = moveAside(rebuilding, name);
    putInPlace(data, name);
    return tell(rebuilding, name, { from: backup.name, aside });
  }
  return undefined;
}

/** An empty `facts.db` in the damaged one's place: what schools measured so far is only in the file that was kept. */
export function beginFactsAnew(rebuilding: Rebuilding): Rebuilt {
  const aside = moveAside(rebuilding, 'facts.db');
  openDatabase(join(rebuilding.data, 'facts.db'), factMigrations).close();
  return tell(rebuilding, 'facts.db', { from: undefined, aside });
}

function usableFile({ manifest }: KeptBackup, name: StoreFile): KeptFile | undefined {
  const kept = fileIn(manifest, name);
  return kept !== undefined && kept.schema <= SCHEMA[name] ? kept : undefined;
}

function moveAside({ data, now }: Rebuilding, name: StoreFile): string {
  const aside = `${name}.damaged-${stampOf(now)}`;
  setAside(data, name, join(data, aside));
  trustAgain(data, name);
  return aside;
}

function tell({ data, now }: Rebuilding, name: StoreFile, rebuilt: Rebuilt): Rebuilt {
  const { from, aside } = rebuilt;
  const deed = from === undefined ? `${name} began anew` : `${name} rebuilt from ${from}`;
  rememberDeed(data, { at: now, deed, subject: `damaged file kept as ${aside}` });
  return rebuilt;
}
