import { html, type Markup } from '../../../kit/html.ts';
import { oneLine } from '../../../kit/one-line.ts';
import { type Speech, saySpan, sayStamp } from '../../../kit/say.ts';
import type { Text } from '../../../kit/text.ts';
import { ms } from '../../../kit/units.ts';
import { errorIn } from '../../report/evidence-error.ts';
import type { Notice } from '../notifier.ts';
import { mailWords, severityWords } from './words.ts';

export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LONGEST_SUBJECT = 200;
const LONGEST_LINE = 400;

/** One notice as one mail: what, where, since when, why, what to do. Pure. */
export function compose(notice: Notice, publicUrl: string, speech: Speech): Composed {
  const say = (text: Text) => text[speech.language];
  const letter: Letter = {
    language: speech.language,
    subject: subjectOf(notice, say),
    simulated: notice.simulated ? say(mailWords.simulatedNote) : undefined,
    lead: leadOf(notice, speech),
    rows: rowsOf(notice, speech),
    advice: notice.kind === 'opened' ? [say(mailWords.advice), say(notice.advice)] : undefined,
    link: [say(mailWords.link), schoolLink(publicUrl, notice.school.id)],
    footer: say(notice.kind === 'opened' ? mailWords.footer : mailWords.footerResolved),
  };
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter).text };
}

interface Letter {
  readonly language: string;
  readonly subject: string;
  readonly simulated: string | undefined;
  readonly lead: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly advice: readonly [string, string] | undefined;
  readonly link: readonly [string, string];
  readonly footer: string;
}

function subjectOf(notice: Notice, say: (text: Text) => string): string {
  const tag = notice.simulated ? ` ${say(mailWords.simulatedTag)}` : '';
  const over = notice.kind === 'resolved' ? `${say(mailWords.recovered)}: ` : '';
  return oneLine(
    `[hatang]${tag} ${over}${notice.school.name}: ${say(notice.headline)}`,
    LONGEST_SUBJECT,
  );
}

function leadOf(notice: Notice, speech: Speech): string {
  if (notice.resolvedAt === undefined) return oneLine(notice.cause[speech.language], LONGEST_LINE);
  const span = saySpan(ms(notice.resolvedAt - notice.openedAt), speech);
  const headline = oneLine(notice.headline[speech.language], LONGEST_LINE);
  const sentence = `${headline.slice(0, 1).toUpperCase()}${headline.slice(1)}`;
  return speech.language === 'vi' ? `${sentence}, sau ${span}.` : `${sentence}, after ${span}.`;
}

function rowsOf(notice: Notice, speech: Speech): Letter['rows'] {
  const say = (text: Text) => text[speech.language];
  const { school, openedAt, resolvedAt } = notice;
  const rows: (readonly [Text, string] | undefined)[] = [
    [
      mailWords.school,
      school.unit === undefined ? school.name : `${school.name}, ${school.unit.name}`,
    ],
    say(notice.subject) === school.name ? undefined : [mailWords.subject, say(notice.subject)],
    [mailWords.since, sayStamp(openedAt, speech)],
    resolvedAt === undefined ? undefined : [mailWords.until, sayStamp(resolvedAt, speech)],
    resolvedAt === undefined
      ? undefined
      : [mailWords.lasted, saySpan(ms(resolvedAt - openedAt), speech)],
    resolvedAt === undefined
      ? [mailWords.severity, say(severityWords[notice.severity])]
      : undefined,
    ...(resolvedAt === undefined ? errorRows(notice.evidence, say) : []),
  ];
  return rows
    .filter((row) => row !== undefined)
    .map(([name, value]) => [say(name), oneLine(value, LONGEST_LINE)] as const);
}

/** What the device's error means, where that is known; then the phrase itself, marked as what it is. */
function errorRows(
  evidence: Notice['evidence'],
  say: (text: Text) => string,
): readonly (readonly [Text, string])[] {
  const error = errorIn(evidence);
  if (error === undefined) return [];
  const { meaning, phrase } = error;
  return [
    ...(meaning === undefined ? [] : [[mailWords.measured, say(meaning)] as const]),
    [mailWords.technical, phrase],
  ];
}

const schoolLink = (publicUrl: string, school: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/schools/${encodeURIComponent(school)}`;

function textOf({ simulated, lead, rows, advice, link, footer }: Letter): string {
  const parts = [
    simulated,
    lead,
    rows.map(([name, value]) => `${name}: ${value}`).join('\n'),
    advice?.join(':\n'),
    link.join(': '),
    `-- \n${footer}`,
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

/** No image, no script, no address but the school's page: what mail programs show everywhere. */
function htmlOf({
  language,
  subject,
  simulated,
  lead,
  rows,
  advice,
  link,
  footer,
}: Letter): Markup {
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family:system-ui,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5;max-width:40em;color:#1b1b1b">
${simulated !== undefined && html`<p style="background:#eee;padding:4px 8px">${simulated}</p>\n`}<p><b>${lead}</b></p>
<table style="border-collapse:collapse">${rows.map(
    ([name, value]) =>
      html`<tr><th scope="row" style="text-align:left;vertical-align:top;padding:2px 16px 2px 0;font-weight:normal;color:#555">${name}</th><td>${value}</td></tr>\n`,
  )}</table>
${advice !== undefined && html`<p><b>${advice[0]}:</b><br>${advice[1]}</p>\n`}<p><a href="${link[1]}">${link[0]}</a></p>
<p style="color:#555;font-size:14px">${footer}</p>
</body></html>
`;
}
