import { html, type Markup } from '../../kit/html.ts';
import { type Speech, sayStamp, sayTime } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Finding, LevelSummary, Verdict } from '../../standards/finding.ts';
import { sayConfidence, sayVerdict } from '../../standards/say-finding.ts';
import type { PageContext } from './page-request.ts';
import { frame } from './words/frame.ts';

/** Small marks that mean the same on every page. */

/** Texts in the language of the page. */
export const teller =
  ({ speech }: Pick<PageContext, 'speech'>) =>
  (text: Text): string =>
    text[speech.language];

/** Class of a verdict; the style sheet gives it its icon, the word stands beside it. */
export const verdictClass: Readonly<Record<Verdict, string>> = {
  pass: 'v p',
  fail: 'v f',
  unknown: 'v u',
  not_applicable: 'v n',
};

export function verdictMark(verdict: Verdict, context: Pick<PageContext, 'speech'>): Markup {
  return html`<span class="${verdictClass[verdict]}">${sayVerdict(verdict, context.speech)}</span>`;
}

/** `12/14`: passed of those that apply; undefined where none applies. */
export function passCount({ pass, fail, unknown }: LevelSummary): string | undefined {
  const applicable = pass + fail + unknown;
  return applicable === 0 ? undefined : `${pass}/${applicable}`;
}

export const simulatedBadge = (
  simulated: boolean,
  context: Pick<PageContext, 'speech'>,
): Markup | false =>
  simulated && html` <span class="tag sim">${teller(context)(frame.simulated)}</span>`;

/** Worn wherever a threshold stands that nobody has read in its source. */
export function confidenceMark(
  finding: Pick<Finding, 'confidence' | 'textChecked'>,
  { speech }: Pick<PageContext, 'speech'>,
): Markup | false {
  const said = sayConfidence(finding, speech);
  return said !== undefined && html`<span class="doubt">${said}</span>`;
}

/** The time in people's words, with the exact stamp on hover and in print. */
export function timeMark(
  at: EpochMs | undefined,
  context: { readonly speech: Speech; readonly now: EpochMs },
): Markup {
  if (at === undefined) return html`<span class="quiet">${teller(context)(frame.never)}</span>`;
  return html`<time datetime="${new Date(at).toISOString().replace(/[.]\d+Z$/, 'Z')}" title="${sayStamp(at, context.speech)}">${sayTime(at, context.now, context.speech)}</time>`;
}
