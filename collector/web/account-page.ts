import { html, type Markup } from '../../kit/html.ts';
import type { SessionLine } from '../access/sessions.ts';
import { accessTable } from './access-parts.ts';
import { csrfField, formProblem } from './forms.ts';
import { layout } from './layout.ts';
import { teller, timeMark } from './marks.ts';
import type { Caller, PageContext } from './page-request.ts';
import { sessionWords } from './words/access.ts';
import { accountWords, type FormProblem, roleNames } from './words/account.ts';

/** Two ways in: name and password, or a single-use access code. */
export function signInPage(
  state: {
    readonly next: string;
    readonly name?: string;
    readonly code?: string | undefined;
    readonly problem?: FormProblem;
  },
  context: PageContext,
): Markup {
  const say = teller(context);
  const title = say(accountWords.signInTitle);
  const hidden = html`${csrfField(context)}<input type="hidden" name="next" value="${state.next}">`;
  const button = html`<p class="buttons"><button>${say(accountWords.signIn)}</button></p>`;
  const main = html`<h1>${title}</h1>
${formProblem(state.problem, context)}
<div class="ways">
<form class="stack" action="/sign-in" method="post" aria-labelledby="with-password">
<h2 id="with-password">${say(accountWords.withPassword)}</h2>
${hidden}
<label for="name">${say(accountWords.name)}</label>
<input id="name" name="name" required maxlength="200" value="${state.name}" autocomplete="username" autocapitalize="none" spellcheck="false">
<label for="password">${say(accountWords.password)}</label>
<input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password">
${button}
</form>
<form class="stack" action="/sign-in" method="post" aria-labelledby="with-code">
<h2 id="with-code">${say(accountWords.withCode)}</h2>
${hidden}
<label for="code">${say(accountWords.code)}</label>
<input id="code" name="code" required maxlength="200" value="${state.code}" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" aria-describedby="code-hint">
<p class="hint" id="code-hint">${say(accountWords.codeHint)}</p>
${button}
</form>
</div>`;
  return layout({ title, main }, context);
}

export interface AccountState {
  readonly sessions: readonly SessionLine[];
  readonly saved: boolean;
  readonly problem?: FormProblem;
}

export function accountPage(caller: Caller, state: AccountState, context: PageContext): Markup {
  const say = teller(context);
  const title = say(accountWords.accountTitle);
  const main = html`<h1>${title}</h1>
<p>${say(accountWords.signedInAs)} <b>${caller.name}</b> · ${say(accountWords.role)}: ${say(roleNames[caller.role])}</p>
<form action="/sign-out" method="post">${csrfField(context)}<p class="buttons"><button class="plain">${say(accountWords.signOut)}</button></p></form>
<h2 id="set">${say(accountWords.setPassword)}</h2>
${state.saved && html`<p class="done" role="status">${say(accountWords.saved)}</p>`}
${formProblem(state.problem, context)}
${passwordForm(caller, context)}
${sessionsSection(state.sessions, context)}`;
  return layout({ title, section: 'account', main }, context);
}

function passwordForm(caller: Caller, context: PageContext): Markup {
  const say = teller(context);
  return html`<form class="stack" action="/account" method="post" aria-labelledby="set">
${csrfField(context)}
<input type="text" name="username" value="${caller.name}" autocomplete="username" hidden>
<label for="current">${say(accountWords.current)}</label>
<input id="current" name="current" type="password" maxlength="200" autocomplete="current-password" aria-describedby="current-hint">
<p class="hint" id="current-hint">${say(accountWords.currentHint)}</p>
<label for="next">${say(accountWords.next)}</label>
<input id="next" name="next" type="password" required minlength="12" maxlength="200" autocomplete="new-password" aria-describedby="next-hint">
<p class="hint" id="next-hint">${say(accountWords.nextHint)}</p>
<label for="again">${say(accountWords.again)}</label>
<input id="again" name="again" type="password" required minlength="12" maxlength="200" autocomplete="new-password">
<p class="buttons"><button>${say(accountWords.save)}</button></p>
</form>`;
}

/** Where the caller is signed in; a program with a token has no session. */
function sessionsSection(sessions: readonly SessionLine[], context: PageContext): Markup | false {
  if (sessions.length === 0) return false;
  const say = teller(context);
  const { title, caption, address, browser, began, seen, end } = sessionWords;
  const button = ({ id, own }: SessionLine) =>
    own
      ? html`<span class="quiet">${say(sessionWords.here)}</span>`
      : html`<form action="/account/end-session" method="post">${csrfField(context)}<input type="hidden" name="id" value="${id}"><button class="plain">${say(end)}</button></form>`;
  return html`<h2>${say(title)}</h2>
<p>${say(sessionWords.rule)}</p>
${accessTable<SessionLine>(
  {
    ...{ caption, none: caption, rows: sessions },
    columns: [
      { head: address, cell: (session) => session.address || '–' },
      { head: browser, cell: (session) => session.browser || '–' },
      { head: began, cell: ({ createdAt }) => timeMark(createdAt, context) },
      { head: seen, cell: ({ seenAt }) => timeMark(seenAt, context) },
      { head: end, cell: button },
    ],
  },
  context,
)}`;
}
