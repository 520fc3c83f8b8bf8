import { html, type Markup } from '../../kit/html.ts';
import { sayStamp } from '../../kit/say.ts';
import { layout } from './layout.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { problemWords } from './words/account.ts';
import { frame } from './words/frame.ts';

/** What happened, what was kept, what to do: for 403, 404, and everything of ours that broke. */
export function problemPage(status: number, context: PageContext): Markup {
  const say = teller(context);
  const { title, what } =
    status === 403
      ? problemWords.forbidden
      : status === 404
        ? problemWords.missing
        : problemWords.broken;
  const main = html`<h1>${say(title)}</h1>
<p>${say(what)}</p>
<p class="quiet">${status} · ${sayStamp(context.now, context.speech)}</p>
<p><a href="/">${say(frame.back)}</a></p>`;
  return layout({ title: say(title), main }, context);
}
