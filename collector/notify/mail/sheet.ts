import { html, type Markup } from '../../../kit/html.ts';
import type { Language } from '../../../kit/text.ts';
import { ACKNOWLEDGE_PLACE } from './acknowledge.ts';

/** A mail before it is a text and a page: what stands on it, in order. Every line is safe already. */
export interface Sheet {
  readonly language: Language;
  readonly subject: string;
  readonly notes: readonly string[];
  readonly lead: string;
  readonly rows: readonly (readonly [string, string])[];
  readonly lists: readonly SheetList[];
  readonly advice: readonly [string, string] | undefined;
  /** Whether the reader may acknowledge right from the mail. */
  readonly acknowledge: boolean;
  readonly link: readonly [string, string];
  readonly footer: readonly string[];
}

export interface SheetList {
  readonly title: string;
  readonly items: readonly string[];
}

export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const composed = (sheet: Sheet): Composed => ({
  subject: sheet.subject,
  text: textOf(sheet),
  html: htmlOf(sheet).text,
});

function textOf({ notes, lead, rows, lists, advice, acknowledge, link, footer }: Sheet): string {
  const parts = [
    ...notes,
    lead,
    rows.length > 0 && rows.map(([name, value]) => `${name}: ${value}`).join('\n'),
    ...lists.map(({ title, items }) =>
      [`${title}:`, ...items.map((item) => `- ${item}`)].join('\n'),
    ),
    advice?.join(':\n'),
    acknowledge && ACKNOWLEDGE_PLACE,
    link.join(': '),
    ['-- ', ...footer].join('\n'),
  ];
  return `${parts.filter((part) => typeof part === 'string').join('\n\n')}\n`;
}

const BODY =
  "font-family:system-ui,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5;max-width:40em;color:#1b1b1b";
const HEAD =
  'text-align:left;vertical-align:top;padding:2px 16px 2px 0;font-weight:normal;color:#555';

/** No image, no script, no address but the collector's own: what mail programs show everywhere. */
function htmlOf(sheet: Sheet): Markup {
  const { language, subject, notes, lead, rows, lists, advice, acknowledge, link, footer } = sheet;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="${BODY}">
${notes.map((note) => html`<p style="background:#eee;padding:4px 8px">${note}</p>\n`)}<p><b>${lead}</b></p>
${
  rows.length > 0 &&
  html`<table style="border-collapse:collapse">${rows.map(
    ([name, value]) =>
      html`<tr><th scope="row" style="${HEAD}">${name}</th><td>${value}</td></tr>\n`,
  )}</table>\n`
}${lists.map(
  ({ title, items }) =>
    html`<p><b>${title}:</b></p>\n<ul>${items.map((item) => html`<li>${item}</li>\n`)}</ul>\n`,
)}${advice !== undefined && html`<p><b>${advice[0]}:</b><br>${advice[1]}</p>\n`}${
  acknowledge && html`<p>${ACKNOWLEDGE_PLACE}</p>\n`
}<p><a href="${link[1]}">${link[0]}</a></p>
<p style="color:#555;font-size:14px">${footer.map((line, at) => html`${at > 0 && html`<br>`}${line}`)}</p>
</body></html>
`;
}
