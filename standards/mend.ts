import { fail, ok, type Result } from '../kit/result.ts';
import type { Text } from '../kit/text.ts';
import type { CompileExpression, Expression, ValueType } from './cel.ts';
import type { Criterion, Mend } from './criterion.ts';
import type { Finding } from './finding.ts';
import { type Flaw, typesOfReads, unusedReads } from './reads.ts';

/** How a criterion tells a wrong setting from a device that can do no better. */
export interface CompiledMend {
  readonly reads: Mend['reads'];
  readonly types: Readonly<Record<string, ValueType>>;
  readonly setWhen: Expression;
  readonly replaceWhen: Expression;
}

/** Undefined where the criterion says nothing of it. */
export function compileMend(
  { mend, applies_to }: Pick<Criterion, 'mend' | 'applies_to'>,
  compile: CompileExpression,
): Result<CompiledMend | undefined, readonly Flaw[]> {
  if (mend === undefined) return ok(undefined);
  if (applies_to === 'school')
    return fail([{ path: 'mend', message: 'a school is neither set nor replaced' }]);
  const { types, flaws } = typesOfReads(mend.reads, applies_to);
  const ready = (field: 'set_when' | 'replace_when'): Expression | undefined => {
    const outcome = compile({ text: mend[field], variables: types, gives: 'boolean' });
    if (outcome.ok) return outcome.value;
    flaws.push({ path: field, message: `${outcome.problem} in ${JSON.stringify(mend[field])}` });
    return undefined;
  };
  // Expressions over inputs without a type would only repeat what is wrong with those.
  const [setWhen, replaceWhen] = flaws.length > 0 ? [] : [ready('set_when'), ready('replace_when')];
  if (setWhen !== undefined && replaceWhen !== undefined)
    flaws.push(...unusedReads(types, [setWhen, replaceWhen]));
  return setWhen === undefined || replaceWhen === undefined || flaws.length > 0
    ? fail(flaws.map(({ path, message }) => ({ path: `mend.${path}`, message })))
    : ok({ reads: mend.reads, types, setWhen, replaceWhen });
}

/** What to do about one device: a setting's remedy helps nobody whose device can do no better. */
export function remedyFor(
  mend: Finding['mend'],
  { remedy, required, applies_to }: Pick<Criterion, 'remedy' | 'required' | 'applies_to'>,
): Text {
  if (mend !== 'replace') return remedy;
  return applies_to === 'machine'
    ? {
        vi: `Máy không nâng cấp được đến mức yêu cầu (${required.vi}): đưa vào kế hoạch thay máy.`,
        en: `It can't be upgraded to what is required (${required.en}): plan to replace it.`,
      }
    : {
        vi: `Thiết bị không đặt được mức yêu cầu (${required.vi}): đưa vào danh sách thay thế.`,
        en: `It can't be set to what is required (${required.en}): list it for replacement.`,
      };
}
