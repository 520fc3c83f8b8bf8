import { html, type Markup } from '../../kit/html.ts';
import type { EpochMs } from '../../kit/units.ts';
import { type Drawing, simulatedMark, sinceMark, timeMark } from './marks.ts';
import { type DeviceState, healthOf, troubleOf, unlike } from './state.ts';
import { HEALTH_WORDS, KIND_WORDS, WORDS } from './words.ts';

export function devicesTable(drawing: Drawing): Markup {
  const { state, language } = drawing;
  if (state.devices.length === 0) return html`<p>${WORDS.noDevices[language]}</p>`;
  const heads = ['name', 'kind', 'lastPass', 'state', 'problem'] as const;
  return html`<table class="cards">
<thead><tr>${heads.map((head) => html`<th scope="col">${WORDS[head][language]}</th>`)}</tr></thead>
<tbody>${state.devices.map((device) => deviceRow(device, drawing))}</tbody>
</table>`;
}

function deviceRow(state: DeviceState, drawing: Drawing): Markup {
  const { language } = drawing;
  const { device, passes } = state;
  const health = healthOf(state);
  const { sign, text } = HEALTH_WORDS[health];
  const trouble = troubleOf(state);
  const newest = passes.reduce<EpochMs | undefined>(
    (found, { at }) => (found === undefined || at > found ? at : found),
    undefined,
  );
  const problems = unlike([
    ...passes.flatMap(({ problem }) => problem ?? []),
    ...(passes.some(({ late }) => late) ? [WORDS.late] : []),
  ]);
  const label = (name: 'kind' | 'lastPass' | 'state' | 'problem'): string => WORDS[name][language];
  return html`<tr>
<th scope="row">${device.name}${simulatedMark(drawing)}</th>
<td data-label="${label('kind')}">${KIND_WORDS[device.kind][language]}</td>
<td data-label="${label('lastPass')}">${newest === undefined ? WORDS.never[language] : timeMark(newest, drawing)}</td>
<td data-label="${label('state')}"><span class="${health}">${sign} ${text[language]}</span>${trouble !== undefined && html`<br><span class="detail">${sinceMark(trouble, drawing)}</span>`}</td>
<td class="wide" data-label="${label('problem')}">${problems.map((problem) => html`<p>${problem[language]}</p>`)}</td>
</tr>
`;
}
