import { html, type Markup } from '../../kit/html.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import { type Fields, numberIn, wordIn } from '../report/device-facts.ts';
import type { LinePageView } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { deviceFindings } from './device-findings.ts';
import { stateSentence } from './device-state.ts';
import { incidentsTable, openIncidents } from './incident-list.ts';
import { layout } from './layout.ts';
import { lineHistory } from './line-history.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { section } from './section.ts';
import { devicePageWords } from './words/device-page.ts';
import { bottlenecks, methods, waitedWords, linePageWords as words } from './words/line-page.ts';

/** One fibre line: whether it is up, what the last test gave beside the contract, how it has been. */
export function linePage(view: LinePageView, context: PageContext): Markup {
  const say = teller(context);
  const { school, device, incidents } = view;
  const open = incidents.filter(({ state }) => state === 'open');
  const main = html`<p class="crumb"><a href="${schoolAddress(school.id)}">${say(devicePageWords.backToSchool)} ${school.name}</a></p>
<h1>${device.name}${simulatedBadge(device.simulated || school.simulated, context)}</h1>
${section('now', say(devicePageWords.now), html`${stateSentence(view, context)}${open.length > 0 && openIncidents(open, context)}`)}
${section('test', say(words.lastTest), lastTest(view, context))}
${section('history', say(words.history), lineHistory(view, context))}
${section('judged', say(words.judged), deviceFindings(view.findings, context))}
${section('incidents', say(words.pastIncidents), incidents.length === 0 ? html`<p class="empty">${say(devicePageWords.noIncidents)}</p>` : incidentsTable(incidents, { school: false }, context))}`;
  return layout(
    { title: `${device.name} · ${school.name}`, section: 'schools', main, live: true },
    context,
  );
}

function lastTest(view: LinePageView, context: PageContext): Markup {
  const say = teller(context);
  const test = view.device.facts.find(({ measurement }) => measurement === 'uplink_bandwidth');
  if (test === undefined)
    return html`<p class="empty">${say(words.noTest)}</p>${putOff(view, context)}`;
  const { fields, at } = test;
  const heads = [
    words.direction,
    words.available,
    words.capacity,
    words.contract,
    words.share,
    words.loaded,
  ];
  return html`<p>${timeMark(at, context)}</p>${putOff(view, context)}
<table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${directionRow('down', { fields, contract: view.contract.down }, context)}
${directionRow('up', { fields, contract: view.contract.up }, context)}</tbody>
</table>
${aroundTest(view, fields, context)}`;
}

/** Why the last turn made no test; nothing where it did. */
function putOff({ device }: LinePageView, context: PageContext): Markup | false {
  const turn = device.facts.find(({ measurement }) => measurement === 'uplink_turn');
  const waited = turn && wordIn(turn.fields, 'waited');
  if (turn === undefined || !isKey(waitedWords, waited)) return false;
  const say = teller(context);
  return html`<p>${say(waitedWords[waited])} <span class="quiet">${timeMark(turn.at, context)}</span></p>`;
}

function directionRow(
  direction: 'down' | 'up',
  { fields, contract }: { readonly fields: Fields; readonly contract: number | undefined },
  context: PageContext,
): Markup {
  const say = teller(context);
  const measured = numberIn(fields, `${direction}_bps`);
  const floor = numberIn(fields, `${direction}_floor_bps`);
  const value = (number: number | undefined, unit: string, otherwise = words.notMeasured) =>
    number === undefined ? say(otherwise) : sayMeasured(number, unit, context.speech);
  const available =
    measured === undefined && floor !== undefined
      ? `${say(words.atLeast)} ${value(floor, 'bps')}`
      : value(measured, 'bps');
  const share =
    measured === undefined || contract === undefined || contract <= 0
      ? undefined
      : measured / contract;
  const cell = (head: Parameters<typeof say>[0], text: string) =>
    html`<td data-label="${say(head)}">${text}</td>`;
  return html`<tr><th scope="row">${say(words[direction])}</th>${cell(words.available, available)}${cell(words.capacity, value(numberIn(fields, `${direction}_capacity_bps`), 'bps'))}${cell(words.contract, contract === undefined ? say(words.notDeclared) : value(contract, 'bps'))}${cell(words.share, share === undefined ? '–' : value(share, 'ratio'))}${cell(words.loaded, value(numberIn(fields, `loaded_${direction}_s`), 's'))}</tr>
`;
}

function aroundTest({ device }: LinePageView, fields: Fields, context: PageContext): Markup {
  const say = teller(context);
  const turn = device.facts.find(({ measurement }) => measurement === 'uplink_turn')?.fields ?? {};
  const where = wordIn(fields, 'bottleneck');
  const method = wordIn(fields, 'method');
  const row = (name: string, text: string | undefined) =>
    text !== undefined &&
    html`<dt>${name}</dt><dd>${text}</dd>
`;
  return html`<dl class="facts">
${row(say(words.bottleneck), isKey(bottlenecks, where) ? say(bottlenecks[where]) : undefined)}${row(say(words.byMethod), isKey(methods, method) ? say(methods[method]) : undefined)}${row(say(words.lossOfDay), lossOfDay(device.facts, context))}${row(say(words.budget), budgetOf(turn, context))}</dl>`;
}

function lossOfDay(
  facts: LinePageView['device']['facts'],
  context: PageContext,
): string | undefined {
  const say = teller(context);
  const told = facts
    .filter(({ measurement }) => measurement === 'uplink_ping')
    .map(({ fields }) => fields)
    .find((fields) => numberIn(fields, 'day_loss_ratio') !== undefined);
  if (told === undefined) return undefined;
  const share = (name: string) => sayMeasured(numberIn(told, name) ?? 0, 'ratio', context.speech);
  return `${share('day_loss_ratio')} (${say(words.between)} ${share('day_loss_low_ratio')} ${say(words.to)} ${share('day_loss_high_ratio')})`;
}

function budgetOf(fields: Fields, context: PageContext): string | undefined {
  const [used, all] = [numberIn(fields, 'budget_used_bytes'), numberIn(fields, 'budget_bytes')];
  if (used === undefined || all === undefined) return undefined;
  const size = (bytes: number) => sayMeasured(bytes, 'bytes', context.speech);
  return `${size(used)} ${teller(context)(words.of)} ${size(all)}`;
}

const isKey = <Keys extends object>(
  words: Keys,
  word: string | undefined,
): word is keyof Keys & string => word !== undefined && Object.hasOwn(words, word);
