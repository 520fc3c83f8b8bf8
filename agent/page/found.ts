import { html, type Markup } from '../../kit/html.ts';
import { type FoundDevice, notConfigured } from '../../wire/last-search.ts';
import { type Drawing, simulatedMark, timeMark } from './marks.ts';
import type { SearchState } from './search-state.ts';
import { snippetFor } from './snippet.ts';
import { SEARCH_WORDS, WORDS } from './words.ts';

/** What the last search of the subnets found that nobody configured, and what is configured and gone. */
export function foundSection(drawing: Drawing): Markup | false {
  const { language, state } = drawing;
  const { last, gone, problem } = state.search;
  if (last === undefined && problem === undefined) return false;
  const strangers = last === undefined ? [] : notConfigured(last);
  return html`<section>
<h2>${SEARCH_WORDS.title[language]}</h2>
${problem !== undefined && html`<p class="ill">✕ ${problem[language]}</p>\n`}${last !== undefined && html`<p class="detail">${SEARCH_WORDS.searchedAt[language]} ${timeMark(last.at, drawing)}</p>\n`}${last !== undefined && strangers.length + gone.length === 0 && html`<p class="well">✓ ${SEARCH_WORDS.allKnown[language]}</p>\n`}${strangers.length > 0 && strangersTable(strangers, drawing)}
${gone.length > 0 && goneList(gone, drawing)}
</section>`;
}

function strangersTable(strangers: readonly FoundDevice[], drawing: Drawing): Markup {
  const { language } = drawing;
  const heads = ['address', 'name', 'model', 'snippet'] as const;
  return html`<h3>${SEARCH_WORDS.notConfigured[language]}</h3>
<p>${SEARCH_WORDS.whatToDo[language]}</p>
${drawing.state.setup === true && html`<p><a href="/setup/cameras${language === 'en' && '?lang=en'}">${SEARCH_WORDS.setUp[language]}</a></p>\n`}<table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${SEARCH_WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${strangers.map((device) => strangerRow(device, drawing))}</tbody>
</table>`;
}

function strangerRow(device: FoundDevice, drawing: Drawing): Markup {
  const { language, state } = drawing;
  const moved = state.devices.find((one) => one.device.id === device.movedFrom)?.device;
  const label = (name: 'name' | 'model' | 'snippet'): string => SEARCH_WORDS[name][language];
  return html`<tr>
<th scope="row">${device.address}${simulatedMark(drawing)}</th>
<td data-label="${label('name')}">${device.name ?? '–'}${moved !== undefined && html`<br><span class="detail">${SEARCH_WORDS.moved[language]}: ${moved.name}</span>`}</td>
<td data-label="${label('model')}">${device.hardware ?? '–'}</td>
<td class="wide" data-label="${label('snippet')}"><details><summary>cameras.list</summary><pre>${snippetFor(device)}</pre></details></td>
</tr>
`;
}

function goneList(gone: SearchState['gone'], drawing: Drawing): Markup {
  const { language } = drawing;
  return html`<h3>${SEARCH_WORDS.gone[language]}</h3>
<ul>${gone.map(({ name, address }) => html`<li>${name}${simulatedMark(drawing)}${address !== undefined && html` <span class="detail">${address}</span>`}</li>`)}</ul>
<p class="detail"><b>${WORDS.toDo[language]}:</b> ${SEARCH_WORDS.goneToDo[language]}</p>`;
}
