import type { EpochMs } from '../kit/units.ts';
import type { FieldValue } from '../wire/fact.ts';
import type { DeviceCountRead, FactRead, SystemRead } from './criterion.ts';
import { acceptDeclared, declarationOf } from './declarations.ts';
import type { Device, Evidence, Reading } from './evidence.ts';
import type { UnknownReason } from './finding.ts';
import { type Edition, Edition as EditionWord, type OsSupport, supportOf } from './os-support.ts';

/** A named input of a criterion: its value and when it was measured, or why there is none. */
export type Input =
  | { readonly known: true; readonly value: FieldValue; readonly at: EpochMs | undefined }
  | { readonly known: false; readonly reason: UnknownReason; readonly input: string };

const known = (value: FieldValue, at?: EpochMs): Input => ({ known: true, value, at });
const missing = (reason: UnknownReason, input: string): Input => ({ known: false, reason, input });

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
  const sum = () => numbers.reduce((total, value) => total + value, 0);
  switch (read.across) {
    case 'newest':
      return known(newest.value, newest.at);
    case 'min':
      return known(Math.min(...numbers), newest.at);
    case 'max':
      return known(Math.max(...numbers), newest.at);
    case 'mean':
      return known(sum() / numbers.length, newest.at);
    case 'sum':
      return known(sum(), newest.at);
    case 'count':
      return known(readings.length, newest.at);
    case 'count_true':
      return known(readings.filter(isTrue).length, newest.at);
    case 'share_true':
      return known(readings.filter(isTrue).length / readings.length, newest.at);
  }
}

const EDITION_DECLARATION = 'lab_windows_edition';

/** What the table of end-of-support dates says of the device's own system. */
export function readSystem(asking: Asking, read: SystemRead, table: OsSupport): Input {
  const { evidence, device } = asking;
  const measurement = device?.kind === 'server' ? 'server' : 'machine';
  const name = latestWord(asking, measurement, 'os_name');
  const version = latestWord(asking, measurement, 'os_version');
  if (name === undefined || version === undefined)
    return missing(
      'never_measured',
      `${measurement}.${name === undefined ? 'os_name' : 'os_version'}`,
    );
  const system = { name: `${name.value}`, version: `${version.value}`, edition: edition(evidence) };
  const support = supportOf(table, system, evidence.now);
  if (support === undefined) return missing('never_measured', `${measurement}.os_version`);
  if (support === 'edition') return missing('not_declared', EDITION_DECLARATION);
  return known(read.system === 'current' ? support.current : support.daysLeft, name.at);
}

function latestWord({ evidence, device }: Asking, measurement: string, field: string) {
  return evidence
    .readings({
      device: device?.id,
      measurement,
      field,
      statistic: 'latest',
      window: undefined,
      hours: 'all',
      where: {},
    })
    .reduce<Reading | undefined>(
      (best, next) => (best && best.at > next.at ? best : next),
      undefined,
    );
}

function edition(evidence: Evidence): Edition | undefined {
  const declared = readDeclaration({ evidence }, EDITION_DECLARATION);
  const word = EditionWord.safeParse(declared.known ? declared.value : undefined);
  return word.success ? word.data : undefined;
}
