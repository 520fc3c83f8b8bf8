import type { DailyContent, Named } from './content.ts';
import { isEmpty } from './content.ts';
import { type Composed, type Section, written } from './letter.ts';
import {
  count,
  groupsOf,
  place,
  type Saying,
  say,
  sayLost,
  sayNames,
  sayShort,
  unknownSection,
} from './say.ts';
import { countedWords as amounts, digestWords as words } from './words.ts';

/** A digest of the day as one mail. Pure. */
export function composeDaily(content: DailyContent, dayOff: boolean, saying: Saying): Composed {
  const { reader, issue, speech } = saying;
  const tag = content.simulated ? ` ${say(saying, words.simulatedTag)}` : '';
  return written({
    language: speech.language,
    subject: `[hatang]${tag} ${titleOf(saying)}: ${summary(content, saying)} – ${reader.name}`,
    notes: notesOf(content, dayOff, saying),
    lead: [leadOf(saying), ...(isEmpty(content) ? [say(saying, words.nothing)] : [])],
    sections: [
      section(words.open, content.open, saying),
      section(words.over, content.over, saying),
      readinessSection(content, saying),
      sayLost(content.lost, saying),
      unknownSection(content.unknown, saying),
    ].filter((one) => one !== undefined),
    link: linkOf(saying),
    footer: say(saying, words.footer),
  });

  function titleOf(of: Saying): string {
    const slot = sayShort(issue.slot, of);
    return say(of, { vi: `Bản tin ${slot}`, en: `Digest of ${slot}` });
  }
}

const aSchool = ({ reader }: Saying): boolean => reader.kind === 'school';

function summary({ open, over, opened, ready, noLonger }: DailyContent, saying: Saying): string {
  const openAll = open.shown.length + open.more;
  const overAll = over.shown.length + over.more;
  const parts = [
    openAll > 0 && count(saying, openAll, amounts.openIncident),
    opened > 0 && say(saying, { vi: `${opened} mới`, en: `${opened} new` }),
    overAll > 0 && say(saying, { vi: `${overAll} đã khôi phục`, en: `${overAll} over` }),
    noLonger.length > 0 && sayChange(noLonger.length, ['không còn đạt', 'no longer ready']),
    ready.length > 0 && sayChange(ready.length, ['nay đạt', 'now ready']),
  ].filter((part) => part !== false);
  return parts.length === 0
    ? say(saying, { vi: 'không có gì thay đổi', en: 'nothing changed' })
    : parts.join(', ');

  function sayChange(schools: number, [vi, en]: readonly [string, string]): string {
    if (aSchool(saying)) return say(saying, { vi: `${vi} mức cơ bản`, en });
    return say(saying, { vi: `${schools} trường ${vi}`, en: `${schools} ${en}` });
  }
}

function notesOf({ simulated }: DailyContent, dayOff: boolean, saying: Saying): readonly string[] {
  const { issue } = saying;
  const [slot, sent] = [sayShort(issue.slot, saying), sayShort(issue.to, saying)];
  const late = {
    vi: `Bản tin của ${slot} được gửi muộn lúc ${sent}: trung tâm không hoạt động vào giờ gửi.`,
    en: `The digest of ${slot}, sent late at ${sent}: the centre was down when it was due.`,
  };
  return [
    ...(issue.late ? [say(saying, late)] : []),
    ...(dayOff ? [say(saying, words.daysOff)] : []),
    ...(simulated ? [simulatedNote(saying)] : []),
  ];
}

export const simulatedNote = (saying: Saying): string =>
  say(saying, aSchool(saying) ? words.simulatedSchool : words.simulatedNote);

function leadOf(saying: Saying): string {
  const { reader, issue } = saying;
  const [from, to] = [sayShort(issue.from, saying), sayShort(issue.to, saying)];
  const who = aSchool(saying)
    ? reader.name
    : `${reader.name}, ${count(saying, reader.schools.size, amounts.school)}`;
  return say(saying, {
    vi: `${who}: tình hình từ ${from} đến ${to}.`,
    en: `${who}: from ${from} to ${to}.`,
  });
}

function section(
  heading: { readonly vi: string; readonly en: string },
  lines: DailyContent['open'],
  saying: Saying,
): Section | undefined {
  const all = lines.shown.length + lines.more;
  return all === 0
    ? undefined
    : { heading: `${say(saying, heading)} (${all})`, groups: groupsOf(lines, saying) };
}

function readinessSection({ ready, noLonger }: DailyContent, saying: Saying): Section | undefined {
  const own = aSchool(saying);
  const item = (text: { readonly vi: string; readonly en: string }, names: readonly Named[]) =>
    names.length === 0
      ? []
      : [
          {
            text: own
              ? `${say(saying, text)}.`
              : `${say(saying, text)}: ${sayNames(names, saying)}`,
          },
        ];
  const items = [...item(words.noLonger, noLonger), ...item(words.ready, ready)];
  return items.length === 0
    ? undefined
    : { heading: say(saying, words.readiness), groups: [{ heading: undefined, items }] };
}

export function linkOf(saying: Saying) {
  const { kind, schools } = saying.reader;
  const [school = ''] = schools;
  return kind === 'school'
    ? {
        text: say(saying, words.schoolLink),
        address: place(saying, `/schools/${encodeURIComponent(school)}`),
      }
    : { text: say(saying, words.link), address: place(saying, '/incidents?state=open') };
}
