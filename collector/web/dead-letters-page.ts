import { html, type Markup } from '../../kit/html.ts';
import type { EpochMs } from '../../kit/units.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { refusedWords } from './words/mails.ts';

export interface DeadLetterView {
  readonly school: string;
  readonly agent: string;
  readonly batch: string;
  readonly lineNumber: number;
  readonly line: string;
  readonly reason: string;
  readonly receivedAt: EpochMs;
}

/** Lines that were refused, as they came in, with the reason each. */
export function deadLettersPage(letters: readonly DeadLetterView[], context: PageContext): Markup {
  const say = teller(context);
  const title = say(refusedWords.title);
  const main = html`<h1>${title}</h1>
<p>${say(refusedWords.lead)}</p>
${letters.length === 0 ? html`<p class="empty">${say(refusedWords.none)}</p>` : lettersTable(letters, context)}`;
  return layout({ title, section: 'refused', main }, context);
}

function lettersTable(letters: readonly DeadLetterView[], context: PageContext): Markup {
  const say = teller(context);
  const { at, from, line, reason } = refusedWords;
  return html`<table class="cards">
<caption>${say(refusedWords.caption)}</caption>
<thead><tr>${[at, from, line, reason].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${letters.map(
  (
    letter,
  ) => html`<tr><th scope="row">${timeMark(letter.receivedAt, context)}</th><td data-label="${say(from)}">${letter.school}<small>${letter.agent}</small></td><td data-label="${say(line)}"><code>${letter.line}</code><small>${letter.batch}:${letter.lineNumber}</small></td><td data-label="${say(reason)}">${letter.reason}</td></tr>
`,
)}</tbody>
</table>`;
}
