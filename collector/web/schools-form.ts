import { html, type Markup } from '../../kit/html.ts';
import { Group } from '../../standards/criterion.ts';
import { VERDICTS } from '../../standards/finding.ts';
import { sayVerdict } from '../../standards/say-finding.ts';
import type { ReadinessRow } from '../report/views.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { byName, isFiltered, type SchoolsFilter } from './schools-filter.ts';
import { groups } from './words/frame.ts';
import { schoolsWords } from './words/schools.ts';

type Choice = readonly [value: string, text: string];

/** The filters as a plain GET form: what is chosen stands in the address. */
export function schoolsForm(
  rows: readonly ReadinessRow[],
  filter: SchoolsFilter,
  context: PageContext,
): Markup {
  const say = teller(context);
  const results: readonly Choice[] = VERDICTS.map((verdict) => [
    verdict,
    sayVerdict(verdict, context.speech),
  ]);
  const silent: Choice = ['silent', say(schoolsWords.silent)];
  const inGroups: readonly Choice[] = Group.options.map((group) => [group, say(groups[group])]);
  const all = say(schoolsWords.all);
  return html`<form class="filters" action="/" method="get" role="search" aria-label="${say(schoolsWords.filters)}">
<label>${say(schoolsWords.name)} <input type="search" name="name" value="${filter.name}" maxlength="100" autocomplete="off"></label>
${select('unit', say(schoolsWords.unit), [['', all], ...units(rows, context)], filter.unit)}
${select('verdict', say(schoolsWords.verdict), [['', all], ...results, silent], filter.verdict)}
${select('group', say(schoolsWords.group), [['', say(schoolsWords.anyGroup)], ...inGroups], filter.group)}
${select('groupVerdict', say(schoolsWords.groupVerdict), [['', all], ...results], filter.groupVerdict)}
<p class="buttons"><button>${say(schoolsWords.apply)}</button> ${isFiltered(filter) && html`<a href="/">${say(schoolsWords.clear)}</a>`}</p>
</form>`;
}

function select(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string | undefined,
): Markup {
  return html`<label>${label} <select name="${name}">${choices.map(
    ([value, text]) =>
      html`<option value="${value}"${value === (chosen ?? '') && html` selected`}>${text}</option>`,
  )}</select></label>`;
}

function units(rows: readonly ReadinessRow[], { speech }: PageContext): readonly Choice[] {
  const known = new Map(rows.flatMap(({ unit }) => (unit === undefined ? [] : [[unit.id, unit]])));
  return byName([...known.values()], speech.language).map(({ id, name }) => [id, name]);
}
