import { sayNumber, saySpan } from '../../../kit/say.ts';
import { seconds } from '../../../kit/units.ts';
import { sayOutage } from '../../../wire/outage.ts';
import { linkOf, simulatedNote } from './compose-daily.ts';
import { type Composed, type Item, type Section, written } from './letter.ts';
import { count, groupsOf, type Saying, say, sayLost, sayShort, unknownSection } from './say.ts';
import { availability, byLength, type ReadinessFigures, type WeeklyContent } from './weekly.ts';
import { countedWords as amounts, digestWords as words } from './words.ts';

/** A digest of the week as one mail. Pure. */
export function composeWeekly(content: WeeklyContent, saying: Saying): Composed {
  const { reader, issue, speech } = saying;
  const tag = content.simulated ? ` ${say(saying, words.simulatedTag)}` : '';
  const [from, to] = [sayShort(issue.from, saying), sayShort(issue.to, saying)];
  const title = say(saying, { vi: `Bản tin tuần đến ${to}`, en: `Week to ${to}` });
  const late = say(saying, {
    vi: `Bản tin tuần của ${sayShort(issue.slot, saying)} được gửi muộn: trung tâm không hoạt động vào giờ gửi.`,
    en: `The digest of ${sayShort(issue.slot, saying)}, sent late: the centre was down when it was due.`,
  });
  return written({
    language: speech.language,
    subject: `[hatang]${tag} ${title}: ${summary(content, saying)} – ${reader.name}`,
    notes: [...(issue.late ? [late] : []), ...(content.simulated ? [simulatedNote(saying)] : [])],
    lead: [
      say(saying, {
        vi: `${reader.name}, ${count(saying, content.schools, amounts.school)}: tuần từ ${from} đến ${to}.`,
        en: `${reader.name}, ${count(saying, content.schools, amounts.school)}: the week from ${from} to ${to}.`,
      }),
      incidentsLine(content, saying),
    ],
    sections: [
      linesSection(content, saying),
      causesSection(content, saying),
      sayLost(content.lost, saying),
      longestSection(content, saying),
      standingSection(content, saying),
      unknownSection(content.unknown, saying),
    ].filter((one) => one !== undefined),
    link: linkOf(saying),
    footer: say(saying, words.footer),
  });
}

function summary(content: WeeklyContent, saying: Saying): string {
  const share = availability(content.lines);
  const up = share === undefined ? undefined : sayShare(share, saying);
  const incidents = count(saying, content.openAll, amounts.openIncident);
  return up === undefined
    ? incidents
    : say(saying, {
        vi: `độ khả dụng ${up}, ${incidents}`,
        en: `availability ${up}, ${incidents}`,
      });
}

function incidentsLine({ opened, over, openAll }: WeeklyContent, saying: Saying): string {
  return say(saying, {
    vi: `Trong tuần có ${opened} sự cố mới, ${over} sự cố đã khôi phục; hiện còn ${openAll} sự cố đang mở.`,
    en: `Incidents this week: ${opened} new, ${over} over; ${openAll} open now.`,
  });
}

/** Never rounded up: what misses a limit must not look as if it met it. */
const sayShare = (share: number, { speech }: Saying): string =>
  `${sayNumber(Math.floor(share * 100_000 + 1e-7) / 1_000, speech, 3)} %`;

function linesSection({ lines, measuredSchools, schools }: WeeklyContent, saying: Saying): Section {
  const share = availability(lines);
  const heading = say(saying, words.weekLines);
  const of = count(saying, schools, amounts.school);
  const text =
    share === undefined
      ? say(saying, words.notMeasured)
      : say(saying, {
          vi: `Độ khả dụng ${sayShare(share, saying)} của thời gian biết rõ, đo ở ${measuredSchools}/${of}; mất kết nối tổng cộng ${saySpan(seconds(lines.downS), saying.speech)}.`,
          en: `Availability ${sayShare(share, saying)} of the time known, measured at ${measuredSchools} of ${of}; down ${saySpan(seconds(lines.downS), saying.speech)} altogether.`,
        });
  return { heading, groups: [{ heading: undefined, items: [{ text }] }] };
}

function causesSection({ lines }: WeeklyContent, saying: Saying): Section | undefined {
  const items = byLength(lines).map(([kind, { count: times, lengthS }]): Item => {
    const cause = say(saying, sayOutage({ kind, subject: '' }));
    const often = count(saying, times, amounts.time);
    return { text: `${cause}: ${often}, ${saySpan(seconds(lengthS), saying.speech)}` };
  });
  return items.length === 0
    ? undefined
    : { heading: say(saying, words.causes), groups: [{ heading: undefined, items }] };
}

function longestSection({ open, openAll }: WeeklyContent, saying: Saying): Section | undefined {
  return openAll === 0
    ? undefined
    : { heading: say(saying, words.openLongest), groups: groupsOf(open, saying) };
}

function standingSection(content: WeeklyContent, saying: Saying): Section {
  const { readiness, readinessBefore } = content;
  const rows = [
    [words.pass, 'pass'],
    [words.fail, 'fail'],
    [words.notKnown, 'unknown'],
    [words.notApplicable, 'not_applicable'],
  ] as const;
  const figure = (figures: ReadinessFigures, verdict: keyof ReadinessFigures) =>
    sayNumber(figures[verdict], saying.speech, 0);
  const items = rows.map(([name, verdict]) => {
    const before = readinessBefore === undefined ? '' : ` (${figure(readinessBefore, verdict)})`;
    return { text: `${say(saying, name)}: ${figure(readiness, verdict)}${before}` };
  });
  const heading = readinessBefore === undefined ? words.standingNow : words.standing;
  return { heading: say(saying, heading), groups: [{ heading: undefined, items }] };
}
