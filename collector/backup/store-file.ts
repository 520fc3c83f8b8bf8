import { factMigrations } from '../store/fact-schema.ts';
import { oneFileMigrations } from '../store/one-file-schema.ts';
import { migrations } from '../store/schema.ts';

/** The two files of a collector, by name: what people decide, and what schools measured. */
export const STORE_FILES = ['hatang.db', 'facts.db'] as const;
export type StoreFile = (typeof STORE_FILES)[number];

/** The newest schema this version reads of each. */
export const SCHEMA: Readonly<Record<StoreFile, number>> = {
  'hatang.db': migrations.length,
  'facts.db': factMigrations.length,
};

/** Schema of `hatang.db` with which it still held the facts. */
export const LAST_WITH_FACTS = oneFileMigrations.length;

/** What SQLite may keep beside a file; they belong together. */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;
