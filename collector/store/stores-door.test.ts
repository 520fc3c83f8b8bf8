import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database-door.ts';
import { migrations } from './schema.ts';
import { openStores, openStoresReadOnly, stateFile } from './stores-door.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-stores-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A collector's database as it was before facts had a file of their own. */
function oneFile(): void {
  const old = openDatabase(stateFile(folder), migrations.slice(0, 4));
  old.script(`
    INSERT INTO unit VALUES ('thpt-a', 'school', 'THPT A');
    INSERT INTO school VALUES ('thpt-a', 0, 0);
    INSERT INTO agent VALUES ('may-chu', 'thpt-a', 1, 7), ('may-phu', 'thpt-a', 1, NULL);
    INSERT INTO batch VALUES ('thpt-a', 'may-chu', 'b.1', 7, '{}');
    INSERT INTO latest VALUES ('thpt-a', 'camera', 'camera,device=c', 'c', '{"device":"c"}', '{"up":true}', 5, 7);`);
  old.close();
}

describe('the two files of a collector', () => {
  it('take over what stood in one file before, each row once, and the old file lets go of it', () => {
    oneFile();
    for (let start = 0; start < 2; start += 1) {
      const { state, facts, close } = openStores(folder);
      expect(facts.all('SELECT id FROM batch')).toEqual([{ id: 'b.1' }]);
      expect(facts.all('SELECT device, at FROM latest')).toEqual([{ device: 'c', at: 5 }]);
      expect(facts.all('SELECT * FROM heard')).toEqual([
        { school: 'thpt-a', agent: 'may-chu', last_received_at: 7 },
      ]);
      expect(state.all("SELECT name FROM sqlite_schema WHERE name = 'batch'")).toEqual([]);
      expect(state.all('SELECT id FROM agent')).toHaveLength(2);
      close();
    }
  });

  it('are read beside a collector that writes them', () => {
    const writing = openStores(folder);
    const reading = openStoresReadOnly(folder);
    writing.facts.run("INSERT INTO heard VALUES ('thpt-a', 'may-chu', 1)");
    expect(reading.facts.all('SELECT * FROM heard')).toEqual([]);
    reading.close();
    writing.close();
  });
});
