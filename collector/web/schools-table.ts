import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import { Group } from '../../standards/criterion.ts';
import type { LevelSummary } from '../../standards/finding.ts';
import { sayVerdict } from '../../standards/say-finding.ts';
import type { ReadinessRow } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { passCount, simulatedBadge, teller, timeMark, verdictClass } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { isSilent } from './schools-filter.ts';
import { groups } from './words/frame.ts';
import { incidentCount, schoolsWords } from './words/schools.ts';

/** A row a school, a column a group; on a telephone each row becomes a card by the style sheet. */
export function schoolsTable(rows: readonly ReadinessRow[], context: PageContext): Markup {
  const say = teller(context);
  return html`<table class="schools cards">
<caption>${say(schoolsWords.caption)}</caption>
<thead><tr><th scope="col">${say(schoolsWords.school)}</th><th scope="col">${say(schoolsWords.overall)}</th>${Group.options.map((group) => html`<th scope="col">${say(groups[group])}</th>`)}<th scope="col">${say(schoolsWords.lastSeen)}</th></tr></thead>
<tbody>
${rows.map((row) => schoolRow(row, context))}</tbody>
</table>`;
}

function schoolRow(row: ReadinessRow, context: PageContext): Markup {
  const say = teller(context);
  const open = say(incidentCount(sayNumber(row.openIncidents, context.speech)));
  return html`<tr><th scope="row"><a href="${schoolAddress(row.id)}">${row.name}</a>${simulatedBadge(row.simulated, context)}${row.unit !== undefined && html`<small>${row.unit.name}</small>`}${row.openIncidents > 0 && html`<small class="alert">${open}</small>`}</th>${cell(row.basic, say(schoolsWords.overall), context)}${Group.options.map((group) => cell(row.groups[group], say(groups[group]), context))}<td data-label="${say(schoolsWords.lastSeen)}">${isSilent(row, context.now) && html`<span class="v s">${say(schoolsWords.silent)}</span>`}${timeMark(row.lastSeen, context)}</td></tr>
`;
}

/** Kept short: 100 rows of these are most of the page. */
function cell(summary: LevelSummary, label: string, context: PageContext): Markup {
  const count = passCount(summary);
  return html`<td data-label="${label}" class="${verdictClass[summary.verdict]}">${sayVerdict(summary.verdict, context.speech)}${count !== undefined && html` <b>${count}</b>`}</td>`;
}
