import { html, type Markup } from '../../kit/html.ts';
import type { Language } from '../../kit/text.ts';
import { inLanguage, queryText } from './address.ts';
import { teller } from './marks.ts';
import { styleSheets } from './page-headers.ts';
import type { PageContext, Role } from './page-request.ts';
import { frame, type Section, sections } from './words/frame.ts';

export interface Page {
  readonly title: string;
  readonly section?: Section;
  readonly main: Markup;
  /** Refreshed in place when new facts come in. */
  readonly live?: boolean;
}

const SECTIONS: readonly {
  readonly section: Section;
  readonly href: string;
  readonly roles: readonly Role[];
}[] = [
  { section: 'schools', href: '/', roles: ['admin', 'officer', 'school'] },
  { section: 'incidents', href: '/incidents', roles: ['admin', 'officer', 'school'] },
  { section: 'mails', href: '/mails', roles: ['admin', 'officer', 'school'] },
  { section: 'maintenance', href: '/maintenance', roles: ['admin', 'officer', 'school'] },
  { section: 'contacts', href: '/contacts', roles: ['admin', 'officer', 'school'] },
  { section: 'enrolment', href: '/enrolment', roles: ['admin', 'officer'] },
  { section: 'configs', href: '/agent-configs', roles: ['admin', 'officer'] },
  { section: 'access', href: '/users', roles: ['admin', 'officer'] },
  { section: 'refused', href: '/dead-letters', roles: ['admin'] },
  { section: 'health', href: '/health', roles: ['admin'] },
  { section: 'account', href: '/account', roles: ['admin', 'officer', 'school'] },
];

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['vi', 'Tiếng Việt'],
  ['en', 'English'],
];

/** The whole document around one page: head, navigation, content, foot. */
export function layout(page: Page, context: PageContext): Markup {
  const say = teller(context);
  const asset = (name: string) => `/assets/${name}${queryText({ v: context.version })}`;
  return html`<!doctype html>
<html lang="${context.speech.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · hatang</title>
${styleSheets.map(
  (sheet) => html`<link rel="stylesheet" href="${asset(sheet)}">
`,
)}<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
${page.live === true && html`<script src="${asset('live.js')}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">${say(frame.skip)}</a>
${head(page, context)}
<main id="main" tabindex="-1">
${page.main}
</main>
<footer>
<p>hatang · ${say(frame.version)} ${context.version} · ${say(frame.zone)} ${context.speech.timeZone}</p>
<p>${say(frame.privacy)}</p>
</footer>
</body>
</html>
`;
}

function head({ section }: Page, context: PageContext): Markup {
  const say = teller(context);
  const { caller } = context;
  const shown = SECTIONS.filter(({ roles }) => caller !== undefined && roles.includes(caller.role));
  return html`<header>
<a class="brand" href="/"><b>hatang</b> <span>${say(frame.tagline)}</span></a>
<nav aria-label="${say(frame.navigation)}"><ul>
${shown.map((entry) => html`<li><a href="${entry.href}"${entry.section === section && html` aria-current="page"`}>${say(sections[entry.section])}</a></li>`)}
${caller === undefined && html`<li><a href="/sign-in">${say(frame.signIn)}</a></li>`}
</ul></nav>
<nav class="languages" aria-label="${say(frame.language)}"><ul>
${LANGUAGES.map(([language, name]) => languageLink(language, name, context))}
</ul></nav>
</header>`;
}

function languageLink(language: Language, name: string, context: PageContext): Markup {
  return language === context.speech.language
    ? html`<li><span aria-current="true" lang="${language}">${name}</span></li>`
    : html`<li><a href="${inLanguage(context.query, language)}" lang="${language}" hreflang="${language}">${name}</a></li>`;
}
