import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { loadConfig } from '../kit/load-config.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import type { FileProblem } from './file-problem.ts';
import { problemsOf } from './schema-problems.ts';

/** Every *.yaml of a folder, by name; `what` is what they hold. */
export function yamlFiles(folder: string, what: string): Result<readonly string[]> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.length === 0 ? fail(`holds no ${what} (*.yaml)`) : ok(names.sort());
  } catch (error) {
    return fail(`cannot be read: ${messageOf(error)}`);
  }
}

/** One file by its schema; what is wrong with it is added to `problems`. */
export function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  problems: FileProblem[],
): z.infer<Schema> | undefined {
  const name = basename(file);
  // No environment is handed in, so the file can't ask for a secret; the schema is applied below for its messages.
  const raw = loadConfig(file, z.unknown(), { env: {}, checkModes: false });
  if (!raw.ok) {
    // After the first slip in the YAML itself the others only follow from it.
    problems.push(...raw.problem.slice(0, 1).map((problem) => ({ file: name, ...problem })));
    return undefined;
  }
  const parsed = schema.safeParse(raw.value);
  if (parsed.success) return parsed.data;
  problems.push(
    ...problemsOf(parsed.error.issues, raw.value).map((problem) => ({ file: name, ...problem })),
  );
  return undefined;
}
