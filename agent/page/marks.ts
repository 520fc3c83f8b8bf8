import { html, type Markup } from '../../kit/html.ts';
import { type Speech, sayStamp, sayTime } from '../../kit/say.ts';
import type { Language } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayConfidence } from '../../standards/say-finding.ts';
import type { PageState, Trouble } from './state.ts';
import { TIME_ZONE, WORDS } from './words.ts';

/** What every part of the page is drawn with. */
export interface Drawing {
  readonly state: PageState;
  readonly language: Language;
}

export const speechOf = ({ language }: Drawing): Speech => ({ language, timeZone: TIME_ZONE });

/** The time in people's words, with the exact stamp on hover. */
export function timeMark(at: EpochMs, drawing: Drawing): Markup {
  const speech = speechOf(drawing);
  return html`<time title="${sayStamp(at, speech)}">${sayTime(at, drawing.state.now, speech)}</time>`;
}

/** Since when it is so; of what was so at the agent's first look, at least since then. */
export function sinceMark({ since, turned }: Trouble, drawing: Drawing): Markup {
  const word = turned ? WORDS.since : WORDS.atLeastSince;
  return html`${word[drawing.language]} ${timeMark(since, drawing)}`;
}

export const simulatedMark = (drawing: Drawing): Markup | false =>
  drawing.state.simulated && html` <span class="mark">${WORDS.simulated[drawing.language]}</span>`;

/** Worn wherever a threshold stands that nobody has read in its source. */
export function doubtMark(finding: Finding, { language }: Drawing): Markup | false {
  const doubt = sayConfidence(finding, { language });
  return doubt !== undefined && html` <span class="mark">${doubt}</span>`;
}

/** Where a criterion's row stands on the page. */
export const anchorOf = ({ standard, criterion, level }: Finding): string =>
  `${standard}-${criterion}-${level}`;
