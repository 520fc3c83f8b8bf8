import { html, type Markup } from '../../../kit/html.ts';
import { oneLine } from '../../../kit/one-line.ts';
import type { Language } from '../../../kit/text.ts';

/** A digest as it stands in a mail: a few notes, then sections of short lines that a telephone shows well. */
export interface DigestLetter {
  readonly language: Language;
  readonly subject: string;
  /** What a reader must know before anything else. */
  readonly notes: readonly string[];
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
  readonly link: Link;
  readonly footer: string;
}

export interface Section {
  readonly heading: string;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly heading: string | undefined;
  readonly items: readonly Item[];
}

export interface Item {
  readonly text: string;
  readonly link?: string;
}

export interface Link {
  readonly text: string;
  readonly address: string;
}

export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LONGEST_SUBJECT = 200;
const LONGEST_LINE = 500;

/** Pure; whatever the names are, none makes a line or a header of its own. */
export function written(letter: DigestLetter): Composed {
  const clean = { ...letter, subject: oneLine(letter.subject, LONGEST_SUBJECT) };
  return { subject: clean.subject, text: textOf(clean), html: htmlOf(clean).text };
}

const line = (text: string): string => oneLine(text, LONGEST_LINE);

function textOf({ notes, lead, sections, link, footer }: DigestLetter): string {
  const parts = [
    ...notes.map(line),
    lead.map(line).join('\n'),
    ...sections.map(sectionText),
    `${link.text}: ${link.address}`,
    `-- \n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ heading, groups }: Section): string {
  const lines = groups.flatMap((group) => [
    ...(group.heading === undefined ? [] : [line(group.heading)]),
    ...group.items.map(({ text, link }) =>
      link === undefined ? `- ${line(text)}` : `- ${line(text)}\n  ${link}`,
    ),
  ]);
  return [line(heading).toUpperCase(), ...lines].join('\n');
}

/** No table, no image, no script: one column at any width. */
function htmlOf({ language, subject, notes, lead, sections, link, footer }: DigestLetter): Markup {
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="font-family:system-ui,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5;max-width:40em;color:#1b1b1b">
${notes.map((note) => html`<p style="background:#eee;padding:4px 8px">${line(note)}</p>\n`)}${lead.map((text) => html`<p>${line(text)}</p>\n`)}${sections.map(sectionMarkup)}<p><a href="${link.address}">${link.text}</a></p>
<p style="color:#555;font-size:14px">${footer}</p>
</body></html>
`;
}

function sectionMarkup({ heading, groups }: Section): Markup {
  return html`<h2 style="font-size:18px;margin:20px 0 4px">${line(heading)}</h2>
${groups.map(
  (
    group,
  ) => html`${group.heading !== undefined && html`<h3 style="font-size:16px;margin:12px 0 0">${line(group.heading)}</h3>\n`}<ul style="margin:4px 0;padding-left:20px">
${group.items.map(
  ({ text, link }) =>
    html`<li>${link === undefined ? line(text) : html`<a href="${link}">${line(text)}</a>`}</li>\n`,
)}</ul>
`,
)}`;
}
