import { html, type Markup } from '../../kit/html.ts';
import type { Person } from '../access/users.ts';
import type { Unit } from '../store/units.ts';
import {
  type AccessProblem,
  accessLayout,
  accessProblem,
  doneMark,
  foldedButton,
  placeFields,
} from './access-parts.ts';
import { csrfField } from './forms.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { stateMark } from './users-page.ts';
import { accessWords, userWords } from './words/access.ts';

export interface UserState {
  readonly person: Person;
  readonly places: readonly Unit[];
  readonly saved: boolean;
  readonly problem?: AccessProblem | undefined;
}

/** One person: place, a new code, locked or not. */
export function userPage(
  { person, places, saved, problem }: UserState,
  context: PageContext,
): Markup {
  const say = teller(context);
  const values = { role: person.role, unit: person.unit ?? '' };
  const main = html`<p>${stateMark(person, context)}</p>
${doneMark(saved ? accessWords.saved : undefined, context)}
${accessProblem(problem, context)}
<h2 id="place">${say(userWords.place)}</h2>
<form class="stack" action="/users/${person.id}" method="post" aria-labelledby="place">
${csrfField(context)}
${placeFields({ values, places }, context)}
<p class="buttons"><button>${say(userWords.save)}</button></p>
</form>
<h2>${say(accessWords.state)}</h2>
${person.disabledAt === undefined ? activeDeeds(person, context) : enableForm(person, context)}
<p><a href="/users">${say(userWords.back)}</a></p>`;
  return accessLayout({ title: person.name, tab: 'users', main }, context);
}

const activeDeeds = ({ id }: Person, context: PageContext): Markup =>
  html`${foldedButton({ action: `/users/${id}/sign-in-code`, label: userWords.makeCode, lead: userWords.codeLead }, context)}
${foldedButton({ action: `/users/${id}/disable`, label: userWords.lock, lead: userWords.lockLead }, context)}`;

const enableForm = ({ id }: Person, context: PageContext): Markup =>
  html`<form action="/users/${id}/enable" method="post">${csrfField(context)}<p class="buttons"><button class="plain">${teller(context)(userWords.unlock)}</button></p></form>`;
