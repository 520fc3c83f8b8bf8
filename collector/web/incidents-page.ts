import { html, type Markup } from '../../kit/html.ts';
import { SEVERITIES } from '../alert/rule.ts';
import type { IncidentView } from '../report/incident-view.ts';
import type { Views } from '../report/views.ts';
import { queryText } from './address.ts';
import { incidentsTable } from './incident-list.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { accessWords } from './words/access.ts';
import { frame } from './words/frame.ts';
import { incidentWords, severities } from './words/incidents.ts';

export interface IncidentsShown {
  readonly incidents: readonly IncidentView[];
  readonly rules: ReturnType<Views['incidentRules']>;
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
}

/** Incidents of all schools one may see: open ones first, then the newest. What is asked for stands in the address. */
export function incidentsPage(shown: IncidentsShown, context: PageContext): Markup {
  const say = teller(context);
  const { incidents, page, hasMore } = shown;
  const title = say(incidentWords.title);
  const { page: _, ...filter } = context.query;
  const to = (other: number) =>
    `/incidents${queryText({ ...filter, page: other > 1 ? other : undefined })}`;
  const isOpenOnly = filter['state'] === 'open' && Object.keys(filter).length === 1;
  const nothing = isOpenOnly ? incidentWords.noneOpen : incidentWords.none;
  const main = html`<h1>${title}</h1>
${filterForm(shown, context)}
${incidents.length === 0 ? html`<p class="empty">${say(nothing)}</p>` : incidentsTable(incidents, { school: true }, context)}
<p class="pager">${page > 1 && html`<a href="${to(page - 1)}">${say(incidentWords.previous)}</a>`}${hasMore && html`<a href="${to(page + 1)}">${say(incidentWords.next)}</a>`}<a href="/incidents.csv${queryText(filter)}" download>${say(frame.exportCsv)}</a></p>`;
  return layout({ title, section: 'incidents', main, live: true }, context);
}

function filterForm({ rules }: IncidentsShown, context: PageContext): Markup {
  const say = teller(context);
  const { q, state, severity, rule, acknowledged, unit, school, from, to } = context.query;
  const { open, resolved, yes, no } = incidentWords;
  const choices = (
    name: string,
    chosen: string | undefined,
    all: readonly (readonly [string, string])[],
  ) =>
    html`<select name="${name}"><option value="">${say(incidentWords.all)}</option>${all.map(([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select>`;
  return html`<form class="filters" method="get" role="search">
<label>${say(incidentWords.contains)}<input name="q" value="${q}" maxlength="100"></label>
<label>${say(incidentWords.state)}${choices('state', state, [
    ['open', say(open)],
    ['resolved', say(resolved)],
  ])}</label>
<label>${say(incidentWords.severity)}${choices(
    'severity',
    severity,
    SEVERITIES.map((one) => [one, say(severities[one])] as const),
  )}</label>
<label>${say(incidentWords.rule)}${choices(
    'rule',
    rule,
    rules.map(({ id, title }) => [id, say(title)] as const),
  )}</label>
<label>${say(incidentWords.acknowledged)}${choices('acknowledged', acknowledged, [
    ['no', say(no)],
    ['yes', say(yes)],
  ])}</label>
<label>${say(incidentWords.unit)}<input name="unit" value="${unit}" maxlength="64"></label>
<label>${say(incidentWords.school)}<input name="school" value="${school}" maxlength="64"></label>
<label>${say(incidentWords.opened)}<input name="from" type="date" value="${from}"></label>
<label>${say(incidentWords.openedTo)}<input name="to" type="date" value="${to}"></label>
<p class="buttons"><button class="plain">${say(accessWords.show)}</button></p>
</form>`;
}
