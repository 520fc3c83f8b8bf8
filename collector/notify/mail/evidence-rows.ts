import type { Language, Text } from '../../../kit/text.ts';
import { errorIn } from '../../report/evidence-error.ts';
import type { Member } from '../notice.ts';
import { mailWords } from './words.ts';

/** What the device's error means, where that is known; then the phrase itself, marked as what it is. Of several devices only what all say. */
export function evidenceRows(
  members: readonly Member[],
  language: Language,
): readonly (readonly [Text, string])[] {
  const [first, ...rest] = members.map(({ evidence }) => errorIn(evidence));
  if (first === undefined || rest.some((error) => error?.phrase !== first.phrase)) return [];
  const { meaning, phrase } = first;
  return [
    ...(meaning === undefined ? [] : [[mailWords.measured, meaning[language]] as const]),
    [mailWords.technical, phrase],
  ];
}
