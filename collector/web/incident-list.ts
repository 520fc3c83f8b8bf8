import { html, type Markup } from '../../kit/html.ts';
import { sayMoment, saySpan } from '../../kit/say.ts';
import { ms } from '../../kit/units.ts';
import { sayInput } from '../../standards/say-finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';
import { errorIn } from '../report/evidence-error.ts';
import type { IncidentView } from '../report/incident-view.ts';
import { incidentAddress, schoolAddress } from './address.ts';
import { errorMark, sayField } from './field-value.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import {
  groupWords,
  incidentWords,
  otherSchools,
  schoolCount,
  severities,
  storyWords,
} from './words/incidents.ts';

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
  return html`<p><b><a href="${incidentAddress(incident.id)}">${say(incident.title)}</a></b>${device !== undefined && html` · ${device}`}${simulatedBadge(incident.simulated, context)} <span class="severity">${say(severities[incident.severity])}</span></p>
<p>${say(incidentWords.since)} ${timeMark(incident.openedAt, context)}. ${say(incident.cause)}</p>
${evidence(incident, context)}`;
}

function evidence(incident: IncidentView, context: PageContext): Markup | false {
  const list = evidenceList(incident, context);
  return (
    list !== false &&
    html`<details><summary>${teller(context)(incidentWords.evidence)}</summary>${list}</details>`
  );
}

/** What was measured when it went wrong; false where nothing was. */
export function evidenceList(
  { evidence: values }: Pick<IncidentView, 'evidence'>,
  context: PageContext,
): Markup | false {
  const entries = Object.entries(values);
  const error = errorIn(values);
  const said = (name: string, value: FieldValue) =>
    error?.name === name
      ? errorMark(error.phrase, error.meaning, context)
      : sayField(value, unitOf(name), context.speech);
  return (
    entries.length > 0 &&
    html`<dl class="facts">${entries.map(([name, value]) => html`<dt>${sayInput(name, context.speech)}</dt><dd>${said(name, value)}</dd>`)}</dl>`
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
  const { what, where, state, from, lasted, cause, byWhom } = incidentWords;
  const heads = [what, ...(columns.school ? [where] : []), state, byWhom, from, lasted, cause];
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
  const cell = (head: keyof typeof incidentWords, body: Markup | string, narrow = false) =>
    html`<td${narrow && html` class="nowrap"`} data-label="${say(incidentWords[head])}">${body}</td>`;
  return html`<tr><th scope="row"><a href="${incidentAddress(incident.id)}">${say(incident.title)}</a>${device !== undefined && html`<small>${device}</small>`}${!columns.school && simulatedBadge(incident.simulated, context)}</th>${
    columns.school && cell('where', placeOf(incident, context))
  }${cell('state', html`<span class="${open ? 'v o' : 'v n'}">${say(open ? incidentWords.open : incidentWords.resolved)}</span><small>${say(severities[incident.severity])}</small>`, true)}${cell('byWhom', careMark(incident, context))}${cell('from', timeMark(openedAt, context))}${cell('lasted', saySpan(ms((resolvedAt ?? context.now) - openedAt), context.speech), true)}${cell('cause', say(incident.cause))}</tr>
`;
}

/** One school, or how many in sight and how many others. */
export function placeOf(incident: IncidentView, context: PageContext): Markup {
  const say = teller(context);
  const badge = simulatedBadge(incident.simulated, context);
  if (incident.school !== undefined)
    return html`<a href="${schoolAddress(incident.school)}">${incident.schoolName}</a>${badge}`;
  return html`${sayPlace(incident, context)}${badge}${incident.group !== undefined && html`<small>${say(groupWords[incident.group.kind])} ${incident.group.name}</small>`}`;
}

/** The same in words alone. */
export function sayPlace(incident: IncidentView, context: Pick<PageContext, 'speech'>): string {
  const say = teller(context);
  if (incident.school !== undefined) return incident.schoolName ?? incident.school;
  const names = [...new Set(incident.members.flatMap(({ schoolName }) => schoolName ?? []))];
  if (names.length === 0) return say(incidentWords.collector);
  const [first = ''] = names;
  const own = names.length === 1 ? first : say(schoolCount(names.length));
  if (incident.otherSchools === 0) return own;
  return `${own} ${say(storyWords.and)} ${say(otherSchools(incident.otherSchools))}`;
}

/** Who looks after it, or that nobody does. */
function careMark(incident: IncidentView, context: PageContext): Markup {
  const say = teller(context);
  const { acknowledgedAt, assignedTo, silentUntil } = incident;
  const by = incident.acknowledgedBy ?? say(incidentWords.someone);
  const nobody = incident.state === 'open' ? say(incidentWords.notAcknowledged) : '–';
  const isSilent = silentUntil !== undefined && silentUntil > context.now;
  return html`${acknowledgedAt === undefined ? nobody : `${say(incidentWords.acknowledgedBy)} ${by}`}${assignedTo !== undefined && html`<small>${say(incidentWords.assignedTo)} ${assignedTo}</small>`}${isSilent && html`<small>${say(incidentWords.silent)} ${sayMoment(silentUntil, context.speech)}</small>`}`;
}
