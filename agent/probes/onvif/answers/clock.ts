import { type EpochMs, epochMs } from '../../../../kit/units.ts';
import { child, numberAt, textAt } from '../soap/xml.ts';

/** What a device says the time is. Its local time alone says nothing certain: no zone can be trusted. */
export type ClockAnswer =
  | { readonly kind: 'utc'; readonly at: EpochMs }
  | { readonly kind: 'local_only' }
  | { readonly kind: 'missing' };

export function readClock(body: unknown): ClockAnswer {
  const stated = child(body, 'GetSystemDateAndTimeResponse', 'SystemDateAndTime');
  const at = readMoment(child(stated, 'UTCDateTime'));
  if (at !== undefined) return { kind: 'utc', at };
  return { kind: readMoment(child(stated, 'LocalDateTime')) ? 'local_only' : 'missing' };
}

/** Who sets the device's clock, as it says itself. */
export function readTimeSource(body: unknown): 'NTP' | 'Manual' | undefined {
  const stated = child(body, 'GetSystemDateAndTimeResponse', 'SystemDateAndTime');
  const type = textAt(stated, 'DateTimeType');
  return type === 'NTP' || type === 'Manual' ? type : undefined;
}

function readMoment(stated: unknown): EpochMs | undefined {
  const [year, month, day, hour, minute, second] = [
    numberAt(stated, 'Date', 'Year'),
    numberAt(stated, 'Date', 'Month'),
    numberAt(stated, 'Date', 'Day'),
    numberAt(stated, 'Time', 'Hour'),
    numberAt(stated, 'Time', 'Minute'),
    numberAt(stated, 'Time', 'Second'),
  ];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const inRange =
    year >= 1970 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  // 60 is a leap second; some devices count hours to 24.
  if (!inRange || Math.min(hour, minute, second) < 0) return undefined;
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  return epochMs(Date.UTC(year, month - 1, day, hour, minute, second));
}
