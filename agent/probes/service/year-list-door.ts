import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, sayProblems } from '../../../kit/load-config.ts';
import { YearList } from './year-list-schema.ts';

const SHIPPED_LISTS = fileURLToPath(new URL('../../../config/services', import.meta.url));

/** The lists that come with the program. In the one-file agent its builder puts what the file carries in this one's place. */
export const openYearLists = async (): Promise<readonly YearList[]> => readYearLists(SHIPPED_LISTS);

/** Every *.yaml of a folder; throws with every problem of the first that has any. */
export function readYearLists(folder: string): readonly YearList[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      // No environment is handed in, so a list can't ask for a secret.
      const list = loadConfig(file, YearList, { env: {}, checkModes: false });
      if (!list.ok) throw new Error(sayProblems(file, list.problem));
      return list.value;
    });
}
