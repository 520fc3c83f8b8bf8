import { type Speech, sayMoment, sayNumber, saySpan } from '../../../kit/say.ts';
import type { Text } from '../../../kit/text.ts';
import { type EpochMs, ms, seconds } from '../../../kit/units.ts';
import type { IncidentLine, Lines, Named, UnknownContent } from './content.ts';
import type { Group, Item, Section } from './letter.ts';
import type { Issue, Reader } from './reader.ts';
import { countedWords as amounts, type Counted, digestWords as words } from './words.ts';

/** The parts that digests of the day and of the week have in common, in one reader's language. */
export interface Saying {
  readonly speech: Speech;
  readonly reader: Reader;
  readonly issue: Issue;
  readonly publicUrl: string;
}

export const say = ({ speech }: Saying, text: Text): string => text[speech.language];

export function count(saying: Saying, amount: number, { vi, one, many }: Counted): string {
  const figure = sayNumber(amount, saying.speech, 0);
  return say(saying, { vi: `${figure} ${vi}`, en: `${figure} ${amount === 1 ? one : many}` });
}

/** `07:30 ngày 26/11`: a digest is read in its own year. */
export function sayShort(at: EpochMs, { speech }: Saying): string {
  return sayMoment(at, speech).replace(/\/\d{4}$/, '');
}

export const place = ({ publicUrl }: Saying, path: string): string =>
  `${publicUrl.replace(/\/+$/, '')}${path}`;

export function sayName({ name, simulated }: Named, saying: Saying): string {
  return simulated ? `${name} ${say(saying, words.simulatedTag)}` : name;
}

const MOST_NAMES = 12;

/** The first few by name, then how many more. */
export function sayNames(names: readonly Named[], saying: Saying): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => sayName(name, saying));
  const more = names.length - shown.length;
  return more === 0
    ? shown.join('; ')
    : `${shown.join('; ')} ${say(saying, { vi: 'và', en: 'and' })} ${count(saying, more, amounts.otherSchool)}`;
}

/** Lines under the names of their schools; a school's own digest has no use for those. */
export function groupsOf({ shown, more, moreSchools }: Lines, saying: Saying): readonly Group[] {
  const groups = [...Map.groupBy(shown, (line) => headingOf(line, saying))].map(
    ([heading, lines]) => ({
      heading: saying.reader.kind === 'school' ? undefined : heading,
      items: lines.map((line) => itemOf(line, saying)),
    }),
  );
  return more === 0 ? groups : [...groups, { heading: undefined, items: [rest()] }];

  function rest(): Item {
    const incidents = count(saying, more, amounts.otherIncident);
    const schools = count(saying, moreSchools, amounts.school);
    return {
      text: say(saying, {
        vi: `và ${incidents} ở ${schools}`,
        en: `and ${incidents} at ${schools}`,
      }),
    };
  }
}

function headingOf({ schools }: IncidentLine, saying: Saying): string {
  const [first, ...others] = schools;
  if (first === undefined) return say(saying, words.centre);
  if (others.length === 0) return sayName(first, saying);
  return `${count(saying, schools.length, amounts.school)}: ${sayNames(schools, saying)}`;
}

function itemOf(line: IncidentLine, saying: Saying): Item {
  const { since, overAt } = line;
  const { to } = saying.issue;
  const span = saySpan(ms((overAt ?? to) - since), saying.speech);
  const from = sayShort(since, saying);
  const until = overAt === undefined ? '' : sayShort(overAt, saying);
  const times =
    overAt === undefined
      ? { vi: `từ ${from}, đã ${span}`, en: `since ${from}, for ${span} now` }
      : {
          vi: `từ ${from} đến ${until}, kéo dài ${span}`,
          en: `from ${from} to ${until}, lasted ${span}`,
        };
  const marks = marksOf(line).map((mark) => say(saying, mark));
  const about = `${say(saying, line.title)}${sayDevices(line, saying)}: ${say(saying, times)}`;
  return {
    text: marks.length === 0 ? about : `${about} (${marks.join('; ')})`,
    link: place(saying, `/incidents/${encodeURIComponent(line.id)}`),
  };
}

function marksOf({ overAt, isNew, acknowledged, digestOnly }: IncidentLine): readonly Text[] {
  const open = overAt === undefined;
  return [
    ...(open && isNew ? [words.isNew] : []),
    ...(open && !acknowledged ? [words.notTaken] : []),
    ...(digestOnly ? [words.digestOnly] : []),
  ];
}

function sayDevices({ devices, deviceCount }: IncidentLine, saying: Saying): string {
  if (deviceCount === 0) return '';
  const names = devices.map((device) => sayName(device, saying)).join(', ');
  if (deviceCount === devices.length) return ` – ${names}`;
  const all = count(saying, deviceCount, amounts.device);
  return ` – ${all} (${names}, …)`;
}

/** Undefined where everything is known. */
export function unknownSection(unknown: UnknownContent, saying: Saying): Section | undefined {
  const { never, noAgent, criteria, ofSchools } = unknown;
  const own = saying.reader.kind === 'school';
  const names = (heading: Text, schools: readonly Named[]): readonly Item[] =>
    schools.length === 0
      ? []
      : [
          {
            text: own
              ? `${say(saying, heading)}.`
              : `${say(saying, heading)} (${schools.length}): ${sayNames(schools, saying)}`,
          },
        ];
  const said = count(saying, criteria, amounts.unknownCriterion);
  const at = own ? '' : say(saying, atSchools(count(saying, ofSchools, amounts.school)));
  const items = [
    ...names(words.never, never),
    ...names(words.noAgent, noAgent),
    ...(criteria === 0 ? [] : [{ text: `${said}${at}` }]),
  ];
  return items.length === 0
    ? undefined
    : { heading: say(saying, words.unknown), groups: [{ heading: undefined, items }] };
}

const atSchools = (schools: string): Text => ({ vi: ` ở ${schools}`, en: ` at ${schools}` });

export function sayLost(
  lost: readonly { readonly title: Text; readonly lengthS: number; readonly schools: number }[],
  saying: Saying,
): Section | undefined {
  const items = lost.map(({ title, lengthS, schools }) => {
    const span = saySpan(seconds(lengthS), saying.speech);
    const of =
      saying.reader.kind === 'school' ? '' : ` (${count(saying, schools, amounts.school)})`;
    return { text: `${say(saying, title)}: ${span}${of}` };
  });
  return items.length === 0
    ? undefined
    : { heading: say(saying, words.lost), groups: [{ heading: undefined, items }] };
}
