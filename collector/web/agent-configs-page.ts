import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import type { ConfigVersionView } from '../agent-config/views.ts';
import { schoolAddress } from './address.ts';
import {
  cadenceFields,
  otherFields,
  type SettingField,
  settingsSaid,
} from './agent-config-form.ts';
import { csrfField } from './forms.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { configStates, configWords } from './words/agent-configs.ts';

export interface ConfigForm {
  readonly values: Words;
  readonly problem?: { readonly what: Text; readonly fields: readonly SettingField[] };
}

/** What the centre sets at agents: the versions, what became of each, and the form for another. */
export function agentConfigsPage(
  versions: readonly ConfigVersionView[],
  form: ConfigForm,
  context: PageContext,
): Markup {
  const say = teller(context);
  const title = say(configWords.title);
  const main = html`<h1>${title}</h1>
<p>${say(configWords.lead)}</p>
<h2>${say(configWords.versions)}</h2>
${versions.length === 0 ? html`<p class="empty">${say(configWords.none)}</p>` : versionsTable(versions, context)}
<h2 id="make">${say(configWords.make)}</h2>
${problemOf(form, context)}
<p>${say(configWords.makeLead)}</p>
${configForm(form.values, context)}`;
  return layout({ title, section: 'configs', main }, context);
}

function versionsTable(versions: readonly ConfigVersionView[], context: PageContext): Markup {
  const say = teller(context);
  const { number, scope, settings, state, running } = configWords;
  return html`<table class="cards">
<caption>${say(configWords.versions)}</caption>
<thead><tr>${[number, scope, settings, state, running].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${versions.map((version) => versionRow(version, context))}</tbody>
</table>`;
}

function versionRow(version: ConfigVersionView, context: PageContext): Markup {
  const say = teller(context);
  const set = settingsSaid(version.settings);
  return html`<tr><th scope="row">${version.number}<small>${timeMark(version.madeAt, context)} ${version.madeBy}</small></th>
<td data-label="${say(configWords.scope)}">${version.unit?.name ?? say(configWords.everyone)}${version.unit !== undefined && html`<small>${version.unit.id}</small>`}</td>
<td data-label="${say(configWords.settings)}">${set.length === 0 ? say(configWords.nothing) : set.map(({ label, value }) => html`${say(label)}: ${value}<br>`)}${version.note !== '' && html`<small>${version.note}</small>`}</td>
<td data-label="${say(configWords.state)}">${say(configStates[version.state])}${withdrawal(version, context)}</td>
<td data-label="${say(configWords.running)}">${version.running}/${version.agents}${refusals(version, context)}</td></tr>
`;
}

function withdrawal(version: ConfigVersionView, context: PageContext): Markup | false {
  const say = teller(context);
  if (version.withdrawnBy !== undefined)
    return html`<small>${say(configWords.withdrawn)} ${version.withdrawnBy} ${timeMark(version.withdrawnAt, context)}</small>`;
  return (
    version.mayChange &&
    html`<form action="/agent-configs/${version.number}/withdraw" method="post">${csrfField(context)}<button aria-label="${say(configWords.withdraw)} ${version.number}">${say(configWords.withdraw)}</button></form>`
  );
}

function refusals({ refusals: said }: ConfigVersionView, context: PageContext): Markup | false {
  const say = teller(context);
  return (
    said.length > 0 &&
    html`<ul>${said.map(
      ({ school, agent, outcome, problem, at }) =>
        html`<li><a href="${schoolAddress(school)}">${school}</a> (${agent}): ${say(outcome === 'refused' ? configWords.refused : configWords.rolledBack)}${problem !== undefined && html`: ${problem}`} <small>${timeMark(at, context)}</small></li>`,
    )}</ul>`
  );
}

function problemOf({ problem }: ConfigForm, context: PageContext): Markup | false {
  const say = teller(context);
  return (
    problem !== undefined &&
    html`<div class="problem" role="alert"><p>${say(problem.what)}</p>
${problem.fields.length > 0 && html`<ul>${problem.fields.map(({ label, hint }) => html`<li>${say(label)}: ${say(hint)}</li>`)}</ul>`}</div>`
  );
}

function configForm(values: Words, context: PageContext): Markup {
  const say = teller(context);
  return html`<form class="stack" action="/agent-configs" method="post">
${csrfField(context)}
<label for="unit">${say(configWords.unit)}</label>
<input id="unit" name="unit" maxlength="64" value="${values['unit']}" autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="unit-hint">
<p class="hint" id="unit-hint">${say(configWords.unitHint)}</p>
<fieldset><legend>${say(configWords.cadences)}</legend>
${cadenceFields.map((field) => fieldOf(field, values, context))}</fieldset>
<fieldset><legend>${say(configWords.calendar)}</legend>
${otherFields.map((field) => fieldOf(field, values, context))}</fieldset>
<label for="note">${say(configWords.note)}</label>
<input id="note" name="note" maxlength="500" value="${values['note']}" autocomplete="off">
<p class="buttons"><button>${say(configWords.create)}</button></p>
</form>`;
}

function fieldOf({ key, label, hint }: SettingField, values: Words, context: PageContext): Markup {
  const say = teller(context);
  return html`<label for="${key}">${say(label)}</label>
<input id="${key}" name="${key}" maxlength="1200" value="${values[key]}" autocomplete="off" spellcheck="false" aria-describedby="${key}-hint">
<p class="hint" id="${key}-hint"><code>${key}</code> ${say(hint)}</p>
`;
}
