import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { type EpochMs, minutes } from '../../kit/units.ts';
import type { CollectorConfig } from '../config.ts';
import type { Gauge } from '../health/metric.ts';
import { byCalendar } from '../nightly-door.ts';
import { backupFolder } from './backup-folder.ts';
import { backupsIn } from './kept-door.ts';
import { type NightResult, OVERDUE } from './night-work.ts';
import type { StoreFile } from './store-file.ts';
import { workInThread } from './work-thread-door.ts';

export interface NightlyParts {
  readonly config: Pick<CollectorConfig, 'data' | 'backup' | 'damage' | 'time_zone'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly damaged: (file: StoreFile, why: string) => void;
  /** Who copies and checks; a thread of its own unless told otherwise. */
  readonly worker?: typeof workInThread;
}

export interface Nightly {
  /** Makes a backup now; one at a time. */
  run(): Promise<void>;
  /** Undefined where there is none yet, or none are made. */
  lastBackup(): EpochMs | undefined;
  metrics(): readonly Gauge[];
  stop(): Promise<void>;
}

/** After the start, so that it is not in the way of agents that come back all at once. */
const MADE_GOOD_AFTER = minutes(10);

/** Backups by the calendar, and one made good that was slept through. */
export function startNightly(parts: NightlyParts): Nightly {
  const { config, clock, worker = workInThread } = parts;
  if (config.backup === 'off') return OFF;
  const { backup } = config;
  const folder = backupFolder(config);
  const ending = new AbortController();
  let newest = backupsIn(folder)[0]?.at;
  let failures = 0;
  let running = Promise.resolve();
  const night = async () => {
    if (ending.signal.aborted) return;
    const now = clock.now();
    const work = { ...backup, data: config.data, folder, version: parts.version, now };
    const result = await worker(work, ending.signal);
    if (result === undefined) return;
    if (result.kind === 'made') newest = now;
    else failures += 1;
    tell(parts, result);
  };
  const run = () => {
    running = running.then(night);
    return running;
  };
  const makeGood = async () => {
    await clock.sleep(MADE_GOOD_AFTER, ending.signal);
    if (newest === undefined || clock.now() - newest >= OVERDUE) await run();
  };
  const slept = makeGood();
  const endCalendar = byCalendar(backup.at, config.time_zone, run);
  return {
    run,
    lastBackup: () => newest,
    metrics: () => figures(newest, failures),
    async stop() {
      ending.abort();
      await endCalendar();
      await Promise.all([slept, running]);
    },
  };
}

function tell({ log, damaged }: NightlyParts, result: NightResult): void {
  if (result.kind === 'failed') log.error({ problem: result.problem }, 'backup failed');
  else if (result.kind === 'damaged') damaged(result.file, result.why);
  else {
    const { name, removed, noRoom } = result;
    log.info({ name, removed: removed.length }, 'backup made');
    if (noRoom) log.warn({ name }, 'no room for facts.db in the backup');
  }
}

const OFF: Nightly = {
  run: async () => undefined,
  lastBackup: () => undefined,
  metrics: () => [],
  stop: async () => undefined,
};

function figures(newest: EpochMs | undefined, failures: number): readonly Gauge[] {
  const failed: Gauge = {
    name: 'hatang_backup_failures_total',
    help: 'Backups that failed since the start',
    type: 'counter',
    value: failures,
  };
  if (newest === undefined) return [failed];
  const last: Gauge = {
    name: 'hatang_backup_last_success_timestamp_seconds',
    help: 'When the newest verified backup was made',
    type: 'gauge',
    value: newest / 1_000,
  };
  return [last, failed];
}
