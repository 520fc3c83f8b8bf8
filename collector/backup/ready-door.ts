import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import type { CollectorConfig } from '../config.ts';
import { needed, StartProblem } from '../start-problem.ts';
import { backupFolder } from './backup-folder.ts';
import { copyBeforeMigration } from './before-migration-door.ts';
import { damageMessage, missingMessage } from './damage-words.ts';
import { type Examined, examine } from './examine-door.ts';
import { type DataLock, lockData } from './lock-door.ts';
import { beginFactsAnew, type Rebuilt, rebuildFromBackup } from './rebuild-door.ts';
import { interruptedRestore } from './restore-mark-door.ts';
import { LAST_WITH_FACTS, SCHEMA, STORE_FILES, type StoreFile } from './store-file.ts';

/** What a person asked for on the command line, besides what the config says. */
export interface Repair {
  readonly rebuild: boolean;
  /** An empty facts.db may take a damaged one's place where there is no backup. */
  readonly abandonFacts: boolean;
  /** Migrate without keeping a copy of the file as it was. */
  readonly noCopy: boolean;
}

export interface Readying {
  readonly config: Pick<CollectorConfig, 'data' | 'backup' | 'damage'>;
  readonly repair?: Repair;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const NOTHING: Repair = { rebuild: false, abandonFacts: false, noCopy: false };

/** Starts over files that can be opened, in a data folder that is ours until the end; throws a StartProblem, and has lost nothing then. */
export async function overReadyData<Started extends { stop(): Promise<void> }>(
  readying: Readying,
  start: () => Promise<Started>,
): Promise<Started> {
  const lock = await readyData(readying);
  try {
    const started = await start();
    return {
      ...started,
      async stop() {
        await started.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function readyData(readying: Readying): Promise<DataLock> {
  const { data } = readying.config;
  const lock = needed(() => lockData(data));
  try {
    const interrupted = interruptedRestore(data);
    if (interrupted !== undefined) throw new Error(interrupted);
    for (const name of STORE_FILES) await readyFile(readying, name);
    return lock;
  } catch (error) {
    lock.release();
    throw new StartProblem('needed', messageOf(error), error);
  }
}

async function readyFile(readying: Readying, name: StoreFile): Promise<void> {
  const { data } = readying.config;
  const found = examine(data, name);
  const trouble = troubleOf(data, name, found);
  if (trouble !== undefined) return await mend(readying, name, trouble);
  if (found.kind !== 'sound') return;
  if (found.unread)
    readying.log.warn({ file: name }, 'half-written transaction at the end of the log was dropped');
  if (readying.repair?.noCopy !== true) await copyBeforeMigration(data, name, found.schema);
}

/** Undefined where the file can be used, or may be made. */
function troubleOf(data: string, name: StoreFile, found: Examined): string | undefined {
  if (found.kind === 'damaged') return damageMessage(join(data, name), found.why);
  if (found.kind === 'absent' && isMissed(data, name)) return missingMessage(join(data, name));
  return undefined;
}

/** A file that was there once must not be made anew without a word. */
function isMissed(data: string, name: StoreFile): boolean {
  if (existsSync(join(data, `${name}-wal`))) return true;
  return name === 'hatang.db'
    ? asked(data, 'facts.db', 'SELECT count(*) FROM heard') > 0
    : standsAlone(asked(data, 'hatang.db', 'PRAGMA user_version'));
}

/** A hatang.db that has let go of its facts has a facts.db beside it; an older one holds them itself. */
const standsAlone = (schema: number): boolean =>
  schema > LAST_WITH_FACTS && schema <= SCHEMA['hatang.db'];

function asked(data: string, name: StoreFile, question: string): number {
  const file = join(data, name);
  if (!existsSync(file)) return 0;
  const connection = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(Object.values(connection.prepare(question).get() ?? {})[0] ?? 0);
  } catch {
    // Not a table of ours yet, or damaged: whoever examines that file says so.
    return 0;
  } finally {
    connection.close();
  }
}

async function mend(
  { config, repair = NOTHING, clock, log }: Readying,
  name: StoreFile,
  trouble: string,
): Promise<void> {
  const rebuilding = { data: config.data, backups: backupFolder(config), now: clock.now() };
  let rebuilt: Rebuilt | undefined;
  if (repair.rebuild || config.damage === 'rebuild')
    rebuilt = await rebuildFromBackup(rebuilding, name);
  if (rebuilt === undefined && repair.abandonFacts && name === 'facts.db')
    rebuilt = beginFactsAnew(rebuilding);
  if (rebuilt === undefined) throw new Error(trouble);
  log.error({ file: name, ...rebuilt, problem: trouble }, 'damaged file set aside and rebuilt');
}
