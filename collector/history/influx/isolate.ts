import type { WriteOutcome } from './write-outcome.ts';

export interface Poison<Line> {
  readonly line: Line;
  readonly reason: string;
}

export type Isolated<Line> =
  | { readonly kind: 'settled'; readonly poison: readonly Poison<Line>[] }
  | Exclude<WriteOutcome, { kind: 'stored' | 'refused' }>;

/**
 * Writes lines, and where they are refused halves them until the poison lines stand alone. Every good line
 * is stored when it settles. Writing a line again replaces it, so that giving up halfway does no harm.
 */
export async function isolate<Line>(
  lines: readonly Line[],
  write: (lines: readonly Line[]) => Promise<WriteOutcome>,
): Promise<Isolated<Line>> {
  const poison: Poison<Line>[] = [];
  const waiting: (readonly Line[])[] = [lines];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const outcome = await write(part);
    if (outcome.kind === 'stored') continue;
    if (outcome.kind !== 'refused') return outcome;
    const half = Math.floor(part.length / 2);
    if (half === 0) poison.push(...part.map((line) => ({ line, reason: outcome.reason })));
    else waiting.push(part.slice(half), part.slice(0, half));
  }
  return { kind: 'settled', poison };
}
