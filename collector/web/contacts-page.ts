import { html, type Insertable, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { ContactLine, Uncovered } from '../access/contact-desk.ts';
import type { OfficialDomains } from '../notify/recipients/official.ts';
import type { Unit } from '../store/units.ts';
import { accessTable, doneMark, foldedButton, holds, searchForm } from './access-parts.ts';
import { queryText, schoolAddress } from './address.ts';
import {
  type ContactProblem,
  contactForm,
  contactProblem,
  formValues,
  NEW_CONTACT,
} from './contact-form.ts';
import { csrfField } from './forms.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { atOnceNames, contactWords, dutyNames } from './words/contacts.ts';

export interface ContactsState {
  readonly contacts: readonly ContactLine[];
  readonly uncovered: readonly Uncovered[];
  readonly places: readonly Unit[];
  readonly official: OfficialDomains;
  /** As people call a unit. */
  readonly unitName: (unit: string) => string;
  readonly values?: Words;
  readonly problem?: ContactProblem | undefined;
}

const MOST_UNCOVERED = 50;

/** Who hears of what, whom nobody hears of, and a form for one more. */
export function contactsPage(state: ContactsState, context: PageContext): Markup {
  const say = teller(context);
  const { q } = context.query;
  const rows = inOrder(state).filter((line) =>
    holds(q, line.address, line.name, placeName(line, state, context)),
  );
  const done = context.query['removed'] === '1' ? contactWords.removed : undefined;
  const title = say(contactWords.title);
  const values = state.values ?? { ...NEW_CONTACT, unit: context.query['unit'] ?? '' };
  const form = { action: '/contacts', button: say(contactWords.add), values, ...state };
  const main = html`<h1>${title}</h1>
<p>${say(contactWords.lead)}</p>
${doneMark(done, context)}
${uncovered(state.uncovered, context)}
${searchForm(q, context)}
${contactsTable(rows, state, context)}
<h2 id="contact">${say(contactWords.add)}</h2>
${contactProblem(state.problem, state.official, context)}
${contactForm({ ...form, values }, context)}`;
  return layout({ title, section: 'contacts', main }, context);
}

/** Everyone's first, then units, then schools, each by name. */
function inOrder({ contacts, places, unitName }: ContactsState): readonly ContactLine[] {
  const above = new Set(places.map(({ id }) => id));
  const rank = ({ unit, schools }: ContactLine) =>
    unit === undefined ? (schools === undefined ? 0 : 2) : above.has(unit) ? 1 : 2;
  const name = ({ unit }: ContactLine) => (unit === undefined ? '' : unitName(unit));
  const byName = new Intl.Collator('vi');
  return contacts.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      byName.compare(name(a), name(b)) ||
      a.address.localeCompare(b.address, 'en'),
  );
}

function placeName(line: ContactLine, { unitName }: ContactsState, context: PageContext): string {
  const say = teller(context);
  if (line.unit !== undefined) return unitName(line.unit);
  return say(line.schools === undefined ? contactWords.everyone : contactWords.someSchools);
}

function contactsTable(
  rows: readonly ContactLine[],
  state: ContactsState,
  context: PageContext,
): Markup {
  const say = teller(context);
  const { caption, none } = contactWords;
  return accessTable(
    {
      ...{ caption, none, rows },
      columns: [
        {
          head: contactWords.who,
          cell: ({ name, address }) =>
            name === '' ? address : html`${name}<br><span class="quiet">${address}</span>`,
        },
        { head: contactWords.unit, cell: (line) => placeName(line, state, context) },
        { head: contactWords.duty, cell: ({ duty }) => say(dutyNames[duty]) },
        { head: contactWords.atOnce, cell: ({ atOnce }) => say(atOnceNames[atOnce]) },
        { head: contactWords.digests, cell: (line) => digests(line, context) },
        { head: contactWords.state, cell: (line) => stateMark(line, context) },
        { head: contactWords.change, cell: (line) => changeLink(line, context) },
      ],
    },
    context,
  );
}

function digests({ daily, weekly }: ContactLine, context: PageContext): string {
  const say = teller(context);
  const said = [
    daily ? say(contactWords.daily) : '',
    weekly ? say(contactWords.weekly) : '',
  ].filter((words) => words !== '');
  return said.length === 0 ? say(contactWords.noDigest) : said.join(', ');
}

function stateMark({ bounced, official }: ContactLine, context: PageContext): Markup {
  const say = teller(context);
  if (!official)
    return html`<span class="v f" title="${say(contactWords.notOfficialHint)}">${say(contactWords.notOfficial)}</span>`;
  return bounced
    ? html`<span class="v f" title="${say(contactWords.bouncedHint)}">${say(contactWords.bounced)}</span>`
    : html`<span class="v p">${say(contactWords.fine)}</span>`;
}

function hint({ bounced, official }: ContactLine, context: PageContext): Markup | false {
  const say = teller(context);
  if (!official) return html` ${say(contactWords.notOfficialHint)}`;
  return bounced && html` ${say(contactWords.bouncedHint)}`;
}

function changeLink({ id, address }: ContactLine, context: PageContext): Insertable {
  const say = teller(context);
  if (id === undefined) return html`<span class="quiet">${say(contactWords.inConfig)}</span>`;
  const label = `${say(contactWords.change)} ${address}`;
  return html`<a href="/contacts/${id}" aria-label="${label}">${say(contactWords.change)}</a>`;
}

function uncovered(schools: readonly Uncovered[], context: PageContext): Markup | false {
  if (schools.length === 0) return false;
  const say = teller(context);
  const count = sayNumber(schools.length, context.speech);
  return html`<section aria-labelledby="uncovered"><h2 id="uncovered">${say(contactWords.uncovered)} (${count})</h2>
<p class="v s">${say(contactWords.uncoveredLead)}</p>
<ul>${schools.slice(0, MOST_UNCOVERED).map(
    ({ id, name }) =>
      html`<li><a href="${schoolAddress(id)}">${name}</a> · <a href="/contacts${queryText({ unit: id })}#contact" aria-label="${say(contactWords.addHere)}: ${name}">${say(contactWords.addHere)}</a></li>
`,
  )}</ul>
${schools.length > MOST_UNCOVERED && html`<p class="note">${say(contactWords.more)}</p>`}</section>`;
}

export interface ContactState extends Pick<ContactsState, 'places' | 'official' | 'values'> {
  readonly contact: ContactLine & { readonly id: number };
  readonly canTest: boolean;
  readonly keepsOnly: boolean;
  readonly problem?: ContactProblem | undefined;
}

/** One contact: change, try, remove. */
export function contactPage(state: ContactState, context: PageContext): Markup {
  const say = teller(context);
  const { contact, places, official, canTest, keepsOnly, problem } = state;
  const { saved, tested } = context.query;
  const done =
    saved === '1' ? contactWords.saved : tested === '1' ? contactWords.tested : undefined;
  const at = `/contacts/${contact.id}`;
  const values = state.values ?? formValues(contact);
  const main = html`<p class="crumb"><a href="/contacts">${say(contactWords.back)}</a></p>
<h1>${contact.address}</h1>
<p>${stateMark(contact, context)}${hint(contact, context)}</p>
${doneMark(done, context)}
${contactProblem(problem, official, context)}
<h2 id="contact">${say(contactWords.change)}</h2>
${contactForm({ action: at, button: say(contactWords.save), values, places }, context)}
${keepsOnly && html`<p class="note">${say(contactWords.keptOnly)}</p>`}
${canTest && contact.official && html`<form action="${at}/test" method="post">${csrfField(context)}<p class="buttons"><button class="plain">${say(contactWords.test)}</button></p></form>`}
${foldedButton({ action: `${at}/remove`, label: contactWords.remove, lead: contactWords.removeLead }, context)}`;
  return layout({ title: contact.address, section: 'contacts', main }, context);
}
