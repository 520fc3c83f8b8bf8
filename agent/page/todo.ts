import { html, type Markup } from '../../kit/html.ts';
import type { Language } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayObserved } from '../../standards/say-finding.ts';
import { labItems, labMachines } from './labs.ts';
import {
  anchorOf,
  type Drawing,
  doubtMark,
  simulatedMark,
  sinceMark,
  speechOf,
  timeMark,
} from './marks.ts';
import { outageItem } from './outages.ts';
import { isShipping, sayShipment } from './shipment.ts';
import { demandsFailed, type Failing, failingIn } from './state.ts';
import { ADVICE, HEALTH_WORDS, KIND_WORDS, sayNames, WORDS } from './words.ts';

/** What is wrong, since when and what to do: what fails now, then what the basic level demands. */
export function todo(drawing: Drawing): Markup {
  const { state, language } = drawing;
  const items = [
    ...state.outages.map((outage) => outageItem(outage, drawing)),
    ...(isShipping(state) ? [] : [shipmentItem(drawing)]),
    ...labItems(drawing),
    ...failingIn(state.devices).map((failing) => deviceItem(failing, drawing)),
    ...demandsFailed(state.findings).map((finding) => demandItem(finding, drawing)),
  ];
  return items.length === 0
    ? html`<p class="well">✓ ${WORDS.nothingToDo[language]}</p>`
    : html`<ol class="todo">
${items}</ol>`;
}

const shipmentItem = ({ state, language }: Drawing): Markup => html`<li>
<h3 class="ill">✕ ${WORDS.shipment[language]}</h3>
<p>${sayShipment(state, language)}</p>
${state.shipment.problem !== undefined && html`<p class="detail">${WORDS.technical[language]}: <code lang="en">${state.shipment.problem}</code></p>\n`}</li>
`;

function deviceItem({ devices, trouble }: Failing, drawing: Drawing): Markup {
  const { language } = drawing;
  const advice = devices[0] && ADVICE[devices[0].kind];
  const several = devices.length > 1 && html` (${WORDS.earliest[language]})`;
  const problems = trouble.problems.length === 0 ? [HEALTH_WORDS.ill.text] : trouble.problems;
  return html`<li>
<h3 class="ill">✕ ${sayDevices(devices, language)}${simulatedMark(drawing)}</h3>
<p class="detail">${sinceMark(trouble, drawing)}${several}</p>
${problems.map((problem) => html`<p>${problem[language]}</p>\n`)}${advice !== undefined && html`<p><b>${WORDS.toDo[language]}:</b> ${advice[language]}</p>\n`}</li>
`;
}

/** `Camera: Cổng, Sân`; not `Đường truyền: Đường truyền cáp quang`. */
function sayDevices(devices: Failing['devices'], language: Language): string {
  const names = devices.map(({ name }) => name);
  const kind = devices[0] === undefined ? '' : KIND_WORDS[devices[0].kind][language];
  const named = names.every((name) => name.toLowerCase().startsWith(kind.toLowerCase()));
  return named ? sayNames(names, language) : `${kind}: ${sayNames(names, language)}`;
}

function demandItem(finding: Finding, drawing: Drawing): Markup {
  const { state, language } = drawing;
  const failing = state.findings.filter(
    (each) =>
      each.device !== undefined && each.verdict === 'fail' && anchorOf(each) === anchorOf(finding),
  );
  const named = [...state.devices.map(({ device }) => device), ...labMachines(state.labs)];
  const nameOf = (id: string): string => named.find((device) => device.id === id)?.name ?? id;
  const names = failing.flatMap(({ device }) => (device === undefined ? [] : [nameOf(device)]));
  return html`<li>
<h3 class="fail">✕ ${finding.name[language]}</h3>
${finding.says !== undefined && html`<p>${finding.says[language]}.</p>\n`}<p class="detail">${WORDS.observed[language]}: ${sayObserved(finding, speechOf(drawing))} · ${WORDS.required[language]}: ${finding.required[language]}${doubtMark(finding, drawing)} · ${WORDS.measuredAt[language]} ${timeMark(finding.at, drawing)} · <a href="#${anchorOf(finding)}">${WORDS.details[language]} ${finding.criterion}</a></p>
${names.length > 0 && html`<p class="detail">${WORDS.failingDevices[language]}: ${sayNames(names, language)}</p>\n`}<p><b>${WORDS.toDo[language]}:</b> ${finding.remedy[language]}</p>
</li>
`;
}
