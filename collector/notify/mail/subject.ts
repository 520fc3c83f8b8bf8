import { oneLine } from '../../../kit/one-line.ts';
import type { Language } from '../../../kit/text.ts';
import type { NoticeWords } from '../notice.ts';
import { schoolsOf } from './scope.ts';
import type { Telling } from './telling.ts';
import { fill, groupWords, mailWords } from './words.ts';

const LONGEST_SUBJECT = 200;
const PREFIX = '[hatang] ';

/** `[hatang] Trường THCS A: Camera Cổng trường mất tín hiệu`. */
export function openingSubject(telling: Telling): string {
  const { scope, words, reader } = telling;
  const simulated = scope.members.every((member) => member.simulated);
  const tag = simulated ? `${mailWords.simulatedTag[reader.language]} ` : '';
  const said = whatHappened(words, 'headline', reader.language);
  const shared = sharedWith(telling, said);
  const room = LONGEST_SUBJECT - PREFIX.length - tag.length - shared.length;
  return `${PREFIX}${tag}${oneLine(said, room)}${shared}`;
}

/** As the thread began, whatever was put before it since. */
export const threadSubject = (subject: string): string =>
  subject.slice(Math.max(0, subject.indexOf(PREFIX)));

/** What it is about, without what every mail of ours begins with. */
export const subjectTail = (subject: string): string => threadSubject(subject).slice(PREFIX.length);

export const withPrefix = (text: string): string =>
  `${PREFIX}${oneLine(text, LONGEST_SUBJECT - PREFIX.length)}`;

/** The place, then what happened there; once, where the words name the place themselves. */
export function whatHappened(
  words: NoticeWords,
  which: 'headline' | 'over',
  language: Language,
): string {
  const [place, happened] = [words.where[language], words[which][language]];
  if (place === '' || happened.toLowerCase().includes(place.toLowerCase()))
    return upperFirst(happened);
  return `${upperFirst(place)}: ${happened}`;
}

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** ` (và 11 trường khác cùng nhà mạng VNPT)`; nothing where the words said it, or nobody shares it. */
function sharedWith({ notice, scope, reader }: Telling, said: string): string {
  const { language } = reader;
  const { group } = notice;
  const common =
    group === undefined || said.includes(group.name)
      ? ''
      : oneLine(fill(groupWords[group.kind][language], { group: group.name }), 60);
  const others = scope.otherSchools;
  if (others > 0) {
    const more = language === 'vi' ? `và ${others} trường khác` : `and ${others} other schools`;
    return ` (${[more, common].filter((part) => part !== '').join(' ')})`;
  }
  return schoolsOf(scope.members).length > 1 && common !== '' ? ` (${common})` : '';
}
