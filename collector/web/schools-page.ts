import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { Verdict } from '../../standards/finding.ts';
import { sayVerdict } from '../../standards/say-finding.ts';
import type { ReadinessRow } from '../report/views.ts';
import { enrolmentForm } from './enrolment-page.ts';
import { layout } from './layout.ts';
import { teller, verdictClass } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { reportLinks } from './report-links.ts';
import {
  byName,
  filterQuery,
  isSilent,
  matchingSchools,
  PAGE_ROWS,
  type SchoolsFilter,
} from './schools-filter.ts';
import { schoolsForm } from './schools-form.ts';
import { schoolsTable } from './schools-table.ts';
import { uncoveredSchools } from './words/contacts.ts';
import { frame } from './words/frame.ts';
import { schoolsWords, shownSchools } from './words/schools.ts';

export interface FirstPage {
  readonly rows: readonly ReadinessRow[];
  /** How many of the schools have nobody who gets mail when something breaks. */
  readonly uncovered: number;
}

/** The officer's first screen: four figures, filters, one row a school. */
export function schoolsPage(
  { rows, uncovered }: FirstPage,
  filter: SchoolsFilter,
  context: PageContext,
): Markup {
  const title = teller(context)(rows.length === 0 ? schoolsWords.noneTitle : schoolsWords.title);
  const main =
    rows.length === 0 ? noSchools(context) : schools({ rows, uncovered }, filter, context);
  return layout({ title, section: 'schools', main, live: true }, context);
}

function schools({ rows, uncovered }: FirstPage, filter: SchoolsFilter, context: PageContext) {
  const say = teller(context);
  const found = byName(matchingSchools(rows, filter, context.now), context.speech.language);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS));
  const page = Math.min(filter.page, pages);
  const shown = found.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS);
  return html`<h1>${say(schoolsWords.title)}</h1>
${figures(rows, filter, context)}
${uncoveredNote(uncovered, context)}
${schoolsForm(rows, filter, context)}
<p class="note">${say(schoolsWords.lead)}</p>
${
  found.length === 0
    ? html`<p class="empty">${say(schoolsWords.noMatch)} <a href="/">${say(schoolsWords.clear)}</a></p>`
    : schoolsTable(shown, context)
}
${found.length > 0 && pager({ filter, page, pages, found: found.length }, context)}
<p><a href="/schools.csv${filterQuery(filter, { page: 1 })}" download>${say(frame.exportCsv)}</a></p>
${reportLinks({ unit: filter.unit }, context)}`;
}

function uncoveredNote(uncovered: number, context: PageContext): Markup | false {
  if (uncovered === 0) return false;
  const said = uncoveredSchools(sayNumber(uncovered, context.speech));
  return html`<p class="note"><a class="v s" href="/contacts#uncovered">${teller(context)(said)}</a></p>`;
}

const FIGURES: readonly (readonly [Verdict | 'silent', string])[] = [
  ['pass', verdictClass.pass],
  ['fail', verdictClass.fail],
  ['unknown', verdictClass.unknown],
  ['silent', 'v s'],
];

/** Counted over the other filters, so that each figure tells what a click on it would show. */
function figures(rows: readonly ReadinessRow[], filter: SchoolsFilter, context: PageContext) {
  const say = teller(context);
  const counted = matchingSchools(rows, { ...filter, verdict: undefined }, context.now);
  return html`<ul class="figures" aria-label="${say(schoolsWords.figures)}">
${FIGURES.map(([verdict, look]) => {
  const amount = counted.filter((row) =>
    verdict === 'silent' ? isSilent(row, context.now) : row.basic.verdict === verdict,
  ).length;
  const word =
    verdict === 'silent' ? say(schoolsWords.silent) : sayVerdict(verdict, context.speech);
  const current = filter.verdict === verdict;
  return html`<li><a href="/${filterQuery(filter, { verdict: current ? undefined : verdict, page: 1 })}"${current && html` aria-current="true"`}${verdict === 'silent' && html` title="${say(schoolsWords.silentNote)}"`}><b>${sayNumber(amount, context.speech)}</b> <span class="${look}">${word}</span></a></li>
`;
})}</ul>`;
}

interface Paging {
  readonly filter: SchoolsFilter;
  readonly page: number;
  readonly pages: number;
  readonly found: number;
}

function pager({ filter, page, pages, found }: Paging, context: PageContext): Markup {
  const say = teller(context);
  const number = (value: number) => sayNumber(value, context.speech);
  const range = shownSchools(
    number((page - 1) * PAGE_ROWS + 1),
    number(Math.min(page * PAGE_ROWS, found)),
    number(found),
  );
  const step = (to: number, text: string, rel: string) =>
    to >= 1 &&
    to <= pages &&
    html`<a rel="${rel}" href="/${filterQuery(filter, { page: to })}">${text}</a>`;
  return html`<nav class="pager" aria-label="${say(schoolsWords.pages)}"><p>${say(range)}</p>
${step(page - 1, say(schoolsWords.earlier), 'prev')} ${step(page + 1, say(schoolsWords.later), 'next')}</nav>`;
}

function noSchools(context: PageContext): Markup {
  const say = teller(context);
  const mayEnrol = context.caller?.role === 'admin' || context.caller?.role === 'officer';
  return html`<h1>${say(schoolsWords.noneTitle)}</h1>
<p>${say(mayEnrol ? schoolsWords.noneAdmin : schoolsWords.noneOther)}</p>
${mayEnrol && enrolmentForm({}, context)}`;
}
