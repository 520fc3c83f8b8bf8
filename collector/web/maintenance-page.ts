import { html, type Markup } from '../../kit/html.ts';
import { sayMoment } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { MaintenanceView } from '../calendar/maintenance-desk.ts';
import type { Unit } from '../store/units.ts';
import {
  type AccessProblem,
  accessTable,
  type Column,
  doneMark,
  foldedButton,
} from './access-parts.ts';
import { csrfField } from './forms.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { section } from './section.ts';
import { refusalWords } from './words/access.ts';
import { maintenanceWords } from './words/maintenance.ts';

export type MaintenanceProblem = AccessProblem;

export interface MaintenanceState {
  readonly windows: readonly MaintenanceView[];
  readonly places: readonly Unit[];
  readonly values: Words;
  readonly problem?: MaintenanceProblem | undefined;
}

/** What is announced and what ran, and the form that announces more to whoever may. */
export function maintenancePage(state: MaintenanceState, context: PageContext): Markup {
  const say = teller(context);
  const of = (wanted: MaintenanceView['state']) =>
    state.windows.filter((window) => window.state === wanted);
  const part = (id: string, table: WindowsTable) =>
    section(id, say(table.caption), windowsTable(table, context));
  const { running, coming, past, noneRunning, noneComing, nonePast } = maintenanceWords;
  const main = html`<h1>${say(maintenanceWords.title)}</h1>
<p>${say(maintenanceWords.lead)}</p>
${doneMark(doneIn(context.query), context)}
${part('running', { caption: running, none: noneRunning, rows: of('running') })}
${part('coming', { caption: coming, none: noneComing, rows: of('coming').toReversed() })}
<h2 id="announce">${say(maintenanceWords.announce)}</h2>
${problemMark(state.problem, context)}
${announceForm(state, context)}
${part('past', { caption: past, none: nonePast, rows: of('past') })}`;
  return layout({ title: say(maintenanceWords.title), section: 'maintenance', main }, context);
}

function doneIn(query: Words): Text | undefined {
  if (query['saved'] === '1') return maintenanceWords.saved;
  return query['ended'] === '1' ? maintenanceWords.ended : undefined;
}

function problemMark(
  problem: MaintenanceProblem | undefined,
  context: PageContext,
): Markup | false {
  if (problem === undefined) return false;
  const { badForm, notAllowed } = maintenanceWords;
  const said = { ...refusalWords, bad_form: badForm, not_allowed: notAllowed }[problem];
  return html`<p class="problem" role="alert">${teller(context)(said)}</p>`;
}

interface WindowsTable {
  readonly caption: Text;
  readonly none: Text;
  readonly rows: readonly MaintenanceView[];
}

function windowsTable(table: WindowsTable, context: PageContext): Markup {
  const say = teller(context);
  const { where, from, until, note, madeBy, end, everyone } = maintenanceWords;
  const columns: readonly Column<MaintenanceView>[] = [
    { head: where, cell: ({ unit, unitName }) => unitName ?? unit ?? say(everyone) },
    { head: from, cell: (window) => sayMoment(window.from, context.speech) },
    { head: until, cell: (window) => sayEnd(window, context) },
    { head: note, cell: (window) => window.note },
    { head: madeBy, cell: (window) => window.madeBy },
  ];
  const ending = { head: end, cell: (window: MaintenanceView) => endButton(window, context) };
  const shown = table.rows.some(({ endable }) => endable) ? [...columns, ending] : columns;
  return accessTable({ ...table, columns: shown }, context);
}

function sayEnd({ until, endedAt, endedBy }: MaintenanceView, context: PageContext): string {
  const planned = sayMoment(until, context.speech);
  if (endedAt === undefined) return planned;
  const early = teller(context)(maintenanceWords.endedEarly);
  return `${planned} (${early} ${sayMoment(endedAt, context.speech)}, ${endedBy ?? ''})`;
}

function endButton({ id, endable }: MaintenanceView, context: PageContext): Markup | string {
  if (!endable) return '–';
  const action = `/maintenance/${id}/end`;
  return foldedButton(
    { action, label: maintenanceWords.end, lead: maintenanceWords.endLead },
    context,
  );
}

function announceForm({ values, places }: MaintenanceState, context: PageContext): Markup {
  const say = teller(context);
  const moment = (name: 'from' | 'until') =>
    html`<label for="${name}">${say(maintenanceWords[name])}</label>
<input id="${name}" name="${name}" type="datetime-local" required value="${values[name]}" aria-describedby="zone-hint">`;
  return html`<form class="stack" action="/maintenance" method="post" aria-labelledby="announce">
${csrfField(context)}
${context.caller?.role !== 'school' && unitField({ values, places }, context)}
${moment('from')}
${moment('until')}
<p class="hint" id="zone-hint">${say(maintenanceWords.zone)} ${context.speech.timeZone}</p>
<label for="note">${say(maintenanceWords.note)}</label>
<input id="note" name="note" required maxlength="300" value="${values['note']}" autocomplete="off" aria-describedby="note-hint">
<p class="hint" id="note-hint">${say(maintenanceWords.noteHint)}</p>
<p class="buttons"><button>${say(maintenanceWords.save)}</button></p>
</form>`;
}

function unitField(
  { values, places }: Pick<MaintenanceState, 'values' | 'places'>,
  context: PageContext,
): Markup {
  const say = teller(context);
  const hint =
    context.caller?.role === 'admin' ? maintenanceWords.unitHintAdmin : maintenanceWords.unitHint;
  return html`<label for="unit">${say(maintenanceWords.unit)}</label>
<input id="unit" name="unit" maxlength="64" value="${values['unit']}" list="units" autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="unit-hint">
<datalist id="units">${places.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</datalist>
<p class="hint" id="unit-hint">${say(hint)}</p>`;
}
