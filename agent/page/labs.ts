import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { CountedMachine, CountedRoom, LabCount } from '../labs/count.ts';
import type { Refusal } from '../labs/refusals.ts';
import type { LabsState } from '../labs/state.ts';
import {
  LAB_WORDS,
  REFUSAL_ADVICE,
  REFUSAL_WORDS,
  sayFigures,
  sayMissing,
  sayMissingFor,
  sayNeverReported,
  sayTimes,
} from './labs-words.ts';
import { type Drawing, simulatedMark, speechOf, timeMark } from './marks.ts';
import { sayNames, WORDS } from './words.ts';

interface LabDrawing extends Drawing {
  readonly labs: LabsState;
}

/** The labs: who stands where, who is missing, who was turned away. */
export function labsSection(drawing: Drawing): Markup | false {
  const { labs } = drawing.state;
  if (labs === undefined) return false;
  const lab = { ...drawing, labs };
  const say = (name: keyof typeof LAB_WORDS): string => LAB_WORDS[name][drawing.language];
  return html`<section id="labs">
<h2>${say('title')}</h2>
${hearing(lab)}
${labs.count === undefined ? html`<p class="ill">✕ ${say('unread')}</p>` : counted(labs.count, lab)}
${labs.refused.length > 0 && refusedList(labs.refused, lab)}
</section>`;
}

function hearing({ labs, language }: LabDrawing): Markup {
  const say = (name: keyof typeof LAB_WORDS): string => LAB_WORDS[name][language];
  switch (labs.hearing.kind) {
    case 'off':
      return html`<p class="detail">${say('off')}</p>`;
    case 'starting':
      return html`<p class="waiting">? ${say('starting')}</p>`;
    case 'listening':
      return html`<p class="well">✓ ${say('listening')} ${labs.listen}</p>
<p class="detail">${say('keyHow')} <code>hatang agent lab-key --config …</code></p>`;
    case 'failing':
      return html`<p class="ill">✕ ${say('unheard')}: ${labs.listen}</p>`;
  }
}

function counted({ rooms, unplaced }: LabCount, drawing: LabDrawing): Markup {
  const { language } = drawing;
  if (rooms.length === 0 && unplaced.length === 0)
    return html`<p>${LAB_WORDS.noRooms[language]}</p>`;
  return html`${rooms.map((room) => roomPart(room, drawing))}${unplaced.length > 0 && unplacedPart(unplaced, drawing)}${(rooms.length > 0 || unplaced.length > 0) && html`<p class="detail">${LAB_WORDS.legend[language]}</p>`}`;
}

function roomPart(counted: CountedRoom, drawing: LabDrawing): Markup {
  const { language } = drawing;
  const { room, machines, usable, missing, neverReported, pupilsPerMachine } = counted;
  const figures = { seats: room.seats, machines: machines.length, missing: missing.length };
  return html`<h3>${room.name}${simulatedMark(drawing)}</h3>
<p>${sayFigures({ ...figures, usable, pupilsPerMachine }, language)}${lastSeen(machines, drawing)}</p>
<ul class="room">${machines.map((machine) => square(machine, drawing))}${Array.from({ length: neverReported }, () => emptySquare(drawing))}</ul>
${missing.length > 0 && missingPart(missing, drawing)}${neverReported > 0 && html`<p class="waiting">${sayNeverReported(neverReported)[language]}</p>\n`}`;
}

function lastSeen(machines: readonly CountedMachine[], drawing: LabDrawing): Markup | false {
  const newest = machines.reduce<EpochMs | undefined>(
    (found, { seenAt }) =>
      seenAt !== undefined && (found === undefined || seenAt > found) ? seenAt : found,
    undefined,
  );
  return (
    newest !== undefined &&
    html` · ${LAB_WORDS.lastReport[drawing.language]} ${timeMark(newest, drawing)}`
  );
}

/** A seat of the picture: the sign says it before the colour does. */
function square({ name, usable, seenAt, address }: CountedMachine, drawing: LabDrawing): Markup {
  const { language } = drawing;
  const seen =
    seenAt === undefined
      ? LAB_WORDS.never[language]
      : `${LAB_WORDS.lastReport[language]} ${sayStamp(seenAt, speechOf(drawing))}`;
  const [sign, health] = usable ? ['✓', 'well'] : ['✕', 'ill'];
  return html`<li class="${health}" title="${[address, seen].filter(Boolean).join(' · ')}">${sign} ${name}</li>`;
}

const emptySquare = ({ language }: LabDrawing): Markup =>
  html`<li class="waiting">? ${LAB_WORDS.empty[language]}</li>`;

function missingPart(missing: readonly CountedMachine[], drawing: LabDrawing): Markup {
  const { language, labs } = drawing;
  return html`<p class="ill">✕ ${LAB_WORDS.missing[language]} (${sayMissingFor(labs.withinDays)[language]}):</p>
<ul>${missing.map(
    ({ name, seenAt }) =>
      html`<li>${name} <span class="detail">${seenAt === undefined ? LAB_WORDS.never[language] : html`${LAB_WORDS.lastReport[language]} ${timeMark(seenAt, drawing)}`}</span></li>\n`,
  )}</ul>
<p class="detail"><b>${WORDS.toDo[language]}:</b> ${LAB_WORDS.missingToDo[language]}</p>
`;
}

const unplacedPart = (machines: readonly CountedMachine[], drawing: LabDrawing): Markup =>
  html`<h3>${LAB_WORDS.unplaced[drawing.language]}</h3>
<ul class="room">${machines.map((machine) => square(machine, drawing))}</ul>
<p class="detail"><b>${WORDS.toDo[drawing.language]}:</b> ${LAB_WORDS.unplacedToDo[drawing.language]}</p>
`;

/** `192.168.1.77 gửi báo cáo với mã sai, 3 lần, lần cuối 07:42`. */
function refusedList(refused: readonly Refusal[], drawing: LabDrawing): Markup {
  const { language } = drawing;
  const last = language === 'vi' ? 'lần cuối' : 'last at';
  return html`<h3>${LAB_WORDS.refused[language]}</h3>
<ul>${refused.map(
    ({ address, reason, count, at }) =>
      html`<li><b>${address}</b> ${REFUSAL_WORDS[reason][language]}, ${sayTimes(count)[language]}, ${last} ${timeMark(at, drawing)}<br><span class="detail">${REFUSAL_ADVICE[reason][language]}</span></li>\n`,
  )}</ul>`;
}

/** Every machine that is counted, wherever it stands. */
export const labMachines = (labs: LabsState | undefined): readonly CountedMachine[] => [
  ...(labs?.count?.rooms ?? []).flatMap(({ machines }) => machines),
  ...(labs?.count?.unplaced ?? []),
];

/** What of the labs is to be done now. */
export function labItems(drawing: Drawing): readonly Markup[] {
  const { labs } = drawing.state;
  return labs === undefined
    ? []
    : [...unheardItem({ ...drawing, labs }), ...missingItems({ ...drawing, labs })];
}

function unheardItem({ labs, language, state }: LabDrawing): readonly Markup[] {
  if (labs.hearing.kind !== 'failing') return [];
  const { problem, since } = labs.hearing;
  return [
    html`<li>
<h3 class="ill">✕ ${LAB_WORDS.unheard[language]}</h3>
<p class="detail">${WORDS.since[language]} ${timeMark(since, { state, language })}</p>
<p><b>${WORDS.toDo[language]}:</b> ${LAB_WORDS.unheardToDo[language]}</p>
<p class="detail">${WORDS.technical[language]}: <code lang="en">${problem}</code></p>
</li>
`,
  ];
}

const missingItems = ({ labs, language }: LabDrawing): readonly Markup[] =>
  (labs.count?.rooms ?? [])
    .filter(({ missing }) => missing.length > 0)
    .map(
      ({ room, missing }) => html`<li>
<h3 class="ill">✕ ${room.name}: ${sayMissing(missing.length)[language]}</h3>
<p>${sayNames(
        missing.map(({ name }) => name),
        language,
      )} – ${sayMissingFor(labs.withinDays)[language]}.</p>
<p><b>${WORDS.toDo[language]}:</b> ${LAB_WORDS.missingToDo[language]} <a href="#labs">${LAB_WORDS.title[language]}</a></p>
</li>
`,
    );
