import { oneLine } from '../../../kit/one-line.ts';
import { type Speech, saySpan, sayStamp } from '../../../kit/say.ts';
import type { Text } from '../../../kit/text.ts';
import { type EpochMs, epochMs, ms } from '../../../kit/units.ts';
import type { Notice } from '../notice.ts';
import { evidenceRows } from './evidence-rows.ts';
import { membersList, sinceOf, untilOf } from './members-list.ts';
import { schoolsOf } from './scope.ts';
import { type Composed, composed, type Sheet } from './sheet.ts';
import { openingSubject, whatHappened } from './subject.ts';
import type { Reader, Telling } from './telling.ts';
import { dutyWords, fill, groupWords, mailWords, severityWords } from './words.ts';

const LONGEST_LINE = 400;

/** One notice as one mail, about what concerns the reader: what, where, since when, why, what to do. Pure. */
export function compose(telling: Telling): Composed {
  const { kind, notice, scope, words, reader } = telling;
  const speech = speechOf(telling);
  const say = (text: Text) => text[reader.language];
  const over = kind === 'resolved';
  const sheet: Sheet = {
    language: reader.language,
    subject: subjectOf(telling),
    notes: notesOf(telling),
    lead: over ? overLead(telling) : oneLine(say(words.cause), LONGEST_LINE),
    rows: rowsOf(telling),
    lists: membersList({ members: scope.members, title: say(words.subject), isOver: over }, speech),
    advice: over ? undefined : [say(mailWords.advice), oneLine(say(words.advice), LONGEST_LINE)],
    acknowledge: !over,
    link: [say(mailWords.link), incidentLink(telling.publicUrl, notice.incident)],
    footer: [say(over ? endWords(notice) : mailWords.later), ...whyOf(reader)],
  };
  return composed(sheet);
}

const endWords = ({ kind }: Notice): Text =>
  kind === 'left' ? mailWords.partOver : mailWords.over;

export const speechOf = ({ reader, timeZone }: Pick<Telling, 'reader' | 'timeZone'>): Speech => ({
  language: reader.language,
  timeZone,
});

/** Why one gets it, and how to stop it. */
export function whyOf({ language, duty, unitName }: Reader): readonly string[] {
  const role = (duty === undefined ? mailWords.reader : dutyWords[duty])[language];
  const place = unitName === undefined ? '' : oneLine(unitName, LONGEST_LINE);
  const who = place === '' ? role : `${role} ${language === 'vi' ? 'của' : 'of'} ${place}`;
  return [fill(mailWords.why[language], { who }), mailWords.stop[language]];
}

const incidentLink = (publicUrl: string, incident: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/incidents/${encodeURIComponent(incident)}`;

function subjectOf(telling: Telling): string {
  const { kind, reader } = telling;
  const first = telling.openingSubject ?? openingSubject(telling);
  if (kind === 'opened') return first;
  const word = kind === 'resolved' ? mailWords.recovered : mailWords.escalated;
  return `${word[reader.language]}: ${first}`;
}

function notesOf({ kind, notice, scope, reader }: Telling): readonly string[] {
  const say = (text: Text) => text[reader.language];
  const waited = saySpan(ms(notice.at - notice.openedAt), reader);
  return [
    ...(scope.members.every(({ simulated }) => simulated) ? [say(mailWords.simulatedNote)] : []),
    ...(kind === 'escalated' ? [fill(say(mailWords.escalatedNote), { span: waited })] : []),
    ...(notice.assumed === true && kind !== 'resolved' ? [say(mailWords.assumedNote)] : []),
  ];
}

function overLead(telling: Telling): string {
  const { notice, scope, words, reader } = telling;
  const span = saySpan(ms(untilOf(scope.members, notice.at) - sinceOf(scope.members)), reader);
  const said = whatHappened(words, 'over', reader.language);
  return `${oneLine(said, LONGEST_LINE)}, ${reader.language === 'vi' ? 'sau' : 'after'} ${span}.`;
}

function rowsOf(telling: Telling): Sheet['rows'] {
  const { kind, notice, scope, reader } = telling;
  const speech = speechOf(telling);
  const say = (text: Text) => text[reader.language];
  const over = kind === 'resolved' ? untilOf(scope.members, notice.at) : undefined;
  const rows: (readonly [Text, string] | undefined)[] = [
    ...placeRows(telling),
    ...spanRows(sinceOf(scope.members), over, speech),
    over === undefined ? [mailWords.severity, say(severityWords[notice.severity])] : undefined,
    othersRow(telling),
    ...(over === undefined ? evidenceRows(scope.members, reader.language) : []),
  ];
  return rows
    .filter((row) => row !== undefined)
    .map(([name, value]) => [say(name), oneLine(value, LONGEST_LINE)] as const);
}

function spanRows(since: EpochMs, over: EpochMs | undefined, speech: Speech) {
  const begun = [mailWords.since, sayStamp(since, speech)] as const;
  if (over === undefined) return [begun];
  const lasted = saySpan(ms(over - since), speech);
  return [
    begun,
    [mailWords.until, sayStamp(epochMs(over), speech)],
    [mailWords.lasted, lasted],
  ] as const;
}

/** The school with its unit, and the device; several stand in the list. */
function placeRows({ scope, words, reader }: Telling): readonly (readonly [Text, string])[] {
  const [first] = scope.members;
  if (first?.school === undefined || schoolsOf(scope.members).length > 1) return [];
  const where = words.where[reader.language];
  const { unit } = first.school;
  const place = unit === undefined ? where : `${where}, ${unit.name}`;
  const device = scope.members.length === 1 && words.subject.vi !== words.where.vi;
  return [
    [mailWords.school, place],
    ...(device ? [[mailWords.subject, words.subject[reader.language]] as const] : []),
  ];
}

/** How many schools of others share it. */
function othersRow({ kind, notice, scope, reader }: Telling): readonly [Text, string] | undefined {
  if (scope.otherSchools === 0) return undefined;
  const { group } = notice;
  const shared =
    group === undefined ? '' : fill(groupWords[group.kind][reader.language], { group: group.name });
  const words = kind === 'resolved' ? mailWords.othersStill : mailWords.othersToo;
  const places = { n: String(scope.otherSchools), group: shared };
  return [mailWords.shared, fill(words[reader.language], places)];
}
