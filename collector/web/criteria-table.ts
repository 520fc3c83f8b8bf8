import { html, type Markup } from '../../kit/html.ts';
import type { Group } from '../../standards/criterion.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayLevel, sayObserved, sayUnknown } from '../../standards/say-finding.ts';
import type { SchoolView } from '../report/views.ts';
import { type CriterionRow, countVerdicts, criteriaByGroup } from './criteria-rows.ts';
import { confidenceMark, teller, timeMark, verdictMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { groups } from './words/frame.ts';
import { confidences, schoolWords, unknownReasons } from './words/school.ts';

/** The criteria of a school: a row each, and under it its remedy and its evidence. */
export function criteriaTable(school: SchoolView, context: PageContext): Markup {
  const say = teller(context);
  const entries = criteriaByGroup(school.findings);
  if (entries.length === 0) return html`<p class="empty">${say(schoolWords.noCriteria)}</p>`;
  const names = new Map(school.devices.map(({ id, name }) => [id, name]));
  return html`<table class="criteria cards">
<caption>${say(schoolWords.criteriaCaption)}</caption>
<thead><tr><th scope="col">${say(schoolWords.criterion)}</th><th scope="col">${say(schoolWords.observed)}</th><th scope="col">${say(schoolWords.required)}</th><th scope="col">${say(schoolWords.result)}</th><th scope="col">${say(schoolWords.source)}</th></tr></thead>
${entries.map(({ group, rows }) => groupBody(group, rows, { names, context }))}
</table>`;
}

interface Drawing {
  readonly names: ReadonlyMap<string, string>;
  readonly context: PageContext;
}

function groupBody(group: Group, rows: readonly CriterionRow[], drawing: Drawing): Markup {
  const { context } = drawing;
  const counts = countVerdicts(rows).map(
    ([verdict, count]) => html`${verdictMark(verdict, context)} <b>${count}</b> `,
  );
  return html`<tbody>
<tr class="group"><th colspan="5" scope="rowgroup" id="${group}">${teller(context)(groups[group])} <span class="counts">${counts}</span></th></tr>
${rows.map((row) => criterionRow(row, drawing))}</tbody>
`;
}

function criterionRow(row: CriterionRow, drawing: Drawing): Markup {
  const { finding } = row;
  const { context } = drawing;
  const say = teller(context);
  const ofDevice = finding.device !== undefined && html` · ${nameOf(finding.device, drawing)}`;
  return html`<tr class="criterion"><th scope="row">${say(finding.name)}${ofDevice}<small>${finding.criterion} · <span class="level">${sayLevel(finding, context.speech)}</span></small></th><td data-label="${say(schoolWords.observed)}">${sayObserved(finding, context.speech)}${finding.says !== undefined && html`<small>${say(finding.says)}</small>`}</td><td data-label="${say(schoolWords.required)}">${say(finding.required)}${confidenceMark(finding, context)}</td><td data-label="${say(schoolWords.result)}">${verdictMark(finding.verdict, context)}</td><td data-label="${say(schoolWords.source)}">${finding.source.document}</td></tr>
<tr class="more"><td colspan="5">${advice(finding, context)}<details><summary>${say(schoolWords.more)}<span class="hidden">: ${say(finding.name)}</span></summary>${evidence(row, drawing)}</details></td></tr>
`;
}

/** What stands open under a row that is not met or not known: the two that ask for a deed. */
function advice(finding: Finding, context: PageContext): Markup | false {
  const say = teller(context);
  if (finding.verdict === 'fail')
    return html`<p class="advice"><b>${say(schoolWords.toDo)}:</b> ${say(finding.remedy)}</p>`;
  const why = sayUnknown(finding, context.speech);
  return why !== undefined && html`<p class="advice why">${why}.</p>`;
}

function evidence({ finding, devices }: CriterionRow, drawing: Drawing): Markup {
  const { context } = drawing;
  const say = teller(context);
  const { unknown } = finding;
  const term = (name: string, value: Markup | string) => html`<dt>${name}</dt><dd>${value}</dd>`;
  return html`<dl class="facts">
${term(say(schoolWords.observed), sayObserved(finding, context.speech))}
${term(say(finding.observed === undefined ? schoolWords.judgedAt : schoolWords.measuredAt), timeMark(finding.at, context))}
${unknown !== undefined && term(say(schoolWords.why), say(unknownReasons[unknown.reason]))}
${term(say(schoolWords.remedy), say(finding.remedy))}
${finding.note !== undefined && term(say(schoolWords.note), say(finding.note))}
${term(say(schoolWords.clause), `${finding.source.document}, ${finding.source.clause}`)}
${term(say(schoolWords.threshold), html`${say(confidences[finding.confidence])} ${confidenceMark(finding, context)}`)}
${term(say(schoolWords.standard), html`${finding.standard} <span class="quiet">${finding.standardVersion}</span>`)}
</dl>
${devices.length > 0 && deviceFindings(devices, drawing)}`;
}

function deviceFindings(devices: readonly Finding[], drawing: Drawing): Markup {
  const { context } = drawing;
  const say = teller(context);
  return html`<h4>${say(schoolWords.byDevice)}</h4>
<ul class="by-device">${devices.map((finding) => {
    const why = sayUnknown(finding, context.speech);
    return html`<li>${verdictMark(finding.verdict, context)} <b>${nameOf(finding.device ?? '', drawing)}</b>: ${why ?? sayObserved(finding, context.speech)} <span class="quiet">${timeMark(finding.at, context)}</span></li>
`;
  })}</ul>`;
}

const nameOf = (device: string, { names }: Drawing): string => names.get(device) ?? device;
