import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type * as z from 'zod';
import { fail, type Result } from '../kit/result.ts';
import type { CompiledStandard, SourceStandard } from './compile.ts';
import { Standard } from './criterion.ts';
import type { FileProblem } from './file-problem.ts';
import { FirmwareList } from './firmware-list.ts';
import { OsSupport } from './os-support.ts';
import { compileOverridden } from './overridden.ts';
import { Overrides } from './overrides.ts';
import { readYaml, yamlFiles } from './yaml-folder-door.ts';

/**
 * Reads every *.yaml of a folder as a standard (and data/os-support.yaml beside them), puts the overrides over
 * them and compiles all conditions. Every problem of every file is reported at once; nothing is judged by half a set.
 */
export async function loadStandards(
  folder: string,
  overridesFile?: string,
): Promise<Result<readonly CompiledStandard[], readonly FileProblem[]>> {
  const files = yamlFiles(folder, 'standard');
  if (!files.ok) return fail([{ file: folder, path: '', message: files.problem }]);
  const problems: FileProblem[] = [];
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
