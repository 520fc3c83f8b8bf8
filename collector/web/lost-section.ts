import { html, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import { ms, seconds } from '../../kit/units.ts';
import type { LostMonth } from '../report/outage-report.ts';
import { sayLostCause } from '../report/outage-report-json.ts';
import type { SchoolView } from '../report/views.ts';
import { queryText } from './address.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { sayMonth } from './say-line.ts';
import { section } from './section.ts';
import { lostWords } from './words/lost.ts';

type Lost = Pick<SchoolView, 'id' | 'lost' | 'availability'>;

/** How long the school was cut off in each month, and why; nothing where it never was. */
export function lostSection(school: Lost, context: PageContext): Markup | false {
  const [newest] = school.lost;
  if (newest === undefined) return false;
  const say = teller(context);
  const heads = ['month', 'lost', 'inHours', 'count', 'cause', 'measured'] as const;
  const { language } = context.speech;
  const report = `/api/v1/reports/outages${queryText({ school: school.id, month: newest.month, format: 'csv', lang: language })}`;
  return section(
    'lost',
    say(lostWords.title),
    html`<table class="cards">
<caption>${say(lostWords.caption)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(lostWords[head])}</th>`)}</tr></thead>
<tbody>
${school.lost.map((month) => row(month, school, context))}</tbody>
</table>
<p class="quiet">${say(lostWords.meaning)}</p>
<ul class="links"><li><a href="${report}" download>${say(lostWords.report)}</a></li></ul>`,
  );
}

function row(lost: LostMonth, school: Lost, context: PageContext): Markup {
  const say = teller(context);
  const { speech } = context;
  const cell = (head: keyof typeof lostWords, body: Markup | string) =>
    html`<td data-label="${say(lostWords[head])}">${body}</td>`;
  const causes = html`${lost.causes.map((cause) => html`<span>${say(sayLostCause(cause))}<small>${saySpan(cause.lost, speech)}</small></span>`)}`;
  return html`<tr><th scope="row">${sayMonth(lost.month)}</th>${cell('lost', saySpan(lost.lost, speech))}${cell('inHours', saySpan(lost.inSchoolHours, speech))}${cell('count', String(lost.outages))}${cell('cause', causes)}${cell('measured', measured(lost.month, school, context))}</tr>
`;
}

/** Of all the school's lines together. */
function measured(month: string, { availability }: Lost, context: PageContext): string {
  const own = availability.filter((each) => each.month === month);
  if (own.length === 0) return teller(context)(lostWords.notMeasured);
  return saySpan(
    own.reduce((sum, { always }) => ms(sum + seconds(always.downS)), ms(0)),
    context.speech,
  );
}
