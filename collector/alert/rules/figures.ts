import { sayNumber, saySize, saySpan } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import { seconds } from '../../../kit/units.ts';

/**
 * Puts a rule's own constants into its words, so that a changed figure changes the sentence: `{most}`, a ratio as
 * `{most%}`, seconds as `{most:span}`, bytes as `{most:size}`. Other places stay as they are.
 */
export function withFigures(text: Text, constants: Readonly<Record<string, number>>): Text {
  const fill = (language: Language) =>
    text[language].replace(/\{(\w+)(%|:span|:size)?\}/g, (all, name: string, form = '') => {
      const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
      return value === undefined ? all : (FORMS[form]?.(value, { language }) ?? all);
    });
  return { vi: fill('vi'), en: fill('en') };
}

type Say = (value: number, speech: { readonly language: Language }) => string;

const FORMS: Readonly<Record<string, Say>> = {
  '': (value, speech) => sayNumber(value, speech, 3),
  '%': (value, speech) => `${sayNumber(value * 100, speech)} %`,
  ':span': (value, speech) => saySpan(seconds(value), speech),
  ':size': saySize,
};
