import { messageOf } from '../../kit/result.ts';
import type { Language, Text } from '../../kit/text.ts';

/** One thing looked at: fail says what to do, unknown what could not be seen. */
export interface Check {
  readonly id: string;
  readonly mark: 'pass' | 'fail' | 'unknown';
  readonly name: Text;
  readonly found: Text;
}

export interface Named {
  readonly id: string;
  readonly name: Text;
}

export const named = (id: string, vi: string, en: string): Named => ({ id, name: { vi, en } });

export const found =
  (mark: Check['mark']) =>
  (what: Named, vi: string, en: string = vi): Check => ({ ...what, mark, found: { vi, en } });
export const pass = found('pass');
export const fails = found('fail');
export const unknown = found('unknown');

/** A check that breaks is a finding as well. */
export async function looked(what: Named, look: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    return fails(what, messageOf(error));
  }
}

const MARKS = { pass: '✓', fail: '✕', unknown: '?' } as const;

/** A line a check, the names in a column. */
export function sayChecks(checks: readonly Check[], language: Language): string {
  const width = Math.max(...checks.map(({ name }) => name[language].length));
  return checks
    .map(
      ({ mark, name, found: said }) =>
        `${MARKS[mark]} ${name[language].padEnd(width)}  ${said[language]}\n`,
    )
    .join('');
}
