import { html } from '../../kit/html.ts';
import type { Language } from '../../kit/text.ts';
import type { ConfigFile } from './config-file-door.ts';
import { page } from './layout.ts';
import { SETUP_WORDS } from './words.ts';

/** For whoever comes without the key: how to get it. */
export function lockedPage(language: Language, path: string): string {
  const word = (name: keyof typeof SETUP_WORDS): string => SETUP_WORDS[name][language];
  return page(
    { title: word('locked'), language },
    html`<main>
<h1>${word('locked')}</h1>
<p>${word('lockedWhy')}</p>
<pre>hatang agent setup --config ${path}</pre>
<p>${word('lockedAgain')} <a href="/setup/line${language === 'en' && '?lang=en'}">${word('again')}</a>.</p>
<p><a href="/${language === 'en' && '?lang=en'}">${word('status')}</a></p>
</main>`,
  );
}

/** The config in the file cannot be used as it stands. */
export function brokenPage(language: Language, { config }: Pick<ConfigFile, 'config'>): string {
  const problems = config.ok ? [] : config.problem;
  return page(
    { title: SETUP_WORDS.title[language], language },
    html`<main>
<h1>${SETUP_WORDS.title[language]}</h1>
<p class="ill">✕ ${SETUP_WORDS.broken[language]}</p>
<ul>${problems.map(({ path, message }) => html`<li><code lang="en">${path}: ${message}</code></li>\n`)}</ul>
</main>`,
  );
}

export interface Pasted {
  readonly language: Language;
  /** Why it was not written; undefined where the config was known to be read-only. */
  readonly reason: string | undefined;
  readonly path: string;
  readonly sections: string;
  readonly secrets: readonly string[];
}

/** What would have been written, for a person to write. */
export function pastePage({ language, reason, path, sections, secrets }: Pasted): string {
  const word = (name: keyof typeof SETUP_WORDS): string => SETUP_WORDS[name][language];
  return page(
    { title: word('title'), language },
    html`<main>
<h1>${word('title')}</h1>
${reason === undefined ? html`<p>${word('readOnly')}</p>` : html`<p class="ill" role="alert">✕ ${word('unwritten')} <code lang="en">${reason}</code></p>`}
<p>${word('paste')} <code>${path}</code></p>
<pre>${sections}</pre>
${
  secrets.length > 0 &&
  html`<p>${word('secrets')}</p>
<ul>${secrets.map((file) => html`<li><code>${file}</code></li>\n`)}</ul>`
}
<p><a href="/setup/line${language === 'en' && '?lang=en'}">${word('title')}</a></p>
</main>`,
  );
}
