import { fail, ok, type Result } from '../kit/result.ts';
import type { CarriedStandards } from './carried.ts';
import { openCel } from './cel.ts';
import { type CompiledStandard, compileStandards } from './compile.ts';
import type { FileProblem } from './file-problem.ts';
import type { FirmwareList } from './firmware-list.ts';
import { Overrides, override } from './overrides.ts';
import { problemsOf } from './schema-problems.ts';

/** Sources with what a place of use changes in them, made ready to judge by; `file` names the overrides in problems. */
export async function compileOverridden(
  { sources: shipped, osSupport, firmwareList: shippedList }: CarriedStandards,
  overrides: Overrides | undefined,
  file: string,
): Promise<Result<readonly CompiledStandard[], readonly FileProblem[]>> {
  const { sources, problems } =
    overrides === undefined
      ? { sources: shipped, problems: [] }
      : override(shipped, overrides, file);
  const firmwareList = withOwn(shippedList, overrides?.camera_firmware);
  const compiled = compileStandards(sources, {
    compile: await openCel(),
    ...{ osSupport, firmwareList },
  });
  const all = [...problems, ...(compiled.ok ? [] : compiled.problem)];
  return compiled.ok && all.length === 0 ? ok(compiled.value) : fail(all);
}

/** What a place of use adds stands beside what is shipped: one entry that calls a firmware weak is enough. */
const withOwn = (
  shipped: FirmwareList | undefined,
  own: FirmwareList['cameras'] | undefined,
): FirmwareList | undefined =>
  shipped && { ...shipped, cameras: [...(own ?? []), ...shipped.cameras] };

const SENT = 'standards.overrides';

/** Standards that are ready already, changed by overrides as the centre sends them: checked as if they stood in a file. */
export async function overriddenBy(
  standards: readonly CompiledStandard[],
  sent: unknown,
): Promise<Result<readonly CompiledStandard[], readonly FileProblem[]>> {
  const overrides = Overrides.safeParse(sent);
  if (!overrides.success)
    return fail(
      problemsOf(overrides.error.issues, sent).map((problem) => ({ file: SENT, ...problem })),
    );
  const carried = {
    sources: standards.map(({ standard }) => ({ file: standard.id, standard })),
    osSupport: standards[0]?.osSupport,
    firmwareList: standards[0]?.firmwareList,
  };
  return await compileOverridden(carried, overrides.data, SENT);
}
