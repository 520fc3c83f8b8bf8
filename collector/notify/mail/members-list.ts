import { oneLine } from '../../../kit/one-line.ts';
import { type Speech, sayClock, sayMoment, sayNumber, saySpan } from '../../../kit/say.ts';
import { type EpochMs, epochMs, minutes, ms } from '../../../kit/units.ts';
import type { Member } from '../notice.ts';
import { schoolsOf } from './scope.ts';
import type { SheetList } from './sheet.ts';
import { fill, mailWords } from './words.ts';

interface Listing {
  readonly members: readonly Member[];
  readonly title: string;
  readonly isOver: boolean;
}

const MOST_LISTED = 20;
const LONGEST_ITEM = 200;
/** Closer than that is the same moment to a reader. */
const SAME = minutes(1);

/** Who is meant, where it is more than one; times only where they differ. `title` says how many of what. */
export function membersList(
  { members, title, isOver }: Listing,
  speech: Speech,
): readonly SheetList[] {
  if (members.length < 2) return [];
  const { language } = speech;
  const manySchools = schoolsOf(members).length > 1;
  const when = isOver ? spansOf(members, speech) : begunOf(members, speech);
  const items = members
    .slice(0, MOST_LISTED)
    .map((member) => oneLine(`${nameOf(member, manySchools)}${when(member)}`, LONGEST_ITEM));
  const left = members.length - items.length;
  return [
    {
      title: oneLine(title, LONGEST_ITEM),
      items:
        left > 0
          ? [...items, fill(mailWords.more[language], { n: sayNumber(left, speech) })]
          : items,
    },
  ];
}

export const sinceOf = (members: readonly Member[]): EpochMs =>
  epochMs(Math.min(...members.map(({ since }) => since)));

/** When the last of them was right again. */
export const untilOf = (members: readonly Member[], now: EpochMs): EpochMs =>
  epochMs(Math.max(...members.map(({ leftAt }) => leftAt ?? now)));

function nameOf({ school, device }: Member, manySchools: boolean): string {
  const place = school?.unit === undefined ? school?.name : `${school.name}, ${school.unit.name}`;
  const parts = [manySchools || device === undefined ? place : undefined, device?.name];
  return parts.filter((part) => part !== undefined).join(': ');
}

type When = (member: Member) => string;
const unsaid: When = () => '';

function begunOf(members: readonly Member[], speech: Speech): When {
  const first = sinceOf(members);
  const from = (since: EpochMs) =>
    fill(mailWords.from[speech.language], { at: sayNear(since, first, speech) });
  return ({ since }) => (since - first < SAME ? '' : ` — ${from(since)}`);
}

function spansOf(members: readonly Member[], speech: Speech): When {
  const [first, last] = [sinceOf(members), untilOf(members, epochMs(0))];
  const alike = ({ since, leftAt }: Member) =>
    since - first < SAME && last - (leftAt ?? last) < SAME;
  if (members.every(alike)) return unsaid;
  return ({ since, leftAt }) => {
    const end = leftAt ?? last;
    const [from, to] = [sayNear(since, first, speech), sayNear(end, first, speech)];
    return ` — ${fill(mailWords.fromTo[speech.language], { from, to })} (${saySpan(ms(end - since), speech)})`;
  };
}

/** The clock alone within half a day of what is said before. */
export const sayNear = (at: EpochMs, other: EpochMs, speech: Speech): string =>
  Math.abs(at - other) < minutes(12 * 60) ? sayClock(at, speech) : sayMoment(at, speech);
