import { html, type Markup } from '../../kit/html.ts';
import type { FoundDevice } from '../../wire/last-search.ts';
import type { DeviceView, SearchView } from '../report/views.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { searchWords } from './words/search.ts';

/** What the last search found that nobody configured, and what is configured and gone. */
export function foundSection(
  { at, notConfigured, gone }: SearchView,
  devices: readonly DeviceView[],
  context: PageContext,
): Markup {
  const say = teller(context);
  const none = notConfigured.length + gone.length === 0;
  return html`<section aria-labelledby="found"><h2 id="found">${say(searchWords.title)}</h2>
<p class="quiet">${say(searchWords.searchedAt)} ${timeMark(at, context)}</p>
${none && html`<p class="empty">${say(searchWords.allKnown)}</p>`}${notConfigured.length > 0 && strangersTable(notConfigured, devices, context)}${gone.length > 0 && goneList(gone, context)}
</section>`;
}

function strangersTable(
  strangers: readonly FoundDevice[],
  devices: readonly DeviceView[],
  context: PageContext,
): Markup {
  const say = teller(context);
  const heads = [searchWords.address, searchWords.name, searchWords.model];
  return html`<p class="note">${say(searchWords.whatToDo)}</p>
<table class="cards">
<caption>${say(searchWords.notConfigured)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${strangers.map((stranger) => strangerRow(stranger, devices, context))}</tbody>
</table>`;
}

function strangerRow(
  { address, name, hardware, movedFrom, simulated }: FoundDevice,
  devices: readonly DeviceView[],
  context: PageContext,
): Markup {
  const say = teller(context);
  const moved = devices.find(({ id }) => id === movedFrom);
  return html`<tr><th scope="row">${address}${simulatedBadge(simulated, context)}</th><td data-label="${say(searchWords.name)}">${name ?? '–'}${moved !== undefined && html`<small>${say(searchWords.moved)}: ${moved.name}</small>`}</td><td data-label="${say(searchWords.model)}">${hardware ?? '–'}</td></tr>
`;
}

function goneList(gone: readonly DeviceView[], context: PageContext): Markup {
  const say = teller(context);
  return html`<h3>${say(searchWords.gone)}</h3>
<p class="note">${say(searchWords.goneToDo)}</p>
<ul>${gone.map(({ name, address, simulated }) => html`<li>${name}${simulatedBadge(simulated, context)}${address !== undefined && html` <span class="quiet">${address}</span>`}</li>`)}</ul>`;
}
