import { html, type Markup } from '../../kit/html.ts';
import type { IncidentView } from '../report/views.ts';
import { queryText } from './address.ts';
import { incidentsTable } from './incident-list.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { incidentWords } from './words/incidents.ts';

export type IncidentState = IncidentView['state'] | undefined;

const TABS = [
  [undefined, incidentWords.all],
  ['open', incidentWords.open],
  ['resolved', incidentWords.resolved],
] as const;

/** Incidents of all schools one may see, newest first. */
export function incidentsPage(
  incidents: readonly IncidentView[],
  filter: { readonly state: IncidentState; readonly school: string | undefined },
  context: PageContext,
): Markup {
  const say = teller(context);
  const title = say(incidentWords.title);
  const nothing = filter.state === 'open' ? incidentWords.noneOpen : incidentWords.none;
  const main = html`<h1>${title}</h1>
<nav class="tabs" aria-label="${say(incidentWords.filter)}"><ul>${TABS.map(
    ([state, text]) =>
      html`<li><a href="/incidents${queryText({ state, school: filter.school })}"${state === filter.state && html` aria-current="page"`}>${say(text)}</a></li>`,
  )}</ul></nav>
${incidents.length === 0 ? html`<p class="empty">${say(nothing)}</p>` : incidentsTable(incidents, { school: true }, context)}`;
  return layout({ title, section: 'incidents', main, live: true }, context);
}
