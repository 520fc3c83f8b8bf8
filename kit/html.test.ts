import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('html', () => {
  it('escapes every inserted value, in text and in attributes', () => {
    const name = `<script>"x"&'y'`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;">&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;</p>',
    );
  });

  it('joins lists, nests markup unescaped, and leaves out false and undefined', () => {
    expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${false}${undefined}</ul>`.text).toBe(
      '<ul><li>1</li><li>2</li></ul>',
    );
  });

  it('lets no text bring a tag or a quote of its own', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/);
      }),
    );
  });
});
