import { openCel } from './cel.ts';
import { type CompiledStandard, compileStandards, type SourceStandard } from './compile.ts';
import type { FirmwareList } from './firmware-list.ts';
import type { OsSupport } from './os-support.ts';

/** Standards already read and checked, as plain data: neither YAML nor a schema is needed to judge by them. */
export interface CarriedStandards {
  readonly sources: readonly SourceStandard[];
  readonly osSupport: OsSupport | undefined;
  readonly firmwareList: FirmwareList | undefined;
}

export async function openCarried(carried: CarriedStandards): Promise<readonly CompiledStandard[]> {
  const { sources, ...tables } = carried;
  const standards = compileStandards(sources, { compile: await openCel(), ...tables });
  if (!standards.ok)
    throw new Error(`carried standards: ${standards.problem.map(({ message }) => message)}`);
  return standards.value;
}
