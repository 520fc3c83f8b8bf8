import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, openReadOnly } from './database-door.ts';

const NOTES = 'CREATE TABLE note (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;';
const COLOURS = "ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';";
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-database-'));
  file = join(folder, 'collector.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const add = (database: ReturnType<typeof openDatabase>, word: string) =>
  database.run('INSERT INTO note (word) VALUES (?)', word);
const words = (database: ReturnType<typeof openDatabase>) =>
  database.all('SELECT word FROM note ORDER BY id').map((row) => row['word']);

describe('the database', () => {
  it('keeps what was written, through a migration that came later', () => {
    const first = openDatabase(file, [NOTES]);
    add(first, 'một');
    first.close();
    const second = openDatabase(file, [NOTES, COLOURS]);
    expect(second.get('SELECT word, colour FROM note')).toEqual({ word: 'một', colour: 'blue' });
    second.close();
  });

  it('runs its own migrations on an empty file, each once', () => {
    openDatabase(file).close();
    const again = openDatabase(file);
    expect(again.get('SELECT count(*) AS n FROM unit')).toEqual({ n: 0 });
    again.close();
  });

  it('syncs every commit to the disk', () => {
    const database = openDatabase(file, [NOTES]);
    expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    database.close();
  });

  it('leaves a migration that fails undone', () => {
    openDatabase(file, [NOTES]).close();
    expect(() => openDatabase(file, [NOTES, `${COLOURS} nonsense;`])).toThrow(/can't be opened/);
    const database = openDatabase(file, [NOTES, COLOURS]);
    expect(words(database)).toEqual([]);
    database.close();
  });

  it('is as it was before all migrations where one in the middle fails', () => {
    const first = openDatabase(file, [NOTES]);
    add(first, 'một');
    first.close();
    const spoil = () => {
      throw new Error('the third can’t be carried out');
    };
    expect(() => openDatabase(file, [NOTES, COLOURS, spoil, NOTES])).toThrow('the third');
    const before = openReadOnly(file, [NOTES]);
    expect(before.all('SELECT * FROM note')).toEqual([{ id: 1, word: 'một' }]);
    before.close();
  });

  it('tells who listens, as well as who asked, when a page turns out damaged while it is open', () => {
    const writer = openDatabase(file, [NOTES]);
    writer.transaction(() => {
      for (let row = 0; row < 5_000; row += 1) add(writer, 'chữ '.repeat(100));
    });
    writer.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 64 * 4_096, 96 * 4_096);
    writeFileSync(file, bytes);
    const database = openDatabase(file, [NOTES]);
    const told: unknown[] = [];
    database.whenDamaged((error) => told.push(error));
    expect(() => database.all('SELECT * FROM nowhere')).toThrow('no such table');
    expect(told).toEqual([]);
    expect(() => words(database)).toThrow('malformed');
    expect(told).toHaveLength(1);
    database.close();
  });

  it('refuses a file written by a newer version', () => {
    openDatabase(file, [NOTES, COLOURS]).close();
    expect(() => openDatabase(file, [NOTES])).toThrow(
      `database ${file} can't be opened: its schema is 2, written by a newer version; this one knows 1`,
    );
  });

  it('reports a damaged file by its path and leaves it as it is', () => {
    writeFileSync(file, 'this was a database once, long ago '.repeat(200));
    const before = readFileSync(file);
    expect(() => openDatabase(file)).toThrow(`database ${file} is damaged`);
    expect(readFileSync(file)).toEqual(before);
  });

  it('undoes a transaction that throws, and only the inner one when the outer catches', () => {
    const database = openDatabase(':memory:', [NOTES]);
    const spoil = (word: string) => () => {
      add(database, word);
      throw new Error(word);
    };
    expect(() => database.transaction(spoil('lost'))).toThrow('lost');
    database.transaction(() => {
      add(database, 'outer');
      expect(() => database.transaction(spoil('inner'))).toThrow('inner');
      database.transaction(() => add(database, 'second'));
    });
    expect(words(database)).toEqual(['outer', 'second']);
    database.close();
  });

  it('is read beside its writer as it was at the opening, and can’t be changed', () => {
    const writer = openDatabase(file, [NOTES]);
    add(writer, 'before');
    const reader = openReadOnly(file, [NOTES]);
    expect(words(reader)).toEqual(['before']);
    add(writer, 'after');
    expect(words(reader)).toEqual(['before']);
    expect(() => add(reader, 'mine')).toThrow('readonly');
    reader.close();
    writer.close();
    const later = openReadOnly(file, [NOTES]);
    expect(words(later)).toEqual(['before', 'after']);
    later.close();
  });

  it('is not opened for reading where it is not there, another version’s, or damaged', () => {
    expect(() => openReadOnly(file, [NOTES])).toThrow(`database ${file} can't be opened`);
    expect(existsSync(file)).toBe(false);
    openDatabase(file, [NOTES]).close();
    for (const steps of [[], [NOTES, COLOURS]])
      expect(() => openReadOnly(file, steps)).toThrow(
        `its schema is 1, this version reads ${steps.length}`,
      );
    writeFileSync(file, 'this was a database once, long ago '.repeat(200));
    expect(() => openReadOnly(file, [NOTES])).toThrow(`database ${file} is damaged`);
  });
});
