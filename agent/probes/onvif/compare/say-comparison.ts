import type { Language } from '../../../../kit/text.ts';
import type { Comparison } from './compare.ts';

/** The comparison for a person at a terminal; nothing where none was asked for. */
export function sayComparison(comparison: Comparison | undefined, language: Language): string {
  if (comparison === undefined) return '';
  const { library, differences, error } = comparison;
  const words = WORDS[language];
  const seconds = (comparison.elapsed_ms / 1_000).toFixed(1);
  const title = `${words.title} ${library ?? 'onvif'} (${seconds} s)`;
  const rows = [
    ...(error === null ? [] : [`${words.failed}: ${error}`]),
    ...(comparison.login === 'held_back' ? [words.heldBack] : []),
    ...differences.map(
      ({ what, ours, theirs }) =>
        `${what}: hatang ${JSON.stringify(ours)}, onvif ${JSON.stringify(theirs)}`,
    ),
    ...(comparison.ok && differences.length === 0 ? [words.same] : []),
  ];
  return `\n${[title, ...rows.map((row) => `  ${plain(row)}`)].join('\n')}\n`;
}

/** A device's own words must not move the cursor of a terminal, nor turn the direction of its text. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');

const WORDS = {
  vi: {
    title: 'So sánh với',
    failed: 'không xong',
    heldBack: 'không gửi mật khẩu lần nữa, vì camera đã từ chối',
    same: 'hai bên thấy như nhau',
  },
  en: {
    title: 'Compared with',
    failed: 'came to nothing',
    heldBack: 'the password was not sent again, because the camera refused it',
    same: 'both see the same',
  },
} as const;
