import { html, type Markup } from '../../kit/html.ts';
import type { Finding, Verdict } from '../../standards/finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';
import { type Fields, ownFields } from '../report/device-facts.ts';
import type { DevicePageView } from '../report/views.ts';
import { sayField } from './field-value.ts';
import { confidenceMark, teller, verdictClass, verdictMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { devicePageWords } from './words/device-page.ts';
import { schoolWords } from './words/school.ts';
import { type SecurityGroup, securityGroups } from './words/security-groups.ts';

/** The eleven groups: what the network shows of each, what only papers can say, and how sure each rule is. */
export function securityTable(view: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const { group, seen, confidence } = devicePageWords;
  return html`<p class="note">${say(devicePageWords.securityLead)}</p>
<table class="cards security">
<caption>${say(devicePageWords.security)}</caption>
<thead><tr>${[group, seen, schoolWords.result, confidence].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${securityGroups.map((one) => groupRow(one, view, context))}</tbody>
</table>
${papers(view.declared, context)}`;
}

function groupRow(group: SecurityGroup, view: DevicePageView, context: PageContext): Markup {
  const say = teller(context);
  const findings = [...view.findings, ...view.declared].filter(
    ({ source, criterion }) =>
      group.criteria?.includes(criterion) ?? groupOf(source) === group.number,
  );
  const looks = Object.entries(group.looks);
  const own = ownFields(view.device);
  const otherwise = group.else === 'paper' ? devicePageWords.byPaper : devicePageWords.byHistory;
  return html`<tr><th scope="row">${group.number !== undefined && `${group.number}. `}${say(group.name)}</th><td data-label="${say(devicePageWords.seen)}">${
    looks.length === 0
      ? html`<span class="quiet">${say(otherwise)}</span>`
      : html`<ul class="by-device">${looks.map(([field, good]) => html`<li>${look(field, good, own, context)}</li>`)}</ul>`
  }</td><td data-label="${say(schoolWords.result)}">${results(findings, context)}</td><td data-label="${say(devicePageWords.confidence)}">${confidences(findings, context)}</td></tr>
`;
}

/** The number of the group a finding speaks of: said by its source, or by its clause as `nhóm 5`. */
function groupOf(source: Finding['source'] & { readonly group?: number }): number | undefined {
  if (source.group !== undefined) return source.group;
  const number = /QCVN 11/.test(source.document) && /nhóm (\d+)/.exec(source.clause)?.[1];
  return number ? Number(number) : undefined;
}

function look(
  field: string,
  good: FieldValue | undefined,
  own: Fields,
  context: PageContext,
): Markup {
  const { language } = context.speech;
  const spec = specOf('camera')?.fields[field];
  const name = spec?.about[language] ?? field;
  const value = own[field];
  if (value === undefined)
    return html`<span class="${verdictClass.unknown}">${name}: ${devicePageWords.notSeen[language]}</span>`;
  const said = sayField(value, spec?.unit ?? '1', context.speech);
  if (good === undefined) return html`${name}: ${said}`;
  return html`<span class="${verdictClass[verdictOn(value, good)]}">${name}: ${said}</span>`;
}

/** A word such as `unknown` says neither. */
function verdictOn(value: FieldValue, good: FieldValue): Verdict {
  if (value === good) return 'pass';
  return value === 'unknown' || value === 'failed' ? 'unknown' : 'fail';
}

/** Both levels may ask the same of a group: one mark a criterion, the basic level's. */
function results(findings: readonly Finding[], context: PageContext): Markup {
  if (findings.length === 0) return verdictMark('unknown', context);
  const first = new Map(findings.toReversed().map((finding) => [finding.criterion, finding]));
  return html`<ul class="by-device">${[...first.values()].toReversed().map(({ criterion, verdict }) => html`<li>${verdictMark(verdict, context)} <span class="quiet">${criterion}</span></li>`)}</ul>`;
}

function confidences(findings: readonly Finding[], context: PageContext): Markup {
  const marks = findings.map((finding) => confidenceMark(finding, context));
  const said = new Map(
    marks.flatMap((mark) => (mark === false ? [] : [[mark.text, mark] as const])),
  );
  return said.size === 0 ? html`–` : html`${[...said.values()]}`;
}

/** What the school states of its cameras: the certificate of conformity, the notices, the protection level. */
function papers(declared: readonly Finding[], context: PageContext): Markup | false {
  const say = teller(context);
  const told = declared.filter(({ group, level }) => group === 'security' && level === 'basic');
  return (
    told.length > 0 &&
    html`<h3>${say(devicePageWords.declared)}</h3>
<ul class="by-device">${told.map((finding) => html`<li>${verdictMark(finding.verdict, context)} ${say(finding.name)} <span class="quiet">${finding.criterion}</span> ${confidenceMark(finding, context)}</li>`)}</ul>`
  );
}
