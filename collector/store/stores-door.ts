import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openBeside, openDatabase, openReadOnly } from './database-door.ts';
import { factMigrations, MOVED_TABLES } from './fact-schema.ts';
import { oneFileMigrations } from './one-file-schema.ts';

/** The two files of a collector: what people decide, small and precious, and what schools measured. */
export interface Stores {
  readonly state: Database;
  readonly facts: Database;
  close(): void;
}

export const stateFile = (folder: string): string => join(folder, 'hatang.db');
export const factsFile = (folder: string): string => join(folder, 'facts.db');

/** Throws, and leaves nothing open, where one of the two can't be used. */
export function openStores(folder: string): Stores {
  const facts = openFacts(folder);
  try {
    return both(openDatabase(stateFile(folder)), facts);
  } catch (error) {
    facts.close();
    throw error;
  }
}

/** Both as they are at one moment each, beside a collector that writes them. */
export function openStoresReadOnly(folder: string): Stores {
  const state = openReadOnly(stateFile(folder));
  try {
    return both(state, openReadOnly(factsFile(folder), factMigrations));
  } catch (error) {
    state.close();
    throw error;
  }
}

/** Both beside a collector that writes them, each statement of the moment it runs in. */
export function openStoresBeside(folder: string): Stores {
  const state = openBeside(stateFile(folder));
  try {
    return both(state, openBeside(factsFile(folder), factMigrations));
  } catch (error) {
    state.close();
    throw error;
  }
}

const both = (state: Database, facts: Database): Stores => ({
  state,
  facts,
  close() {
    state.close();
    facts.close();
  },
});

/** Until its version 4 `hatang.db` held the facts too: they are copied before it lets go of them. */
function openFacts(folder: string): Database {
  const state = stateFile(folder);
  if (existsSync(factsFile(folder)) || !existsSync(state))
    return openDatabase(factsFile(folder), factMigrations);
  openDatabase(state, oneFileMigrations).close();
  const [first, ...rest] = factMigrations;
  if (typeof first !== 'string') throw new Error('the first migration is one of statements');
  const copies = MOVED_TABLES.map((table) => `INSERT INTO ${table} SELECT * FROM old.${table};`);
  const steps = [[first, ...copies, COPY_HEARD].join('\n'), ...rest];
  return openDatabase(factsFile(folder), steps, { old: state });
}

const COPY_HEARD = `INSERT INTO heard (school, agent, last_received_at)
  SELECT school, id, last_received_at FROM old.agent WHERE last_received_at IS NOT NULL;`;
