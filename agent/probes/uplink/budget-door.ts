import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../../kit/replace-file-door.ts';
import type { BudgetDisk } from './budget.ts';

/** One small file a line in the agent's data folder, replaced as a whole. */
export function budgetDisk(folder: string, line: string): BudgetDisk {
  const file = join(folder, `line-budget-${line}.json`);
  return {
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        // None yet, or unreadable: then the write before the first byte says what is wrong.
        return undefined;
      }
    },
    write(text) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      replaceFile(file, text);
    },
  };
}
