import { type Speech, sayNumber, saySpan } from '../../kit/say.ts';
import { seconds } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';
import { secondsWord, unitWords, yesNo } from './words/units.ts';

/** A measured value with its unit as people read it: ratios as percent, rates and sizes scaled. */
export function sayValue(value: FieldValue, unit: string, speech: Speech): string {
  if (typeof value === 'boolean') return yesNo[value ? 'yes' : 'no'][speech.language];
  if (typeof value === 'string') return value;
  switch (unit) {
    case 's':
      return saySeconds(value, speech);
    case 'ratio':
      return `${sayNumber(value * 100, speech)} %`;
    case 'bps':
      return scaled(value, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'], speech);
    case 'bytes':
      return scaled(value, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], speech);
    default: {
      const word = unitWords[unit]?.[speech.language];
      return word === undefined
        ? sayNumber(value, speech, 2)
        : `${sayNumber(value, speech)} ${word}`;
    }
  }
}

/** Below a second in ms; from two minutes on in the words of spans. */
function saySeconds(value: number, speech: Speech): string {
  const size = Math.abs(value);
  if (size >= 120) return `${value < 0 ? '−' : ''}${saySpan(seconds(size), speech)}`;
  if (size < 1) return `${sayNumber(value * 1_000, speech)} ms`;
  return `${sayNumber(value, speech)} ${secondsWord[speech.language]}`;
}

function scaled(value: number, step: number, units: readonly string[], speech: Speech): string {
  const size = Math.abs(value);
  const power = size < step ? 0 : Math.floor(Math.log(size) / Math.log(step) + 1e-9);
  const at = Math.min(power, units.length - 1);
  return `${sayNumber(value / step ** at, speech)} ${units[at]}`;
}

/** `measurement.field` in the words of the register; a name it doesn't know stays as it is. */
export function sayInput(input: string, { language }: Pick<Speech, 'language'>): string {
  const [measurement = '', field = ''] = input.split('.');
  const spec = specOf(measurement);
  if (spec === undefined || !Object.hasOwn(spec.fields, field)) return input;
  return `${spec.about[language]}: ${spec.fields[field]?.about[language]}`;
}
