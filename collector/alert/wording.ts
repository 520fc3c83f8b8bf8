import { oneLine } from '../../kit/one-line.ts';
import type { Text } from '../../kit/text.ts';
import type { Fields, RuleWords } from './rule.ts';

const LONGEST_NAME = 120;

/** A name from outside, safe within a sentence. */
export const nameLine = (name: string): string => oneLine(name, LONGEST_NAME);

/** `Camera Cổng trường`; not `Camera Camera cổng trường`. */
export function deviceLabel(noun: Text, name: string): Text {
  const clean = nameLine(name);
  const named = [noun.vi, noun.en].some((word) =>
    clean.toLowerCase().startsWith(word.toLowerCase()),
  );
  return named
    ? { vi: clean, en: clean }
    : { vi: `${noun.vi} ${clean}`, en: `${noun.en} ${clean}` };
}

/** `14 camera`, `14 cameras`. */
export function countLabel(
  { noun, nouns = noun }: Pick<RuleWords, 'noun' | 'nouns'>,
  amount: number,
): Text {
  return { vi: `${amount} ${nouns.vi}`, en: `${amount} ${nouns.en}` };
}

/** What people call a subject that is no device, by what was kept with its incident: a named system, a room. */
export function subjectName(reads: string, evidence: Fields): string | undefined {
  const name = evidence[`${reads}.name`];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Fills a wording's places in both languages; what is put in is never searched again. */
export function say(pattern: Text, places: Readonly<Record<string, Text>>): Text {
  const fill = (language: keyof Text) =>
    pattern[language].replace(/\{(\w+)\}/g, (all, name: string) => places[name]?.[language] ?? all);
  return { vi: fill('vi'), en: fill('en') };
}
