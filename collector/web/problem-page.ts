import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { problemWords } from './words/account.ts';
import { frame } from './words/frame.ts';

function wordsOf(status: number) {
  if (status === 401 || status === 403) return problemWords.forbidden;
  if (status === 404) return problemWords.missing;
  return status < 500 ? problemWords.refused : problemWords.broken;
}

/** What happened, what was kept, what to do. */
export function problemPage(status: number, context: PageContext): Markup {
  const say = teller(context);
  const { title, what } = wordsOf(status);
  const main = html`<h1>${say(title)}</h1>
<p>${say(what)}</p>
<p class="quiet">${status} · ${sayStamp(context.now, context.speech)}</p>
<p><a href="/">${say(frame.back)}</a></p>`;
  return layout({ title: say(title), main }, context);
}
