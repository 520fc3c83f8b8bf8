import { html, type Markup } from '../../kit/html.ts';
import { Group } from '../../standards/criterion.ts';
import type { LevelSummary } from '../../standards/finding.ts';
import type { SchoolView } from '../report/views.ts';
import { queryText, schoolAddress } from './address.ts';
import { criteriaTable } from './criteria-table.ts';
import { devicesTable } from './devices-table.ts';
import { foundSection } from './found-section.ts';
import { incidentsTable, openIncidents } from './incident-list.ts';
import { labsSection } from './labs-section.ts';
import { layout } from './layout.ts';
import { lineSection } from './line-section.ts';
import { lostSection } from './lost-section.ts';
import { passCount, simulatedBadge, teller, timeMark, verdictMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { reportLinks } from './report-links.ts';
import { isSilent } from './schools-filter.ts';
import { contactWords } from './words/contacts.ts';
import { deviceWords } from './words/devices.ts';
import { frame, groups } from './words/frame.ts';
import { schoolWords } from './words/school.ts';
import { schoolsWords } from './words/schools.ts';

/** One school: what is wrong now, what is judged and why, what is there, what was. */
export function schoolPage(
  school: SchoolView,
  context: PageContext,
  cover: 'own' | 'above' | 'nobody' = 'own',
): Markup {
  const say = teller(context);
  const open = school.incidents.filter(({ state }) => state === 'open');
  const past = school.incidents.filter(({ state }) => state === 'resolved');
  const main = html`<p class="crumb"><a href="/">${say(frame.back)}</a></p>
<h1>${school.name}${simulatedBadge(school.simulated, context)}</h1>
${standing(school, context)}
${coverNote(school, cover, context)}
<section aria-labelledby="open"><h2 id="open">${say(schoolWords.open)}</h2>
${open.length === 0 ? html`<p class="empty">${say(schoolWords.noneOpen)}</p>` : openIncidents(open, context)}
</section>
<section aria-labelledby="criteria"><h2 id="criteria">${say(schoolWords.criteria)}</h2>
${criteriaTable(school, context)}
<p><a href="${schoolAddress(school.id)}/findings.csv" download>${say(frame.exportCsv)}</a></p>
${reportLinks({ school: school.id }, context)}
</section>
${labsSection(school, context)}
<section aria-labelledby="devices"><h2 id="devices">${say(deviceWords.devices)}</h2>
${devicesTable(school, context)}
</section>
${lineSection(school, context)}
${lostSection(school, context)}
${school.search !== undefined && foundSection(school.search, school.devices, context)}
<section aria-labelledby="past"><h2 id="past">${say(schoolWords.past)}</h2>
${past.length === 0 ? html`<p class="empty">${say(schoolWords.nonePast)}</p>` : incidentsTable(past, { school: false }, context)}
</section>`;
  return layout({ title: school.name, section: 'schools', main, live: true }, context);
}

/** Whether anybody hears when something breaks here. */
function coverNote(
  { id }: SchoolView,
  cover: 'own' | 'above' | 'nobody',
  context: PageContext,
): Markup | false {
  if (cover === 'own') return false;
  const say = teller(context);
  const [look, words] =
    cover === 'nobody' ? ['v s', contactWords.nobodyHere] : ['quiet', contactWords.aboveHere];
  return html`<p class="note"><span class="${look}">${say(words)}</span> <a href="/contacts${queryText({ unit: id })}#contact">${say(contactWords.addHere)}</a></p>`;
}

function standing(school: SchoolView, context: PageContext): Markup {
  const say = teller(context);
  const line = (name: string, value: Markup) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="standing">
${school.unit !== undefined && line(say(schoolsWords.unit), html`${school.unit.name}`)}
${line(say(schoolWords.lastSeen), html`${timeMark(school.lastSeen, context)}${isSilent(school, context.now) && html` <span class="v s">${say(schoolsWords.silent)}</span>`}`)}
${line(say(schoolWords.basic), summary(school.basic, context))}
${line(say(schoolWords.advanced), summary(school.advanced, context))}
</dl>
<ul class="groups">${Group.options.map((group) => html`<li><a href="#${group}">${say(groups[group])}</a> ${summary(school.groups[group], context)}</li>`)}</ul>`;
}

const summary = (level: LevelSummary, context: PageContext): Markup => {
  const count = passCount(level);
  return html`${verdictMark(level.verdict, context)}${count !== undefined && html` <b>${count}</b>`}`;
};
