import { openCel } from './cel.ts';
import { type CompiledStandard, compileStandards, type SourceStandard } from './compile.ts';
import type { OsSupport } from './os-support.ts';

/** Standards already read and checked, as plain data: neither YAML nor a schema is needed to judge by them. */
export interface CarriedStandards {
  readonly sources: readonly SourceStandard[];
  readonly osSupport: OsSupport | undefined;
}

export async function openCarried(carried: CarriedStandards): Promise<readonly CompiledStandard[]> {
  const { sources, osSupport } = carried;
  const standards = compileStandards(sources, { compile: await openCel(), osSupport });
  if (!standards.ok)
    throw new Error(`carried standards: ${standards.problem.map(({ message }) => message)}`);
  return standards.value;
}
