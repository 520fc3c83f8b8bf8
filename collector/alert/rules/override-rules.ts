import type { FileProblem } from '../../../standards/file-problem.ts';
import type { PlacedRule } from './compile-rules.ts';
import type { RuleInput, RuleOverride, RuleOverrides, RuleSource } from './rule-schema.ts';

/** The rules as this place has them, and every override that fits nothing. */
export function overrideRules(
  placed: readonly PlacedRule[],
  { disabled, ...changes }: RuleOverrides,
  file: string,
): { readonly placed: readonly PlacedRule[]; readonly problems: readonly FileProblem[] } {
  const known = new Map(placed.map(({ source }) => [source.id, source]));
  const off = new Set(disabled);
  const problems = [
    ...disabled.flatMap((id, at) =>
      known.has(id) ? [] : [{ file, path: `disabled.${at}`, message: `no rule ${id}` }],
    ),
    ...Object.entries(changes).flatMap(([id, change]) =>
      flawsOfChange(known.get(id), id, change).map((flaw) => ({ file, ...flaw })),
    ),
  ];
  return {
    problems,
    placed: placed
      .filter(({ source }) => !off.has(source.id))
      .map((one) => {
        const { id } = one.source;
        const own = changes[id];
        if (own === undefined) return { ...one, source: withoutParents(one.source, off) };
        return { file, path: id, source: withoutParents(changed(one.source, own), off) };
      }),
  };
}

function flawsOfChange(source: RuleSource | undefined, id: string, { constants }: RuleOverride) {
  if (source === undefined) return [{ path: id, message: `no rule ${id}` }];
  return Object.keys(constants ?? {}).flatMap((name) => {
    const input = source.inputs?.[name];
    return input !== undefined && 'constant' in input
      ? []
      : [{ path: `${id}.constants.${name}`, message: `${id} has no constant ${name}` }];
  });
}

const withoutParents = (source: RuleSource, off: ReadonlySet<string>): RuleSource => ({
  ...source,
  parents: source.parents.filter((parent) => !off.has(parent)),
});

const THRESHOLD = ['inputs', 'constants', 'condition', 'release', 'observations', 'for'] as const;
const ADJUSTED = 'ngưỡng do đơn vị điều chỉnh (adjusted locally)';

/** A changed figure without a confidence of its own counts as assumed: nobody has said which text it follows. */
function changed(source: RuleSource, change: RuleOverride): RuleSource {
  const { constants = {}, inputs: added, escalate, gather, ...rest } = change;
  const moved = THRESHOLD.some((name) => change[name] !== undefined);
  const told = change.source ?? source.source;
  const next: RuleSource = {
    ...source,
    ...given(rest),
    escalate: escalate === 'never' ? undefined : (escalate ?? source.escalate),
    gather: gather === 'never' ? undefined : (gather ?? source.gather),
    confidence: change.confidence ?? (moved ? 'assumed' : source.confidence),
    source: moved && told ? { ...told, clause: `${told.clause}; ${ADJUSTED}` } : told,
    // A release that belongs to another condition would end what the new one calls bad.
    release: change.release ?? (change.condition === undefined ? source.release : undefined),
  };
  return {
    ...next,
    inputs: { ...stillAsked(withFigures(source.inputs, constants), next), ...added },
  };
}

const given = <Change extends object>(change: Change): Partial<RuleSource> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

const withFigures = (
  inputs: RuleSource['inputs'] = {},
  constants: Readonly<Record<string, number>>,
): Record<string, RuleInput> => ({
  ...inputs,
  ...Object.fromEntries(Object.entries(constants).map(([name, constant]) => [name, { constant }])),
});

/** A shipped input that the changed expressions ask for no more goes. */
function stillAsked(
  inputs: Readonly<Record<string, RuleInput>>,
  { condition, release }: RuleSource,
): Record<string, RuleInput> {
  const words = new Set(`${condition} ${release}`.match(/\w+/g));
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => words.has(name)));
}
