/** The thread that writes `facts.db`: the only one that does. Started by thread-door.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { type EpochMs, epochMs, hours, seconds } from '../../kit/units.ts';
import { calendarOf } from '../calendar/make-calendar.ts';
import { openHistoryWriter } from '../open-history.ts';
import { countedFields } from '../store/counted-fields.ts';
import { openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { FactWriter } from '../store/fact-writer.ts';
import { factsFile } from '../store/stores-door.ts';
import { zonedDay } from '../store/zoned-day.ts';
import { Ingest, type Outcome } from './ingest.ts';
import type { FromThread, ThreadStart, ToThread } from './thread-words.ts';

/** Pages of latest values and of days are read and written again and again; the log is folded in less often. */
const PACE = 'PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;';
const UPKEEP_AGAIN = hours(1);
const HEALTH_EVERY = seconds(1);

const port = parentPort;
if (port === null) throw new Error('this is a thread of the collector, not a program');
const tell = (word: FromThread): void => port.postMessage(word);
const logAs =
  (level: 'info' | 'warn' | 'error') =>
  (fields: object, event: string): void =>
    tell({ kind: 'log', level, fields, event });
const log: Log = { info: logAs('info'), warn: logAs('warn'), error: logAs('error') };

const start = startOf(workerData);
const sql = openDatabase(factsFile(start.folder), factMigrations);
sql.whenDamaged((error) => tell({ kind: 'damaged', why: messageOf(error) }));
sql.script(PACE);
const history = await openHistoryWriter({
  config: start.config.history,
  sql,
  clock: systemClock,
  random: Math.random,
  log,
});
const facts = new FactWriter({
  sql,
  history,
  counting: {
    dayOf: zonedDay(start.config.time_zone),
    isSchoolTime: calendarOf(start.teaching).isSchoolTime,
    fieldsOf: countedFields(start.counted),
  },
});
const ingest = new Ingest({
  sql,
  facts,
  log,
  elapsed: systemClock.elapsed,
  later: (deed) => setImmediate(deed),
});
const ending = new AbortController();
const upkeep = tend();
const health = tellHealth();

let answers: [number, Outcome][] = [];
port.on('message', (word: ToThread) => {
  switch (word.kind) {
    case 'admit':
      void ingest.admit(word.admission, word.lane).then((outcome) => answer(word.id, outcome));
      return;
    case 'prune':
      void prune(epochMs(word.now));
      return;
    case 'stop':
      void stop();
      return;
  }
});
tell({ kind: 'ready' });

/** Outcomes of one commit travel together. */
function answer(id: number, outcome: Outcome): void {
  answers.push([id, outcome]);
  if (answers.length > 1) return;
  queueMicrotask(() => {
    tell({ kind: 'outcomes', outcomes: answers });
    answers = [];
  });
}

async function tend(): Promise<void> {
  while (!ending.signal.aborted) {
    try {
      await history.tend(ending.signal);
    } catch (error) {
      log.error({ problem: messageOf(error) }, 'history_upkeep_failed');
      await systemClock.sleep(UPKEEP_AGAIN, ending.signal);
    }
  }
}

async function prune(now: EpochMs): Promise<void> {
  try {
    while (facts.prune(now) && !ending.signal.aborted)
      await new Promise((resolve) => setImmediate(resolve));
    await history.prune(now, ending.signal);
  } catch (error) {
    log.error({ problem: messageOf(error) }, 'retention_failed');
  }
}

async function tellHealth(): Promise<void> {
  while (!ending.signal.aborted) {
    tell({ kind: 'health', health: { ...ingest.takeFigures(), history: history.health() } });
    await systemClock.sleep(HEALTH_EVERY, ending.signal);
  }
}

async function stop(): Promise<void> {
  ending.abort();
  await Promise.all([upkeep, health]);
  await ingest.idle();
  // What was settled last is told in this turn.
  await new Promise((resolve) => setImmediate(resolve));
  sql.close();
  port?.close();
}

/** Only thread-door.ts starts this file, with nothing else than this. */
function startOf(data: unknown): ThreadStart {
  return data as ThreadStart;
}
