import { html, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import { ms } from '../../kit/units.ts';
import { sayInput } from '../../standards/say-finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';
import { errorIn } from '../report/evidence-error.ts';
import type { IncidentView } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { errorMark, sayField } from './field-value.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { incidentWords, severities } from './words/incidents.ts';

/** Open incidents of one school, in sentences: what, which device, since when, why. */
export function openIncidents(incidents: readonly IncidentView[], context: PageContext): Markup {
  return html`<ul class="incidents">
${incidents.map(
  (incident) => html`<li class="${incident.severity}">${sentence(incident, context)}</li>
`,
)}</ul>`;
}

function sentence(incident: IncidentView, context: PageContext): Markup {
  const say = teller(context);
  const device = incident.deviceName ?? incident.device;
  return html`<p><b>${say(incident.title)}</b>${device !== undefined && html` · ${device}`}${simulatedBadge(incident.simulated, context)} <span class="severity">${say(severities[incident.severity])}</span></p>
<p>${say(incidentWords.since)} ${timeMark(incident.openedAt, context)}. ${say(incident.cause)}</p>
${evidence(incident, context)}`;
}

function evidence({ evidence: values }: IncidentView, context: PageContext): Markup | false {
  const entries = Object.entries(values);
  const error = errorIn(values);
  const said = (name: string, value: FieldValue) =>
    error?.name === name
      ? errorMark(error.phrase, error.meaning, context)
      : sayField(value, unitOf(name), context.speech);
  return (
    entries.length > 0 &&
    html`<details><summary>${teller(context)(incidentWords.evidence)}</summary><dl class="facts">${entries.map(([name, value]) => html`<dt>${sayInput(name, context.speech)}</dt><dd>${said(name, value)}</dd>`)}</dl></details>`
  );
}

/** Evidence is named `measurement.field`, as in the register. */
function unitOf(name: string): string {
  const [measurement = '', field = ''] = name.split('.');
  const fields = specOf(measurement)?.fields ?? {};
  return (Object.hasOwn(fields, field) ? fields[field]?.unit : undefined) ?? '1';
}

interface Columns {
  /** Left out where all rows are of one school. */
  readonly school: boolean;
}

export function incidentsTable(
  incidents: readonly IncidentView[],
  columns: Columns,
  context: PageContext,
): Markup {
  const say = teller(context);
  const { what, where, state, from, lasted, cause } = incidentWords;
  const heads = [what, ...(columns.school ? [where] : []), state, from, lasted, cause];
  return html`<table class="cards">
<caption>${say(incidentWords.caption)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${incidents.map((incident) => incidentRow(incident, columns, context))}</tbody>
</table>`;
}

function incidentRow(incident: IncidentView, columns: Columns, context: PageContext): Markup {
  const say = teller(context);
  const { openedAt, resolvedAt } = incident;
  const device = incident.deviceName ?? incident.device;
  const open = incident.state === 'open';
  return html`<tr><th scope="row">${say(incident.title)}${device !== undefined && html`<small>${device}</small>`}${!columns.school && simulatedBadge(incident.simulated, context)}</th>${
    columns.school &&
    html`<td data-label="${say(incidentWords.where)}"><a href="${schoolAddress(incident.school)}">${incident.schoolName}</a>${simulatedBadge(incident.simulated, context)}</td>`
  }<td class="nowrap" data-label="${say(incidentWords.state)}"><span class="${open ? 'v o' : 'v n'}">${say(open ? incidentWords.open : incidentWords.resolved)}</span><small>${say(severities[incident.severity])}</small></td><td data-label="${say(incidentWords.from)}">${timeMark(openedAt, context)}</td><td class="nowrap" data-label="${say(incidentWords.lasted)}">${saySpan(ms((resolvedAt ?? context.now) - openedAt), context.speech)}</td><td data-label="${say(incidentWords.cause)}">${say(incident.cause)}</td></tr>
`;
}
