import { never } from '../kit/result.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import { DEVICE_KINDS } from '../wire/device-kinds.ts';
import type { Fact, FieldValue } from '../wire/fact.ts';
import { seriesKey } from '../wire/line-protocol.ts';
import type { Statistic } from './criterion.ts';
import type { Device, Evidence, Question, Reading } from './evidence.ts';

export interface FactEvidenceOptions {
  /** Which instants count as school hours. */
  readonly isSchoolTime: (at: EpochMs) => boolean;
}

/** Answers a judge from a plain list of facts of one school, in any order: what an agent or a file holds. */
export function factEvidence(
  facts: readonly Fact[],
  now: EpochMs,
  { isSchoolTime }: FactEvidenceOptions,
): Evidence {
  const byMeasurement = seriesByMeasurement(facts);
  const seriesOf = (measurement: string) => byMeasurement.get(measurement) ?? [];
  return {
    now,
    devices: devicesOf(seriesOf('device')),
    readings: (question) =>
      seriesOf(question.measurement)
        .filter((series) => isAsked(series, question))
        .flatMap((series) => readingOf(series, question, { now, isSchoolTime })),
    declaration: (name) =>
      declaredIn(seriesOf('declaration').filter(({ tags }) => tags['name'] === name)),
  };
}

/** Points in order of time. */
interface Series {
  readonly tags: Readonly<Record<string, string>>;
  readonly points: readonly Fact[];
}

function seriesByMeasurement(facts: readonly Fact[]): ReadonlyMap<string, readonly Series[]> {
  const series = [...Map.groupBy(facts, seriesKey).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, points]) => {
      const [first] = points;
      return first === undefined
        ? []
        : [{ measurement: first.measurement, tags: first.tags, points: inOrder(points) }];
    });
  return Map.groupBy(series, ({ measurement }) => measurement);
}

/** By time, then by content, so that the order of arrival decides nothing. A (series, stamp) said again counts once. */
function inOrder(points: readonly Fact[]): Fact[] {
  const sorted = [...points].sort(
    (a, b) => a.at - b.at || (JSON.stringify(a.fields) < JSON.stringify(b.fields) ? -1 : 1),
  );
  return sorted.filter((point, at) => sorted[at + 1]?.at !== point.at);
}

function isAsked({ tags }: Series, { device, where }: Question): boolean {
  if (device !== undefined && tags['device'] !== device) return false;
  return Object.entries(where).every(([name, value]) => tags[name] === value);
}

interface Moment extends FactEvidenceOptions {
  readonly now: EpochMs;
}

function readingOf({ points }: Series, question: Question, moment: Moment): Reading[] {
  const samples = points.flatMap(({ fields, at }) => {
    const value = Object.hasOwn(fields, question.field) ? fields[question.field] : undefined;
    return value === undefined ? [] : [{ value, at }];
  });
  if (question.statistic === 'latest') {
    // A field is missing as soon as the newest fact of its series no longer carries it.
    const [newest, sample] = [points.at(-1), samples.at(-1)];
    return sample === undefined || sample.at !== newest?.at ? [] : [{ ...sample, samples: 1 }];
  }
  const from = question.window === undefined ? -Infinity : moment.now - question.window;
  const asked = samples.filter(
    ({ at }) => at >= from && (question.hours === 'all' || moment.isSchoolTime(at)),
  );
  const last = asked.at(-1);
  const value = statisticOf(
    asked.map((sample) => sample.value),
    question.statistic,
  );
  return value === undefined || last === undefined
    ? []
    : [{ value, at: epochMs(last.at), samples: asked.length }];
}

/** Of flags, extremes and quantiles are flags again; of words only the count says something. */
function statisticOf(values: readonly FieldValue[], statistic: Statistic): FieldValue | undefined {
  if (values.length === 0) return undefined;
  if (statistic === 'count') return values.length;
  if (values.every((value) => typeof value === 'boolean')) return ofFlags(values, statistic);
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  return numbers.length === values.length ? ofNumbers(numbers, statistic) : undefined;
}

function ofFlags(flags: readonly boolean[], statistic: Statistic): FieldValue | undefined {
  const share = flags.filter(Boolean).length / flags.length;
  if (statistic === 'share_true') return share;
  if (statistic === 'mean') return undefined;
  const value = ofNumbers(flags.map(Number).sort(), statistic);
  return value === undefined ? undefined : value > 0;
}

function ofNumbers(sorted: readonly number[], statistic: Statistic): number | undefined {
  switch (statistic) {
    case 'min':
      return sorted[0];
    case 'max':
      return sorted.at(-1);
    case 'mean':
      return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    case 'median':
      return nearest(sorted, 0.5);
    case 'p05':
      return nearest(sorted, 0.05);
    case 'p95':
      return nearest(sorted, 0.95);
    case 'latest':
    case 'share_true':
    case 'count':
      return undefined;
    default:
      return never(statistic);
  }
}

/** The nearest rank: always a value that was measured. */
const nearest = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

function devicesOf(series: readonly Series[]): Device[] {
  const newest = new Map<string, Inventoried>();
  for (const { tags, points } of series) {
    const [id, last] = [tags['device'], points.at(-1)];
    const kind = DEVICE_KINDS.find((one) => one === tags['kind']);
    if (id === undefined || kind === undefined || last === undefined) continue;
    const before = newest.get(id);
    if (before === undefined || last.at > before.at)
      newest.set(id, {
        device: deviceOf(id, kind, last.fields),
        struckOff: last.fields['struck_off'] === true,
        at: last.at,
      });
  }
  return [...newest.values()]
    .flatMap(({ device, struckOff }) => (struckOff ? [] : [device]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface Inventoried {
  readonly device: Device;
  readonly struckOff: boolean;
  readonly at: EpochMs;
}

const deviceOf = (id: string, kind: Device['kind'], fields: Fact['fields']): Device => ({
  id,
  kind,
  name: word(fields['name']) ?? id,
  simulated: fields['simulated'] === true,
  room: word(fields['room']),
  zone: word(fields['zone']),
  address: word(fields['address']),
});

const word = (value: FieldValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function declaredIn(series: readonly Series[]): FieldValue | undefined {
  const newest = series
    .flatMap(({ points }) => points.at(-1) ?? [])
    .reduce<Fact | undefined>(
      (best, next) => (best && best.at >= next.at ? best : next),
      undefined,
    );
  return newest?.fields['number'] ?? newest?.fields['yes'] ?? newest?.fields['text'];
}
