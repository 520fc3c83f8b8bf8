import { html, type Markup } from '../../kit/html.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import type { AgentConfig } from '../config.ts';
import type { PageState } from '../page/state.ts';
import type { Form, Problems } from './form.ts';

/** How the agent stands, as far as the walk-through shows it. */
export interface SetupState {
  readonly page: PageState;
  readonly facts: readonly Fact[];
}

/** Everything a step is drawn with. */
export interface Sheet extends SetupState {
  readonly language: Language;
  /** Of the config as it stands in the file, which the agent may not have taken up yet. */
  readonly config: AgentConfig;
  readonly version: string;
  readonly path: string;
  readonly writable: boolean;
  readonly token: string;
  readonly query: URLSearchParams;
  /** This machine's private addresses, where lab machines could report. */
  readonly addresses: readonly string[];
  /** What sets lab machines up, with the key in it; on the step of the labs alone. */
  readonly labCommands: readonly string[];
  /** What was typed and not taken. */
  readonly typed: Form | undefined;
  readonly problems: Problems;
}

export const say = ({ language }: Pick<Sheet, 'language'>, text: Text): string => text[language];

/** A link that keeps the language. */
export const linkTo = (path: string, { language }: Pick<Sheet, 'language'>): string =>
  language === 'vi' ? path : `${path}${path.includes('?') ? '&' : '?'}lang=en`;

/** What stands in a field: what was typed, else what is known. */
export const shownIn = (sheet: Sheet, field: string, known: string | undefined): string =>
  sheet.typed === undefined ? (known ?? '') : (sheet.typed.get(field) ?? '');

/** Forms of one page may have fields of one name: the device tells them apart. */
const idOf = ({ field, of }: Pick<Field, 'field' | 'of'>): string =>
  `f-${(of === undefined ? field : `${of}-${field}`).replace(/[^a-zA-Z0-9+]+/g, '-')}`;

interface Field {
  readonly field: string;
  readonly of?: string;
  readonly label: Text;
  readonly hint?: Text | undefined;
  readonly known?: string | undefined;
}

/** What is said beside a field: its problem, else its hint. */
function besides(sheet: Sheet, given: Field) {
  const problem = sheet.problems.get(given.field);
  const id = `${idOf(given)}-note`;
  const note = problem ?? given.hint;
  const mark: Markup | false =
    note !== undefined &&
    html`<span id="${id}" class="${problem === undefined ? 'detail' : 'ill'}">${problem !== undefined && '✕ '}${say(sheet, note)}</span>`;
  const state: Markup = html`${note !== undefined && html` aria-describedby="${id}"`}${problem !== undefined && html` aria-invalid="true"`}`;
  return { mark, state };
}

const framed = (sheet: Sheet, given: Field, input: Markup, mark: Markup | false) =>
  html`<p class="field"><label for="${idOf(given)}">${say(sheet, given.label)}</label>${input}${mark}</p>\n`;

export function textField(
  sheet: Sheet,
  given: Field & { readonly inputmode?: 'decimal' | 'numeric' },
): Markup {
  const { mark, state } = besides(sheet, given);
  const { field, known, inputmode = 'text' } = given;
  return framed(
    sheet,
    given,
    html`<input type="text" id="${idOf(given)}" name="${field}" value="${shownIn(sheet, field, known)}" inputmode="${inputmode}" autocomplete="off" maxlength="200"${state}>`,
    mark,
  );
}

/** Never shows what is known or was typed. */
export function passwordField(sheet: Sheet, given: Field): Markup {
  const { mark, state } = besides(sheet, given);
  const { field } = given;
  return framed(
    sheet,
    given,
    html`<input type="password" id="${idOf(given)}" name="${field}" autocomplete="new-password" maxlength="200"${state}>`,
    mark,
  );
}

export function selectField(
  sheet: Sheet,
  given: Field & { readonly options: readonly (readonly [string, Text])[] },
): Markup {
  const { mark, state } = besides(sheet, given);
  const { field, known, options } = given;
  const value = shownIn(sheet, field, known);
  const drawn = options.map(
    ([word, text]) =>
      html`<option value="${word}"${word === value && html` selected`}>${say(sheet, text)}</option>`,
  );
  return framed(
    sheet,
    given,
    html`<select id="${idOf(given)}" name="${field}"${state}>${drawn}</select>`,
    mark,
  );
}

export function tickField(
  sheet: Sheet,
  { field, value, label, ticked }: { field: string; value: string; label: Text; ticked: boolean },
): Markup {
  const id = idOf({ field, of: value });
  return html`<p class="tick"><input type="checkbox" id="${id}" name="${field}" value="${value}"${ticked && html` checked`}> <label for="${id}">${say(sheet, label)}</label></p>\n`;
}

/** A form that can be sent once the page itself has given its token. */
export function form(
  sheet: Sheet,
  { action, button }: { readonly action: string; readonly button: Text },
  inside: Markup,
): Markup {
  const shown = sheet.writable ? button : SHOW;
  return html`<form method="post" action="${linkTo(action, sheet)}" accept-charset="utf-8">
<input type="hidden" name="token" value="${sheet.token}">
<input type="hidden" name="version" value="${sheet.version}">
${inside}<p><button type="submit">${say(sheet, shown)}</button></p>
</form>
`;
}

const SHOW: Text = { vi: 'Xem đoạn cấu hình cần chép', en: 'Show the lines to paste' };
