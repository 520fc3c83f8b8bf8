import { html } from '../../../kit/html.ts';
import type { Language } from '../../../kit/text.ts';
import { mailWords } from './words.ts';

/**
 * Where a mail's acknowledging goes. The link stands only in what is sent: the stored text can be read by others,
 * who must not acknowledge in the recipient's name. No name can forge it: one line of text has no control characters.
 */
export const ACKNOWLEDGE_PLACE = '\u0001';

/** Whose link to which incident. */
export interface AcknowledgeAsked {
  readonly incident: string;
  readonly recipient: string;
  readonly language: Language;
}

interface Body {
  readonly language: Language;
  readonly text: string;
  readonly html: string;
}

/** The body as it is sent; without a link it says where one acknowledges. */
export function withAcknowledge(body: Body, link: string | undefined): Pick<Body, 'text' | 'html'> {
  const { language } = body;
  const say = (words: keyof typeof mailWords) => mailWords[words][language];
  if (link === undefined) return filled(body, say('acknowledgeThere'), say('acknowledgeThere'));
  const button = html`<a href="${link}" style="display:inline-block;padding:8px 16px;border:1px solid #1b1b1b;border-radius:4px">${say('acknowledge')}</a>`;
  return filled(body, `${say('acknowledge')}: ${link}`, button.text);
}

/** The body as others read it. */
export const withoutAcknowledge = (body: Body): Pick<Body, 'text' | 'html'> => {
  const words = mailWords.acknowledgeHidden[body.language];
  return filled(body, words, words);
};

const filled = (body: Body, text: string, markup: string): Pick<Body, 'text' | 'html'> => ({
  text: body.text.replaceAll(ACKNOWLEDGE_PLACE, () => text),
  html: body.html.replaceAll(ACKNOWLEDGE_PLACE, () => markup),
});
