import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, sayProblems } from '../../kit/load-config.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import type { CalendarConfig } from './calendar-config.ts';
import { CalendarFile } from './calendar-file.ts';

const SHIPPED = fileURLToPath(new URL('../../config/calendar', import.meta.url));

/** What is shipped, and a place's own file over it; all problems of all files at once, as the lines a person reads. */
export function loadCalendar({
  shipped,
  file,
}: CalendarConfig): Result<readonly CalendarFile[], string> {
  const paths = [
    ...(shipped === 'on' ? shippedPaths() : []),
    ...(file === undefined ? [] : [file]),
  ];
  const files: CalendarFile[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const read = loadConfig(path, CalendarFile, { env: {}, checkModes: false });
    if (read.ok) files.push(read.value);
    else problems.push(sayProblems(path, read.problem));
  }
  return problems.length > 0 ? fail(problems.join('\n')) : ok(files);
}

const shippedPaths = (): readonly string[] =>
  readdirSync(SHIPPED)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(SHIPPED, name));
