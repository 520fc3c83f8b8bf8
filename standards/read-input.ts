import type { EpochMs } from '../kit/units.ts';
import type { FieldValue } from '../wire/fact.ts';
import type { DeviceCountRead, FactRead } from './criterion.ts';
import { acceptDeclared, declarationOf } from './declarations.ts';
import type { Device, Evidence, Reading } from './evidence.ts';
import type { UnknownReason } from './finding.ts';

/** A named input of a criterion: its value and when it was measured, or why there is none. */
export type Input =
  | { readonly known: true; readonly value: FieldValue; readonly at: EpochMs | undefined }
  | { readonly known: false; readonly reason: UnknownReason; readonly input: string };

export const known = (value: FieldValue, at?: EpochMs): Input => ({ known: true, value, at });
export const missing = (reason: UnknownReason, input: string): Input => ({
  known: false,
  reason,
  input,
});

/** Who is asked: a school, and for a device's finding the device. */
export interface Asking {
  readonly evidence: Evidence;
  readonly device: Device | undefined;
}

export function readDeclaration({ evidence }: Pick<Asking, 'evidence'>, name: string): Input {
  const spec = declarationOf(name);
  const value = spec === undefined ? undefined : acceptDeclared(spec, evidence.declaration(name));
  return value === undefined ? missing('not_declared', name) : known(value);
}

export function countDevices({ evidence }: Asking, read: DeviceCountRead): Input {
  const counted = evidence.devices.filter(
    ({ kind, zone }) =>
      kind === read.devices &&
      (read.zone === undefined || (read.zone === 'any' ? zone !== undefined : zone === read.zone)),
  );
  return known(counted.length);
}

export function readFact(asking: Asking, read: FactRead): Input {
  const { per, or_fact: older } = read;
  const input = per === undefined ? readSeries(asking, read) : readShare(asking, read, per);
  const never = !input.known && input.reason === 'never_measured' && input.input === read.fact;
  if (!never || older === undefined) return input;
  const instead = readFact(asking, older);
  return !instead.known && instead.reason === 'never_measured' ? input : instead;
}

/** Means over the same samples, divided: as one sum over the other. */
function readShare(asking: Asking, read: FactRead, per: string): Input {
  const whole = `${read.fact.split('.')[0]}.${per}`;
  const over = (fact: string, statistic: FactRead['statistic']): Input =>
    readSeries(asking, { ...read, fact, statistic, min_samples: 1 });
  const [part, mean, samples] = [
    over(read.fact, 'mean'),
    over(whole, 'mean'),
    over(whole, 'count'),
  ];
  const missingOne = [part, mean, samples].find((input) => !input.known);
  if (missingOne !== undefined || !part.known || !mean.known || !samples.known)
    return missingOne ?? missing('never_measured', read.fact);
  const total = Number(mean.value) * Number(samples.value);
  if (total < read.min_samples || total <= 0) return missing('too_few_samples', whole);
  return known(withoutNoise(Number(part.value) / Number(mean.value)), part.at);
}

function readSeries(asking: Asking, read: FactRead): Input {
  const devices = askedDevices(asking, read);
  if (devices.length === 0) return withoutDevices(asking, read);
  const answers = devices.map((device) => usable(asking.evidence, read, device));
  const readings = answers.flatMap((answer) => (Array.isArray(answer) ? answer : []));
  const silent = answers.find((answer) => typeof answer === 'string');
  const enough = read.across === 'count_true' ? readings.length > 0 : silent === undefined;
  if (!enough) return missing(silent ?? 'never_measured', read.fact);
  return fold(read, readings);
}

function askedDevices({ evidence, device }: Asking, read: FactRead): (string | undefined)[] {
  const { devices } = read;
  if (devices === undefined) return [read.of === 'this' ? device?.id : undefined];
  return evidence.devices
    .filter(({ kind, zone }) => kind === devices.kind && zone === (devices.zone ?? zone))
    .map(({ id }) => id);
}

function withoutDevices(asking: Asking, read: FactRead): Input {
  if (read.or_declared !== undefined) return readDeclaration(asking, read.or_declared);
  return ['sum', 'count', 'count_true'].includes(read.across)
    ? known(0)
    : missing('never_measured', read.fact);
}

/** The readings fresh and full enough to be used, or why none of them is. */
function usable(
  evidence: Evidence,
  read: FactRead,
  device: string | undefined,
): readonly Reading[] | UnknownReason {
  const [measurement = '', field = ''] = read.fact.split('.');
  const readings = evidence.readings({
    device,
    measurement,
    field,
    statistic: read.statistic,
    window: read.window,
    hours: read.hours,
    where: read.where ?? {},
  });
  if (readings.length === 0) return 'never_measured';
  const good = readings.filter(({ at, samples }) =>
    read.statistic === 'latest' ? at >= evidence.now - read.max_age : samples >= read.min_samples,
  );
  if (good.length > 0) return good;
  return read.statistic === 'latest' ? 'too_old' : 'too_few_samples';
}

const isTrue = ({ value }: Reading): boolean => value === true || Number(value) > 0;

/** Several series as one value. The kinds were checked when the standard was loaded. */
function fold(read: FactRead, readings: readonly Reading[]): Input {
  const newest = readings.reduce((best, next) => (next.at > best.at ? next : best));
  const numbers = readings.map(({ value }) => Number(value));
  const rounded = (value: number) => known(withoutNoise(value), newest.at);
  const sum = () => numbers.reduce((total, value) => total + value, 0);
  switch (read.across) {
    case 'newest':
      return typeof newest.value === 'number'
        ? rounded(newest.value)
        : known(newest.value, newest.at);
    case 'min':
      return rounded(Math.min(...numbers));
    case 'max':
      return rounded(Math.max(...numbers));
    case 'mean':
      return rounded(sum() / numbers.length);
    case 'sum':
      return rounded(sum());
    case 'count':
      return rounded(readings.length);
    case 'count_true':
      return rounded(readings.filter(isTrue).length);
    case 'share_true':
      return rounded(readings.filter(isTrue).length / readings.length);
  }
}

/** A mean of three times 0.05 is 0.05000000000000001 and must not miss a limit of 0.05. */
const withoutNoise = (value: number): number => Number(value.toPrecision(12));
