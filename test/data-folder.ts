import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStores } from '../collector/store/stores-door.ts';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a collector kept that was stopped: a school, its agent, and so many facts that they take several pages. */
export function dataFolder(letters = 200): string {
  const folder = temporaryFolder();
  const { state, facts, close } = openStores(folder);
  state.script(`
    INSERT INTO unit VALUES ('thpt-a', 'school', 'THPT A');
    INSERT INTO school VALUES ('thpt-a', 0, 0);
    INSERT INTO agent (id, school, enrolled_at) VALUES ('may-chu', 'thpt-a', 1);`);
  facts.transaction(() => {
    facts.run("INSERT INTO heard VALUES ('thpt-a', 'may-chu', 1)");
    for (let line = 0; line < letters; line += 1) addLetter(facts, line);
  });
  close();
  return folder;
}

/** About half a page each. */
export function addLetter(
  facts: { run(sql: string, ...values: (string | number)[]): unknown },
  line: number,
): void {
  facts.run(
    `INSERT INTO dead_letter (school, agent, batch, line_number, line, reason, received_at)
     VALUES ('thpt-a', 'may-chu', 'b', ?, ?, 'unknown measurement', 1)`,
    line,
    `x${line} `.repeat(400),
  );
}
