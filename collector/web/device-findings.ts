import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Finding, Verdict } from '../../standards/finding.ts';
import { sayLevel, sayObserved, sayUnknown } from '../../standards/say-finding.ts';
import { confidenceMark, teller, verdictMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { devicePageWords, settledCount } from './words/device-page.ts';
import { schoolWords } from './words/school.ts';

const WORST_FIRST: Readonly<Record<Verdict, number>> = {
  fail: 0,
  unknown: 1,
  pass: 2,
  not_applicable: 3,
};
const mendRank = (mend: Finding['mend']): number => (mend === undefined ? 1 : 0);

/** Criteria of one device: what can be set or must be replaced first, then what else fails, is unknown, passes. */
export function deviceFindings(findings: readonly Finding[], context: PageContext): Markup {
  const say = teller(context);
  if (findings.length === 0)
    return html`<p class="empty">${say(devicePageWords.nothingJudged)}</p>`;
  const sorted = findings.toSorted(
    (a, b) =>
      WORST_FIRST[a.verdict] - WORST_FIRST[b.verdict] ||
      mendRank(a.mend) - mendRank(b.mend) ||
      (a.criterion < b.criterion ? -1 : 1),
  );
  const isOpen = ({ verdict }: Finding) => verdict === 'fail' || verdict === 'unknown';
  const [open, settled] = [sorted.filter(isOpen), sorted.filter((finding) => !isOpen(finding))];
  return html`${open.length === 0 ? html`<p class="empty">${say(devicePageWords.nothingToDo)}</p>` : findingsTable(open, devicePageWords.judgedCaption, context)}
${
  settled.length > 0 &&
  html`<details class="folded"><summary>${say(settledCount(sayNumber(settled.length, context.speech)))}</summary>
${findingsTable(settled, devicePageWords.settledCaption, context)}</details>`
}`;
}

function findingsTable(findings: readonly Finding[], caption: Text, context: PageContext): Markup {
  const say = teller(context);
  const { criterion, observed, required, result } = schoolWords;
  return html`<table class="cards judged">
<caption>${say(caption)}</caption>
<thead><tr>${[criterion, observed, required, result, schoolWords.toDo].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${findings.map((finding) => findingRow(finding, context))}</tbody>
</table>`;
}

function findingRow(finding: Finding, context: PageContext): Markup {
  const say = teller(context);
  return html`<tr><th scope="row">${say(finding.name)}<small>${finding.criterion} · ${sayLevel(finding, context.speech)}</small></th><td data-label="${say(schoolWords.observed)}">${sayObserved(finding, context.speech)}</td><td data-label="${say(schoolWords.required)}">${say(finding.required)}${confidenceMark(finding, context)}</td><td data-label="${say(schoolWords.result)}">${verdictMark(finding.verdict, context)}</td><td data-label="${say(schoolWords.toDo)}">${whatToDo(finding, context)}</td></tr>
`;
}

function whatToDo(finding: Finding, context: PageContext): Markup {
  const say = teller(context);
  if (finding.verdict === 'unknown') return html`${sayUnknown(finding, context.speech)}`;
  if (finding.verdict !== 'fail') return html`–`;
  const { mend, remedy } = finding;
  const said = mend === 'set' ? devicePageWords.setIt : devicePageWords.replaceIt;
  return html`${mend !== undefined && html`<b>${say(said)}</b>: `}${say(remedy)}`;
}
