import { html, type Markup } from '../../kit/html.ts';
import { saySpan } from '../../kit/say.ts';
import { ms } from '../../kit/units.ts';
import type { IncidentMember, IncidentView } from '../report/incident-view.ts';
import { schoolAddress } from './address.ts';
import { simulatedBadge, teller, timeMark } from './marks.ts';
import { minutesChart } from './minutes-chart.ts';
import type { PageContext } from './page-request.ts';
import { section } from './section.ts';
import { incidentWords, otherSchools, storyWords } from './words/incidents.ts';

const MEMBERS_SHOWN = 300;
/** Fewer are read in the table at a glance. */
const CHARTED_FROM = 4;
const CHART_SLICES = 48;

/** Who is affected, by school; nothing where the page's head says it all. */
export function membersSection(incident: IncidentView, context: PageContext): Markup | false {
  const say = teller(context);
  const { members, otherSchools: others } = incident;
  if (members.length <= 1 && others === 0) return false;
  return section(
    'affected',
    say(storyWords.affected),
    html`${members.length >= CHARTED_FROM && chart(incident, context)}
${members.length > 0 && table(members, context)}
${members.length > MEMBERS_SHOWN && html`<p class="note">${MEMBERS_SHOWN}/${members.length}. ${say(storyWords.some)}</p>`}
${others > 0 && html`<p>${say(storyWords.and)} ${say(otherSchools(others))}.</p>`}`,
  );
}

function table(members: readonly IncidentMember[], context: PageContext): Markup {
  const say = teller(context);
  const { where, device, from, lasted } = incidentWords;
  const heads = [where, device, from, storyWords.well, lasted];
  const bySchool = [...Map.groupBy(members, ({ school }) => school).values()].flat();
  return html`<table class="cards">
<caption>${say(storyWords.affectedCaption)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${bySchool.slice(0, MEMBERS_SHOWN).map((member) => row(member, context))}</tbody>
</table>`;
}

function row(member: IncidentMember, context: PageContext): Markup {
  const say = teller(context);
  const { school, since, leftAt } = member;
  const name =
    school === undefined
      ? say(incidentWords.collector)
      : html`<a href="${schoolAddress(school)}">${member.schoolName}</a>`;
  const device = member.deviceName ?? member.device ?? say(storyWords.wholeSchool);
  const left =
    leftAt === undefined ? html`<b>${say(storyWords.notYet)}</b>` : timeMark(leftAt, context);
  const lasted = saySpan(ms((leftAt ?? context.now) - since), context.speech);
  return html`<tr><th scope="row">${name}${simulatedBadge(member.simulated, context)}${member.unitName !== undefined && html`<small>${member.unitName}</small>`}</th><td data-label="${say(incidentWords.device)}">${device}</td><td data-label="${say(incidentWords.from)}">${timeMark(since, context)}</td><td data-label="${say(storyWords.well)}">${left}</td><td class="nowrap" data-label="${say(incidentWords.lasted)}">${lasted}</td></tr>
`;
}

/** How many were still affected, slice by slice of the time it lasted. */
function chart({ members, resolvedAt }: IncidentView, context: PageContext): Markup {
  const from = Math.min(...members.map(({ since }) => since));
  const to = resolvedAt ?? context.now;
  const counts = Array.from({ length: CHART_SLICES }, (_, slice) =>
    affectedAt(members, from + ((to - from) * (slice + 0.5)) / CHART_SLICES),
  );
  return minutesChart(counts, teller(context)(storyWords.stillChart));
}

const affectedAt = (members: readonly IncidentMember[], at: number): number =>
  members.filter(({ since, leftAt }) => since <= at && (leftAt === undefined || leftAt > at))
    .length;
