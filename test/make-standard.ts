import { openCel } from '../standards/cel.ts';
import { type CompiledStandard, compileStandards } from '../standards/compile.ts';
import { Standard } from '../standards/criterion.ts';

/** A criterion that passes where the school's fibre is declared; each test changes what it is about. */
export const plainCriterion = {
  id: 'XX-01',
  level: 'basic',
  group: 'line',
  name: { vi: 'Thử', en: 'Test' },
  applies_to: 'school',
  mandatory: true,
  reads: { fibre: { declaration: 'fibre' } },
  condition: 'fibre',
  required: { vi: 'có', en: 'yes' },
  remedy: { vi: 'Kê khai', en: 'Declare it' },
  source: { document: 'test', clause: '1' },
  confidence: 'quoted',
};

export const plainStandard = (...criteria: readonly object[]) => ({
  id: 'test',
  version: '1',
  name: { vi: 'Thử', en: 'Test' },
  issued_by: { vi: 'Thử', en: 'Test' },
  date: '2026-01-01',
  valid_from: '2026-01-01',
  status: 'in_force',
  text_checked: true,
  criteria: criteria.map((criterion) => ({ ...plainCriterion, ...criterion })),
});

/** Throws with every problem: a test that wants the problems calls compileStandards itself. */
export async function compiledStandard(
  ...criteria: readonly object[]
): Promise<readonly CompiledStandard[]> {
  const compiled = compileStandards(
    [{ file: 'test.yaml', standard: Standard.parse(plainStandard(...criteria)) }],
    { compile: await openCel(), osSupport: undefined },
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem));
  return compiled.value;
}
