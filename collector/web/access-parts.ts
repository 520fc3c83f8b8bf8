import { html, type Insertable, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import type { Actor, PersonRole } from '../access/caller.ts';
import type { Refusal } from '../access/refusal.ts';
import type { Unit } from '../store/units.ts';
import { csrfField } from './forms.ts';
import type { GuardedRequest } from './guard.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { accessTabs, accessWords, badForm, refusalWords } from './words/access.ts';
import { roleNames } from './words/account.ts';

/** What the pages of people, tokens, agents and the log have in common. */

export type AccessTab = keyof typeof accessTabs;
export type AccessProblem = Refusal | 'bad_form';

/** Rows of a table on one page; whoever looks for another filters. */
export const MOST_ROWS = 200;

export const actorOf = ({ caller, peer }: GuardedRequest): Actor => ({
  name: caller.name,
  role: caller.role,
  unit: caller.unit,
  user: caller.user,
  address: peer,
});

export function accessLayout(
  page: { readonly title: string; readonly tab: AccessTab; readonly main: Markup },
  context: PageContext,
): Markup {
  const say = teller(context);
  const tabs = Object.entries(accessTabs).map(([tab, name]) => [tab, say(name)] as const);
  const main = html`<nav class="tabs" aria-label="${say(accessWords.tabs)}"><ul>
${tabs.map(([tab, name]) => html`<li><a href="/${tab}"${tab === page.tab && html` aria-current="page"`}>${name}</a></li>`)}
</ul></nav>
<h1>${page.title}</h1>
${page.main}`;
  return layout({ title: page.title, section: 'access', main }, context);
}

export function accessProblem(
  problem: AccessProblem | undefined,
  context: PageContext,
): Markup | false {
  if (problem === undefined) return false;
  const said = problem === 'bad_form' ? badForm : refusalWords[problem];
  return html`<p class="problem" role="alert">${teller(context)(said)}</p>`;
}

export const doneMark = (said: Text | undefined, context: PageContext): Markup | false =>
  said !== undefined && html`<p class="done" role="status">${teller(context)(said)}</p>`;

/** A button that changes something at once, folded away with what it will do. */
export function foldedButton(
  { action, label, lead }: { readonly action: string; readonly label: Text; readonly lead: Text },
  context: PageContext,
): Markup {
  const say = teller(context);
  return html`<details><summary>${say(label)}</summary><form action="${action}" method="post">${csrfField(context)}<p>${say(lead)}</p><p class="buttons"><button class="plain">${say(label)}</button></p></form></details>`;
}

/** Role and unit, as an officer or an admin may give them. */
export function placeFields(
  { values, places }: { readonly values: Words; readonly places: readonly Unit[] },
  context: PageContext,
): Markup {
  const say = teller(context);
  const given: readonly PersonRole[] =
    context.caller?.role === 'admin' ? ['officer', 'school', 'admin'] : ['officer', 'school'];
  return html`<label for="role">${say(accessWords.role)}</label>
<select id="role" name="role">${given.map((role) => html`<option value="${role}"${values['role'] === role && html` selected`}>${say(roleNames[role])}</option>`)}</select>
<label for="unit">${say(accessWords.unitId)}</label>
<input id="unit" name="unit" maxlength="64" value="${values['unit']}" list="units" autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="unit-hint">
<datalist id="units">${places.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</datalist>
<p class="hint" id="unit-hint">${say(accessWords.unitHint)}</p>`;
}

export interface Column<Row> {
  readonly head: Text;
  readonly cell: (row: Row) => Insertable;
}

/** A table whose first column heads its rows; on a telephone each row is a card. */
export function accessTable<Row>(
  table: {
    readonly caption: Text;
    readonly none: Text;
    readonly columns: readonly Column<Row>[];
    readonly rows: readonly Row[];
  },
  context: PageContext,
): Markup {
  const say = teller(context);
  const { caption, none, columns, rows } = table;
  if (rows.length === 0) return html`<p class="empty">${say(none)}</p>`;
  const cell = (row: Row) => (column: Column<Row>, at: number) =>
    at === 0
      ? html`<th scope="row">${column.cell(row)}</th>`
      : html`<td data-label="${say(column.head)}">${column.cell(row)}</td>`;
  return html`<table class="cards">
<caption>${say(caption)}</caption>
<thead><tr>${columns.map(({ head }) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, MOST_ROWS).map(
  (row) => html`<tr>${columns.map(cell(row))}</tr>
`,
)}</tbody>
</table>
${rows.length > MOST_ROWS && html`<p class="note">${MOST_ROWS}/${rows.length}. ${say(accessWords.some)}</p>`}`;
}

/** The fields that hold something, the form's own token left out. */
export function filled(form: Words): Words {
  const { _csrf, ...values } = form;
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** A field by which a list is searched. */
export const searchForm = (value: string | undefined, context: PageContext): Markup =>
  html`<form class="filters" method="get" role="search"><label>${teller(context)(accessWords.find)}<input name="q" value="${value}" maxlength="100"></label><p class="buttons"><button class="plain">${teller(context)(accessWords.show)}</button></p></form>`;

/** Whether any of these texts holds what is looked for. */
export function holds(
  looked: string | undefined,
  ...texts: readonly (string | undefined)[]
): boolean {
  const part = looked?.trim().toLowerCase() ?? '';
  return texts.some((text) => text?.toLowerCase().includes(part) ?? false);
}
