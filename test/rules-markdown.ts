import type { CompiledRule } from '../collector/alert/rules/compiled-rule.ts';
import { saySpan } from '../kit/say.ts';
import type { Language } from '../kit/text.ts';

const WORDS = {
  vi: { times: 'lần', now: 'ngay', school: 'ngay, trong giờ học', digest: 'bản tổng hợp' },
  en: { times: 'times', now: 'at once', school: 'at once, in school hours', digest: 'digest' },
} as const;

/** A row a rule, as docs/vi/alerts.md and docs/en/alerts.md show them. */
export function rulesMarkdown(rules: readonly CompiledRule[], language: Language): string {
  const words = WORDS[language];
  return rules
    .map(({ id, words: { title }, observations, hold, tell, hours, confidence }) => {
      const span = hold === 0 ? '' : `, ${saySpan(hold, { language })}`;
      const told = hours === 'always' ? words.now : words.school;
      const mark = confidence === 'assumed' ? ' ¹' : '';
      return `| \`${id}\` | ${title[language]}${mark} | ${observations} ${words.times}${span} | ${tell === 'digest' ? words.digest : told} |`;
    })
    .join('\n');
}
