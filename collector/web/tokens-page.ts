import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import type { TokenLine } from '../access/token-rows.ts';
import type { Unit } from '../store/units.ts';
import {
  type AccessProblem,
  accessLayout,
  accessProblem,
  accessTable,
  doneMark,
  foldedButton,
  holds,
  placeFields,
  searchForm,
} from './access-parts.ts';
import { csrfField } from './forms.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { accessWords, tokenWords } from './words/access.ts';
import { roleNames } from './words/account.ts';

export interface TokensState {
  readonly tokens: readonly TokenLine[];
  readonly places: readonly Unit[];
  readonly values?: Words;
  readonly problem?: AccessProblem | undefined;
}

export function tokensPage(state: TokensState, context: PageContext): Markup {
  const say = teller(context);
  const { q } = context.query;
  const rows = state.tokens.filter(({ name, unit, createdBy }) => holds(q, name, unit, createdBy));
  const ended = context.query['ended'] === '1' ? accessWords.ended : undefined;
  const main = html`<p>${say(tokenWords.lead)}</p>
${doneMark(ended, context)}
${searchForm(q, context)}
${tokensTable(rows, context)}
<h2 id="add">${say(tokenWords.add)}</h2>
${accessProblem(state.problem, context)}
<form class="stack" action="/tokens" method="post" aria-labelledby="add">
${csrfField(context)}
<label for="name">${say(tokenWords.name)}</label>
<input id="name" name="name" required maxlength="100" value="${state.values?.['name']}" autocomplete="off">
${placeFields({ values: state.values ?? {}, places: state.places }, context)}
<label for="until">${say(tokenWords.until)}</label>
<input id="until" name="until" type="date" value="${state.values?.['until']}">
<p class="buttons"><button>${say(tokenWords.add)}</button></p>
</form>`;
  return accessLayout({ title: say(tokenWords.title), tab: 'tokens', main }, context);
}

function tokensTable(rows: readonly TokenLine[], context: PageContext): Markup {
  const say = teller(context);
  const { caption, none, used, revoke, revokeLead } = tokenWords;
  const button = ({ id }: TokenLine) =>
    foldedButton({ action: `/tokens/${id}/revoke`, label: revoke, lead: revokeLead }, context);
  return accessTable(
    {
      ...{ caption, none, rows },
      columns: [
        { head: accessWords.name, cell: ({ name }) => name },
        { head: accessWords.role, cell: ({ role }) => say(roleNames[role]) },
        { head: accessWords.unit, cell: ({ unit }) => unit ?? '–' },
        { head: accessWords.madeBy, cell: ({ createdBy }) => createdBy },
        { head: accessWords.expires, cell: (token) => expiry(token, context) },
        { head: used, cell: ({ usedAt }) => timeMark(usedAt, context) },
        { head: revoke, cell: button },
      ],
    },
    context,
  );
}

const expiry = ({ expiresAt }: TokenLine, context: PageContext): string =>
  expiresAt === undefined ? teller(context)(tokenWords.never) : sayStamp(expiresAt, context.speech);

/** The token, once. */
export function madeTokenPage(
  { token, line }: { readonly token: string; readonly line: TokenLine },
  context: PageContext,
): Markup {
  const say = teller(context);
  const main = html`<dl class="facts">
<dt>${say(tokenWords.name)}</dt><dd>${line.name}</dd>
<dt>${say(accessWords.role)}</dt><dd>${say(roleNames[line.role])}${line.unit !== undefined && html` · ${line.unit}`}</dd>
<dt>${say(accessWords.expires)}</dt><dd>${expiry(line, context)}</dd>
<dt>${say(tokenWords.token)}</dt><dd><code>${token}</code></dd>
</dl>
<p><strong>${say(accessWords.shownOnce)}</strong></p>
<p><a href="/tokens">${say(tokenWords.another)}</a></p>`;
  return accessLayout({ title: say(tokenWords.made), tab: 'tokens', main }, context);
}
