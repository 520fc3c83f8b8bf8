import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import type { SignInCode } from '../access/user-desk.ts';
import type { Person } from '../access/users.ts';
import type { Unit } from '../store/units.ts';
import {
  type AccessProblem,
  accessLayout,
  accessProblem,
  accessTable,
  holds,
  placeFields,
  searchForm,
} from './access-parts.ts';
import { csrfField } from './forms.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { accessWords, userWords } from './words/access.ts';
import { roleNames } from './words/account.ts';

export interface UsersState {
  readonly people: readonly Person[];
  readonly places: readonly Unit[];
  readonly values?: Words;
  readonly problem?: AccessProblem | undefined;
}

export function usersPage(state: UsersState, context: PageContext): Markup {
  const say = teller(context);
  const { q } = context.query;
  const rows = state.people.filter(({ name, unit }) => holds(q, name, unit));
  const main = html`${searchForm(q, context)}
${peopleTable(rows, context)}
<h2 id="add">${say(userWords.add)}</h2>
${accessProblem(state.problem, context)}
<form class="stack" action="/users" method="post" aria-labelledby="add">
${csrfField(context)}
<label for="name">${say(userWords.name)}</label>
<input id="name" name="name" required maxlength="100" value="${state.values?.['name']}" autocomplete="off" autocapitalize="none" spellcheck="false">
${placeFields({ values: state.values ?? {}, places: state.places }, context)}
<p class="buttons"><button>${say(userWords.add)}</button></p>
</form>`;
  return accessLayout({ title: say(userWords.title), tab: 'users', main }, context);
}

function peopleTable(rows: readonly Person[], context: PageContext): Markup {
  const say = teller(context);
  const { caption, none, name, signedIn } = userWords;
  return accessTable(
    {
      ...{ caption, none, rows },
      columns: [
        {
          head: name,
          cell: (person) => html`<a href="/users/${person.id}">${person.name}</a>`,
        },
        { head: accessWords.role, cell: ({ role }) => say(roleNames[role]) },
        { head: accessWords.unit, cell: ({ unit }) => unit ?? '–' },
        { head: accessWords.state, cell: (person) => stateMark(person, context) },
        { head: signedIn, cell: ({ signedInAt }) => timeMark(signedInAt, context) },
      ],
    },
    context,
  );
}

export function stateMark({ disabledAt, hasPassword }: Person, context: PageContext): Markup {
  const say = teller(context);
  if (disabledAt !== undefined) return html`<span class="v n">${say(userWords.disabled)}</span>`;
  if (!hasPassword) return html`<span class="v u">${say(userWords.invited)}</span>`;
  return html`<span class="v p">${say(userWords.active)}</span>`;
}

/** The code, once, and what its owner does with it. */
export function signInCodePage(
  { person, code, expiresAt }: SignInCode,
  { collectorUrl, context }: { readonly collectorUrl: string; readonly context: PageContext },
): Markup {
  const say = teller(context);
  const main = html`<dl class="facts">
<dt>${say(userWords.name)}</dt><dd>${person.name}</dd>
<dt>${say(accessWords.role)}</dt><dd>${say(roleNames[person.role])}${person.unit !== undefined && html` · ${person.unit}`}</dd>
<dt>${say(userWords.codeFor)}</dt><dd><code class="code">${code}</code></dd>
<dt>${say(accessWords.expires)}</dt><dd>${sayStamp(expiresAt, context.speech)}</dd>
</dl>
<p><strong>${say(accessWords.shownOnce)}</strong></p>
<p>${say(userWords.codeNext)}</p>
<pre tabindex="0" class="mail"><code>${collectorUrl}/sign-in</code></pre>
<p><a href="/users">${say(userWords.back)}</a></p>`;
  return accessLayout({ title: say(userWords.codeMade), tab: 'users', main }, context);
}
