import { fileURLToPath } from 'node:url';
import type { CompiledStandard } from './compile.ts';
import { sayFileProblems } from './file-problem.ts';
import { loadStandards } from './load-door.ts';

export const SHIPPED_STANDARDS = fileURLToPath(new URL('../config/standards', import.meta.url));

/** The standards that come with the program. In the one-file agent its builder puts what the file carries in this one's place. */
export async function openShipped(): Promise<readonly CompiledStandard[]> {
  const standards = await loadStandards(SHIPPED_STANDARDS);
  if (!standards.ok) throw new Error(sayFileProblems(standards.problem));
  return standards.value;
}
