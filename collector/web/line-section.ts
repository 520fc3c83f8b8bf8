import { html, type Markup } from '../../kit/html.ts';
import { type Speech, saySpan, sayStamp } from '../../kit/say.ts';
import { type EpochMs, seconds } from '../../kit/units.ts';
import { lengthS, sayOutage, type ToldOutage } from '../../wire/outage.ts';
import type { AvailabilityView, SchoolView, UpAndDown } from '../report/views.ts';
import { schoolAddress } from './address.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { sayLength, sayMonth, sayShareDown } from './say-line.ts';
import { lineWords } from './words/line.ts';

const OUTAGES_SHOWN = 50;

type Lines = Pick<SchoolView, 'id' | 'devices' | 'availability' | 'outages'>;

/** How available the line was in each month, and every outage with its cause; nothing where no line is followed by the second. */
export function lineSection(school: Lines, context: PageContext): Markup | false {
  const { availability, outages } = school;
  if (availability.length + outages.length === 0) return false;
  const say = teller(context);
  const file = (name: string, text: string) =>
    html`<li><a href="${schoolAddress(school.id)}/${name}.csv" download>${text}</a></li>`;
  return html`<section aria-labelledby="availability"><h2 id="availability">${say(lineWords.title)}</h2>
${availability.length > 0 && monthsTable(school, context)}
<p class="quiet">${say(lineWords.meaning)}</p>
${outages.length === 0 ? html`<p class="empty">${say(lineWords.noOutages)}</p>` : outagesTable(school, context)}
${outages.length > OUTAGES_SHOWN && html`<p class="quiet">${say(lineWords.newest)}</p>\n`}<ul class="links">${file('availability', say(lineWords.monthsCsv))}${file('outages', say(lineWords.outagesCsv))}</ul>
</section>`;
}

function monthsTable(school: Lines, context: PageContext): Markup {
  const say = teller(context);
  const heads = ['month', 'always', 'schoolHours', 'down', 'unknown', 'count'] as const;
  return html`<table class="cards">
<caption>${say(lineWords.months)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(lineWords[head])}</th>`)}</tr></thead>
<tbody>
${school.availability.map((month) => monthRow(month, school, context))}</tbody>
</table>`;
}

function monthRow(view: AvailabilityView, school: Lines, context: PageContext): Markup {
  const say = teller(context);
  const { always, schoolHours, unknownS, outages } = view;
  const cell = (head: keyof typeof lineWords, text: string) =>
    html`<td data-label="${say(lineWords[head])}">${text}</td>`;
  const share = (span: UpAndDown) =>
    span.availability === undefined
      ? say(lineWords.notKnown)
      : sayShareDown(span.availability, context.speech);
  const span = (of: number) => saySpan(seconds(of), context.speech);
  return html`<tr><th scope="row">${sayMonth(view.month)}${lineName(view.device, school)}</th>${cell('always', share(always))}${cell('schoolHours', share(schoolHours))}${cell('down', span(always.downS))}${cell('unknown', span(unknownS))}${cell('count', String(outages))}</tr>
`;
}

/** Said only where a school has several lines. */
function lineName(device: string, { availability, devices }: Lines): Markup | false {
  const lines = new Set(availability.map((each) => each.device));
  const name = devices.find(({ id }) => id === device)?.name ?? device;
  return lines.size > 1 && html`<small>${name}</small>`;
}

function outagesTable(school: Lines, context: PageContext): Markup {
  const say = teller(context);
  const heads = ['cause', 'started', 'ended', 'lasted'] as const;
  return html`<table class="cards">
<caption>${say(lineWords.outages)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(lineWords[head])}</th>`)}</tr></thead>
<tbody>
${school.outages.slice(0, OUTAGES_SHOWN).map((outage) => outageRow(outage, school, context))}</tbody>
</table>`;
}

function outageRow(outage: ToldOutage, school: Lines, context: PageContext): Markup {
  const say = teller(context);
  const length = lengthS(outage);
  const lasted = length === undefined ? '–' : sayLength(length, context.speech);
  return html`<tr><th scope="row">${say(sayOutage(outage))}${lineName(outage.device, school)}</th><td data-label="${say(lineWords.started)}">${stampMark(outage.startedAt, context.speech)}${unsure(outage.startUnsureS, context)}</td><td data-label="${say(lineWords.ended)}">${outage.endedAt === undefined ? html`<b>${say(lineWords.open)}</b>` : html`${stampMark(outage.endedAt, context.speech)}${unsure(outage.endUnsureS, context)}`}</td><td data-label="${say(lineWords.lasted)}">${lasted}</td></tr>
`;
}

/** To the second, which is what these are measured to. */
const stampMark = (at: EpochMs, speech: Speech): Markup =>
  html`<time datetime="${new Date(at).toISOString().replace(/[.]\d+Z$/, 'Z')}">${sayStamp(at, speech)}</time>`;

const unsure = (span: number, context: PageContext): Markup | false =>
  span > 0 && html`<small>± ${saySpan(seconds(span), context.speech)}</small>`;
