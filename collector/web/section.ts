import { html, type Markup } from '../../kit/html.ts';

/** A part of a page under a heading of its own. */
export const section = (id: string, title: string, body: Markup): Markup =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}
</section>`;
