import { type Speech, sayMoment, sayNumber, saySpan } from '../../../kit/say.ts';
import type { Text } from '../../../kit/text.ts';
import { type EpochMs, ms } from '../../../kit/units.ts';
import { speechOf, whyOf } from './compose.ts';
import { sayNear } from './members-list.ts';
import { type Composed, composed, type SheetList } from './sheet.ts';
import { subjectTail, withPrefix } from './subject.ts';
import type { Telling } from './telling.ts';
import { bundleWords, fill, mailWords } from './words.ts';

/** One incident as a line of a mail that tells many. */
export interface BundleLine {
  /** Of the mail of its own that it would have been, or was. */
  readonly subject: string;
  readonly schools: readonly string[];
  readonly since: EpochMs;
  /** Over for the reader. */
  readonly over: EpochMs | undefined;
  /** False: its opening was told before, and this is its end. */
  readonly isNew: boolean;
  readonly escalated: boolean;
}

export interface Bundle extends Pick<Telling, 'reader' | 'publicUrl' | 'timeZone'> {
  /** `merged`: much at once. `catchup`: the server was away. */
  readonly kind: 'merged' | 'catchup';
  readonly lines: readonly BundleLine[];
  /** The oldest mail in it was written. */
  readonly from: EpochMs;
  readonly at: EpochMs;
}

const MOST_LISTED = 200;

/** Many incidents in one mail: what is open is listed, what is over is said in one line each. Pure. */
export function composeBundle(bundle: Bundle): Composed {
  const { reader, lines, publicUrl } = bundle;
  const speech = speechOf(bundle);
  const say = (text: Text) => text[reader.language];
  const open = lines.filter(({ over }) => over === undefined);
  const passed = lines.filter(({ over, isNew }) => over !== undefined && isNew);
  const recovered = lines.filter(({ over, isNew }) => over !== undefined && !isNew);
  return composed({
    language: reader.language,
    subject: withPrefix(subjectOf(bundle)),
    notes: [],
    lead: leadOf(bundle, speech),
    rows: [],
    lists: [
      ...listOf(say(bundleWords.open), open, bundle),
      ...listOf(say(bundleWords.passed), passed, bundle),
      ...listOf(say(bundleWords.recovered), recovered, bundle),
    ],
    advice: undefined,
    acknowledge: false,
    link: [say(mailWords.linkAll), `${publicUrl.replace(/\/+$/, '')}/incidents`],
    footer: [...(open.length > 0 ? [say(bundleWords.thenOpen)] : []), ...whyOf(reader)],
  });
}

function subjectOf({ kind, lines, reader }: Bundle): string {
  const { language } = reader;
  const say = (words: keyof typeof bundleWords, n: number, m = 0) =>
    fill(bundleWords[words][language], { n: sayNumber(n, reader), m: sayNumber(m, reader) });
  const fresh = lines.filter(({ isNew }) => isNew);
  const open = lines.filter(({ over }) => over === undefined).length;
  const over = lines.length - open;
  if (kind === 'catchup') {
    const parts = [open > 0 && say('nOpen', open), over > 0 && say('nOver', over)];
    return `${bundleWords.catchup[language]}: ${parts.filter((part) => part !== false).join(', ')}`;
  }
  if (fresh.length === 0) return say('mergedOver', over);
  const schools = new Set(fresh.flatMap((line) => line.schools)).size;
  return say(schools === 0 ? 'mergedHere' : 'merged', fresh.length, schools);
}

function leadOf({ kind, from, at, reader }: Bundle, speech: Speech): string {
  if (kind === 'merged') return bundleWords.mergedLead[reader.language];
  const places = { from: sayMoment(from, speech), to: sayNear(at, from, speech) };
  return fill(bundleWords.catchupLead[reader.language], places);
}

function listOf(title: string, lines: readonly BundleLine[], bundle: Bundle): readonly SheetList[] {
  if (lines.length === 0) return [];
  const speech = speechOf(bundle);
  const items = lines.slice(0, MOST_LISTED).map((line) => itemOf(line, bundle.at, speech));
  const left = lines.length - items.length;
  const more = fill(bundleWords.more[speech.language], { n: sayNumber(left, speech) });
  return [
    {
      title: `${title} (${sayNumber(lines.length, speech)})`,
      items: left > 0 ? [...items, more] : items,
    },
  ];
}

function itemOf({ subject, since, over, escalated }: BundleLine, now: EpochMs, speech: Speech) {
  const { language } = speech;
  const said = subjectTail(subject);
  const begun = sayNear(since, now, speech);
  if (over === undefined) {
    const waits = escalated ? `; ${bundleWords.unacknowledged[language]}` : '';
    return `${said} — ${fill(mailWords.from[language], { at: begun })}${waits}`;
  }
  const places = { from: begun, to: sayNear(over, now, speech) };
  const span = saySpan(ms(Math.max(0, over - since)), speech);
  return `${said} — ${fill(mailWords.fromTo[language], places)} (${span})`;
}
