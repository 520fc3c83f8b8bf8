import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { LabMachine, LabView, SchoolView } from '../report/views.ts';
import { machineAddress, schoolAddress } from './address.ts';
import { confidenceMark, simulatedBadge, teller, timeMark, verdictMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { emptySeats, labWords, largestClass, machinesCount, withinDays } from './words/labs.ts';

/** Every lab: its figures, who is missing, which systems it runs, and the machines as a small plan of the room. */
export function labsSection(
  { id, labs }: Pick<SchoolView, 'id' | 'labs'>,
  context: PageContext,
): Markup | false {
  if (labs.length === 0) return false;
  const say = teller(context);
  return html`<section aria-labelledby="labs"><h2 id="labs">${say(labWords.title)}</h2>
${labs.map((lab) => labPart(id, lab, context))}
<p><a href="${schoolAddress(id)}/machines.csv" download>${say(labWords.exportMachines)}</a></p>
</section>`;
}

function labPart(school: string, lab: LabView, context: PageContext): Markup {
  const say = teller(context);
  const simulated = lab.machines.length > 0 && lab.machines.every((machine) => machine.simulated);
  return html`<h3>${lab.name ?? say(labWords.noRoom)}${simulatedBadge(simulated, context)}</h3>
${figures(lab, context)}
${lab.machines.length === 0 ? html`<p class="empty">${say(labWords.noMachines)}</p>` : plan(school, { ...lab, marked: !simulated }, context)}
${systems(lab, context)}
`;
}

function figures(lab: LabView, context: PageContext): Markup {
  const say = teller(context);
  const line = (name: string, value: Markup | string) =>
    html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="standing">
${lab.seats !== undefined && line(say(labWords.seats), seats(lab, lab.seats, context))}
${line(say(labWords.known), count(lab.machines.length, context))}
${line(say(labWords.usable), usable(lab, context))}
${line(say(labWords.missing), missing(lab, context))}
${lab.pupilsPerMachine !== undefined && line(say(labWords.pupilsPerMachine), pupils(lab, lab.pupilsPerMachine, context))}
${lab.countedAt !== undefined && line(say(labWords.counted), timeMark(lab.countedAt, context))}
</dl>`;
}

const count = (value: number, { speech }: PageContext): string => sayNumber(value, speech);

function seats({ machines }: LabView, declared: number, context: PageContext): Markup {
  const empty = declared - machines.length;
  return html`${count(declared, context)}${empty > 0 && html` <span class="quiet">(${teller(context)(emptySeats(count(empty, context)))})</span>`}`;
}

function usable(lab: LabView, context: PageContext): Markup {
  const span = lab.withinDays;
  return html`${count(lab.usable, context)}${span !== undefined && html` <span class="quiet">${teller(context)(withinDays(count(span, context)))}</span>`}`;
}

function missing({ machines }: LabView, context: PageContext): string {
  const names = machines.filter(({ usable: is }) => is === false).map(({ name }) => name);
  if (names.length === 0) return teller(context)(labWords.noneMissing);
  return `${count(names.length, context)}: ${names.join(', ')}`;
}

function pupils(lab: LabView, perMachine: number, context: PageContext): Markup {
  const { pupils: largest } = lab;
  return html`${sayNumber(perMachine, context.speech)}${largest !== undefined && html` <span class="quiet">(${teller(context)(largestClass(count(largest, context)))})</span>`}`;
}

interface Plan extends LabView {
  /** Each simulated machine is marked; false where the whole lab is, and wears the mark once. */
  readonly marked: boolean;
}

/** A square a machine: its mark, its name, and the word of the mark for those who hear the page. */
function plan(school: string, { machines, name, marked }: Plan, context: PageContext): Markup {
  const say = teller(context);
  const label = `${say(labWords.map)}: ${name ?? say(labWords.noRoom)}`;
  return html`<ul class="plan" aria-label="${label}">
${machines.map((machine) => square(school, { ...machine, simulated: marked && machine.simulated }, context))}</ul>`;
}

function square(school: string, machine: LabMachine, context: PageContext): Markup {
  const { mark, word } = MARKS[`${machine.usable}`];
  return html`<li><a class="v ${mark}" href="${machineAddress(school, machine.id)}"><span>${machine.name}</span><span class="hidden">: ${teller(context)(word)}</span>${simulatedBadge(machine.simulated, context)}</a></li>
`;
}

const MARKS = {
  true: { mark: 'p', word: labWords.isUsable },
  false: { mark: 'f', word: labWords.isMissing },
  undefined: { mark: 'u', word: labWords.isUnknown },
} as const;

function systems(lab: LabView, context: PageContext): Markup | false {
  const say = teller(context);
  if (lab.machines.length === 0) return false;
  if (lab.systems.length === 0) return html`<p class="empty">${say(labWords.noSystems)}</p>`;
  const heads = [labWords.operatingSystem, labWords.machines, labWords.support];
  return html`<table class="cards">
<caption>${say(labWords.systems)}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>
${lab.systems.map(
  ({ says, judged, machines }) =>
    html`<tr><th scope="row">${say(says)}</th><td data-label="${say(labWords.machines)}">${say(machinesCount(count(machines, context)))}</td><td data-label="${say(labWords.support)}">${judged === undefined ? '–' : html`${verdictMark(judged.verdict, context)}${confidenceMark(judged, context)}`}</td></tr>
`,
)}</tbody>
</table>`;
}
