import { html, type Markup } from '../../kit/html.ts';
import { type FoundHost, hostsNotConfigured } from '../../wire/last-hosts.ts';
import { type Drawing, simulatedMark, timeMark } from './marks.ts';
import { snippetForHost } from './snippet.ts';
import { HOST_WORDS } from './words.ts';

/** Who was there at the last search for hosts and stands in no section of the config. */
export function hostsSection(drawing: Drawing): Markup | false {
  const { language, state } = drawing;
  if (state.hosts === undefined) return false;
  const strangers = hostsNotConfigured(state.hosts);
  return html`<section>
<h2>${HOST_WORDS.title[language]}</h2>
<p class="detail">${HOST_WORDS.searchedAt[language]} ${timeMark(state.hosts.at, drawing)}</p>
${strangers.length === 0 ? html`<p class="well">✓ ${HOST_WORDS.allKnown[language]}</p>` : strangersTable(strangers, drawing)}
</section>`;
}

function strangersTable(strangers: readonly FoundHost[], drawing: Drawing): Markup {
  const { language } = drawing;
  const heads = ['address', 'name', 'snmp', 'snippet'] as const;
  return html`<p>${HOST_WORDS.whatToDo[language]}</p>
<table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${HOST_WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${strangers.map((host) => strangerRow(host, drawing))}</tbody>
</table>`;
}

function strangerRow(host: FoundHost, drawing: Drawing): Markup {
  const { language } = drawing;
  const { address, mac, name, descr, snmp } = host;
  const label = (word: 'name' | 'snmp' | 'snippet'): string => HOST_WORDS[word][language];
  return html`<tr>
<th scope="row">${address}${simulatedMark(drawing)}${mac !== undefined && html`<br><span class="detail">${mac}</span>`}</th>
<td data-label="${label('name')}">${name ?? '–'}${descr !== undefined && html`<br><span class="detail">${descr}</span>`}</td>
<td data-label="${label('snmp')}">${HOST_WORDS[snmp ? 'answers' : 'silent'][language]}</td>
<td class="wide" data-label="${label('snippet')}"><details><summary>machines.list</summary><pre>${snippetForHost(host)}</pre></details></td>
</tr>
`;
}
