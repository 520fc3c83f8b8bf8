import { specOf } from '../../../wire/measurements.ts';
import type { Flaw } from './compiled-rule.ts';
import { withFigures } from './figures.ts';
import { ownTypes } from './input-types.ts';
import type { RuleSource } from './rule-schema.ts';

/** What can't be right in one rule, whatever its expressions say. */
export const flawsOf = (source: RuleSource): readonly Flaw[] => [
  ...flawsOfScope(source),
  ...flawsOfTags(source),
  ...flawsOfEvidence(source),
  ...flawsOfSource(source),
  ...flawsOfWords(source),
];

function flawsOfScope({ reads, scope, gather, kinds }: RuleSource): Flaw[] {
  const flaws: Flaw[] = [];
  if ((reads === 'collector') !== (scope === 'collector'))
    flaws.push({ path: 'scope', message: 'collector goes with reads: collector' });
  if (reads === 'receipts' && scope !== 'school')
    flaws.push({ path: 'scope', message: 'receipts are of a school as a whole' });
  if (kinds !== undefined && specOf(reads)?.tags['device'] === undefined)
    flaws.push({ path: 'kinds', message: `${reads} is not of a device` });
  const fits = scope === 'school' ? ['ward', 'provider', 'city'] : ['school'];
  const stranger = gather?.by.find((kind) => scope === 'collector' || !fits.includes(kind));
  if (stranger !== undefined)
    flaws.push({ path: 'gather.by', message: `a ${scope} is not gathered by ${stranger}` });
  return flaws;
}

function flawsOfTags({ reads, where, each }: RuleSource): Flaw[] {
  const tags = specOf(reads)?.tags ?? {};
  const missing = (path: string, tag: string) =>
    Object.hasOwn(tags, tag) ? [] : [{ path, message: `${reads} has no tag ${tag}` }];
  return [
    ...Object.keys(where ?? {}).flatMap((tag) => missing('where', tag)),
    ...(each === undefined ? [] : missing('each', each)),
  ];
}

function flawsOfEvidence({ reads, evidence }: RuleSource): Flaw[] {
  const own = ownTypes(reads) ?? {};
  return evidence.flatMap((name, at) =>
    Object.hasOwn(own, name)
      ? []
      : [{ path: `evidence.${at}`, message: `${reads} has no field ${name}` }],
  );
}

function flawsOfSource({ inputs, source, confidence }: RuleSource): Flaw[] {
  const hasFigure = Object.values(inputs ?? {}).some((input) => 'constant' in input);
  if (!hasFigure || (source !== undefined && confidence !== undefined)) return [];
  const path = source === undefined ? 'source' : 'confidence';
  return [{ path, message: 'is asked for: the rule holds a figure' }];
}

const TOLD = new Set(['device', 'school', 'since', 'unseen', 'group']);
const PLACES: Readonly<Record<'title' | 'opened' | 'resolved' | 'cause' | 'advice', boolean>> = {
  title: false,
  opened: true,
  resolved: true,
  cause: true,
  advice: false,
};

function flawsOfWords(source: RuleSource): Flaw[] {
  const figures = constantsOf(source);
  return Object.entries(PLACES).flatMap(([name, filled]) => {
    const words = withFigures(source[wordsName(name)], figures);
    const [vi, en] = [placesIn(words.vi), placesIn(words.en)];
    const stranger = [...vi, ...en].find((place) => !filled || !TOLD.has(place));
    if (stranger !== undefined)
      return [{ path: name, message: `nothing is put in for {${stranger}}` }];
    return vi.join() === en.join()
      ? []
      : [{ path: name, message: 'vi and en have different places' }];
  });
}

/** The keys of `PLACES`, which `Object.entries` forgets. */
const wordsName = (name: string) => name as keyof typeof PLACES;

const placesIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name))].sort();

/** The figures of a rule, by name. */
export const constantsOf = ({ inputs = {} }: RuleSource): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, input]) =>
      'constant' in input ? [[name, input.constant]] : [],
    ),
  );
