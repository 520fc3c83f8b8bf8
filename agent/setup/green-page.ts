import { html } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import { lookAgain, note, notes, step } from './layout.ts';
import { linkTo, type Sheet, say } from './sheet.ts';
import { type Check, checksOf } from './steps.ts';
import { CHECK_WORDS, STEP_WORDS } from './words.ts';

const WORDS = {
  title: { vi: 'Kiểm tra tất cả', en: 'Everything checked' },
  green: {
    vi: 'Xong: mọi thứ đang được đo và số liệu về trung tâm.',
    en: 'Done: everything is measured, and the facts arrive at the centre.',
  },
  open: {
    vi: 'Còn việc ở các dòng dưới đây.',
    en: 'Something is left to do in the lines below.',
  },
  centre: { vi: 'Trung tâm', en: 'The centre' },
} as const satisfies Readonly<Record<string, Text>>;

export function greenPage(sheet: Sheet): string {
  const checks = checksOf(sheet);
  const isGreen = checks.every(({ state }) => state === 'well');
  return step(
    sheet,
    'green',
    html`${notes(sheet)}
<section>
<h2>${say(sheet, WORDS.title)}</h2>
${isGreen ? note('well', html`<p>✓ ${say(sheet, WORDS.green)}</p>`) : html`<p>${say(sheet, WORDS.open)}</p>`}
<ul class="checks">
${checks.map((check) => item(sheet, check))}</ul>
${!isGreen && lookAgain(sheet, '/setup/green')}</section>`,
  );
}

function item(sheet: Sheet, { step: place, state, text }: Check) {
  const { sign, text: word } = CHECK_WORDS[state];
  const where =
    place === 'centre'
      ? say(sheet, WORDS.centre)
      : html`<a href="${linkTo(`/setup/${place}`, sheet)}">${say(sheet, STEP_WORDS[place])}</a>`;
  return html`<li><span class="${state}">${sign} ${say(sheet, word)}</span> · ${where}<br>${say(sheet, text)}</li>
`;
}
