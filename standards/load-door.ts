import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { loadConfig } from '../kit/load-config.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import type { CompiledStandard, SourceStandard, StandardProblem } from './compile.ts';
import { Standard } from './criterion.ts';
import { FirmwareList } from './firmware-list.ts';
import { OsSupport } from './os-support.ts';
import { compileOverridden } from './overridden.ts';
import { Overrides } from './overrides.ts';
import { problemsOf } from './schema-problems.ts';

/**
 * Reads every *.yaml of a folder as a standard (and data/os-support.yaml beside them), puts the overrides over
 * them and compiles all conditions. Every problem of every file is reported at once; nothing is judged by half a set.
 */
export async function loadStandards(
  folder: string,
  overridesFile?: string,
): Promise<Result<readonly CompiledStandard[], readonly StandardProblem[]>> {
  const files = yamlFiles(folder);
  if (!files.ok) return fail([{ file: folder, path: '', message: files.problem }]);
  const problems: StandardProblem[] = [];
  const read = <Schema extends z.ZodType>(file: string, schema: Schema) =>
    readYaml(file, schema, problems);
  const shipped = files.value.flatMap((name): SourceStandard[] => {
    const standard = read(join(folder, name), Standard);
    return standard === undefined ? [] : [{ file: name, standard }];
  });
  const table = <Schema extends z.ZodType>(name: string, schema: Schema) => {
    const file = join(folder, 'data', name);
    return existsSync(file) ? read(file, schema) : undefined;
  };
  const osSupport = table('os-support.yaml', OsSupport);
  const firmwareList = table('camera-firmware.yaml', FirmwareList);
  const overrides = overridesFile === undefined ? undefined : read(overridesFile, Overrides);
  // Links and overrides would all seem broken beside a file that could not be read.
  if (problems.length > 0) return fail(problems);
  return await compileOverridden(
    { sources: shipped, osSupport, firmwareList },
    overrides,
    basename(overridesFile ?? ''),
  );
}

/** Problems as the lines a person reads: `qcvn-34.yaml: criteria.3.condition: …`. */
export const sayStandardProblems = (problems: readonly StandardProblem[]): string =>
  problems
    .map(({ file, path, message }) => `${file}: ${path === '' ? '(file)' : path}: ${message}`)
    .join('\n');

function yamlFiles(folder: string): Result<readonly string[]> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.length === 0 ? fail('holds no standard (*.yaml)') : ok(names.sort());
  } catch (error) {
    return fail(`cannot be read: ${messageOf(error)}`);
  }
}

function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  problems: StandardProblem[],
): z.infer<Schema> | undefined {
  const name = basename(file);
  // No environment is handed in, so a standard can't ask for a secret; the schema is applied below for its messages.
  const raw = loadConfig(file, z.unknown(), { env: {}, checkModes: false });
  if (!raw.ok) {
    problems.push(...raw.problem.map(({ path, message }) => ({ file: name, path, message })));
    return undefined;
  }
  const parsed = schema.safeParse(raw.value);
  if (parsed.success) return parsed.data;
  problems.push(
    ...problemsOf(parsed.error.issues, raw.value).map((problem) => ({ file: name, ...problem })),
  );
  return undefined;
}
