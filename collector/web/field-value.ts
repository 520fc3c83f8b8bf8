import { html, type Markup } from '../../kit/html.ts';
import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { teller } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { deviceStates, deviceWords, fieldWords } from './words/devices.ts';

/** A value of a fact as people say it. */
export function sayField(value: FieldValue | undefined, unit: string, speech: Speech): string {
  if (value === undefined) return '–';
  const word = typeof value === 'string' && WORDS.get(value);
  return word ? word[speech.language] : sayMeasured(value, unit, speech);
}

const WORDS = new Map(Object.entries({ ...deviceStates, ...fieldWords }));

/** What an error means, where that is known; the device's own phrase marked as what it is. */
export function errorMark(phrase: string, meaning: Text | undefined, context: PageContext): Markup {
  const say = teller(context);
  return html`${meaning !== undefined && html`${say(meaning)} `}<small>${say(deviceWords.technical)}: <code lang="en">${phrase}</code></small>`;
}
