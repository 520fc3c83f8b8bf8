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

/** What mends a device, in the words of its kind. */
type Mends = Readonly<Record<NonNullable<Finding['mend']>, Text>>;
const OF_CAMERAS: Mends = { set: devicePageWords.setIt, replace: devicePageWords.replaceIt };

/** Criteria of one device: what can be set or must be replaced first, then what else fails, is unknown, passes. */
export function deviceFindings(
  findings: readonly Finding[],
  context: PageContext,
  mends: Mends = OF_CAMERAS,
): Markup {
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
  return html`${open.length === 0 ? html`<p class="empty">${say(devicePageWords.nothingToDo)}</p>` : findingsTable(open, { caption: devicePageWords.judgedCaption, mends }, context)}
${
  settled.length > 0 &&
  html`<details class="folded"><summary>${say(settledCount(sayNumber(settled.length, context.speech)))}</summary>
${findingsTable(settled, { caption: devicePageWords.settledCaption, mends }, context)}</details>`
}`;
}

interface TableWords {
  readonly caption: Text;
  readonly mends: Mends;
}

function findingsTable(
  findings: readonly Finding[],
  { caption, mends }: TableWords,
  context: PageContext,
): Markup {
  const say = teller(context);
  const { criterion, observed, required, result } = schoolWords;
  return html`<table class="cards judged">
<caption>${say(caption)}</caption>
<thead><tr>${[criterion, observed, required, result, schoolWords.toDo].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${findings.map((finding) => findingRow(finding, mends, context))}</tbody>
</table>`;
}

function findingRow(finding: Finding, mends: Mends, context: PageContext): Markup {
  const say = teller(context);
  return html`<tr><th scope="row">${say(finding.name)}<small>${finding.criterion} · ${sayLevel(finding, context.speech)}</small></th><td data-label="${say(schoolWords.observed)}">${sayObserved(finding, context.speech)}${finding.says !== undefined && html`<small>${say(finding.says)}</small>`}</td><td data-label="${say(schoolWords.required)}">${say(finding.required)}${confidenceMark(finding, context)}</td><td data-label="${say(schoolWords.result)}">${verdictMark(finding.verdict, context)}</td><td data-label="${say(schoolWords.toDo)}">${whatToDo(finding, mends, context)}</td></tr>
`;
}

function whatToDo(finding: Finding, mends: Mends, context: PageContext): Markup {
  const say = teller(context);
  if (finding.verdict === 'unknown') return html`${sayUnknown(finding, context.speech)}`;
  if (finding.verdict !== 'fail') return html`–`;
  const { mend, remedy } = finding;
  return html`${mend !== undefined && html`<b>${say(mends[mend])}</b>: `}${say(remedy)}`;
}
