import { type EpochMs, epochMs } from '../kit/units.ts';
import type { Expression, ValueType } from './cel.ts';
import { type CompiledCriterion, type CompiledStandard, nameOf } from './compile.ts';
import type { CriterionRead, Read } from './criterion.ts';
import type { Device, Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { type CompiledMend, remedyFor } from './mend.ts';
import { readFirmware } from './read-firmware.ts';
import { countDevices, type Input, readDeclaration, readFact } from './read-input.ts';
import { readSystem } from './read-system.ts';
import { typeOfValue } from './reads.ts';
import { rollUp } from './rollup.ts';
import { type Inputs, rulingOf, run } from './ruling.ts';

/**
 * Judges one school: for a criterion of devices one finding a device and one for the school, otherwise
 * one for the school (`device` undefined). Pure; the same evidence always gives the same findings.
 * What is missing makes a finding unknown, never pass and never fail.
 */
export function judge(standards: readonly CompiledStandard[], evidence: Evidence): Finding[] {
  const places = standards.flatMap((standard) =>
    standard.criteria.map((compiled): Place => ({ standard, compiled })),
  );
  const byName = new Map(places.map((place) => [nameOf(place.compiled.criterion), place]));
  const judged = new Map<string, readonly Finding[]>();
  // Circles were refused when the standards were loaded, so this comes to an end.
  const findingsOf = (name: string): readonly Finding[] => {
    const before = judged.get(name);
    if (before !== undefined) return before;
    const place = byName.get(name);
    const findings = place === undefined ? [] : judgeCriterion(place, { evidence, findingsOf });
    judged.set(name, findings);
    return findings;
  };
  return places.flatMap(({ compiled }) => findingsOf(nameOf(compiled.criterion)));
}

interface Place {
  readonly standard: CompiledStandard;
  readonly compiled: CompiledCriterion;
}

interface Court {
  readonly evidence: Evidence;
  readonly findingsOf: (name: string) => readonly Finding[];
}

function judgeCriterion(place: Place, court: Court): readonly Finding[] {
  const { criterion } = place.compiled;
  const blank = blankFinding(place, court.evidence.now);
  if (criterion.applies_to === 'school') return [judgeOne(place, court, undefined, blank)];
  if (court.evidence.devices.length === 0)
    return [{ ...blank, unknown: { reason: 'never_measured', input: 'device.name' } }];
  const findings = court.evidence.devices
    .filter(({ kind }) => kind === criterion.applies_to)
    .map((device) => judgeOne(place, court, device, blank));
  if (findings.length === 0 && areDeclared(place, court))
    return [{ ...blank, unknown: { reason: 'never_measured', input: criterion.applies_to } }];
  const { share } = criterion.rollup;
  return [...findings, rollUp(blank, findings, { share, devices: court.evidence.devices })];
}

/** Devices the school says it has, none of which anybody listed. */
function areDeclared({ compiled: { criterion } }: Place, { evidence }: Court): boolean {
  if (criterion.counted_by === undefined) return false;
  const counted = readDeclaration({ evidence }, criterion.counted_by);
  return counted.known && Number(counted.value) > 0;
}

function blankFinding(
  { standard: { standard }, compiled: { criterion } }: Place,
  now: EpochMs,
): Finding {
  return {
    standard: standard.id,
    standardVersion: standard.version,
    textChecked: standard.text_checked,
    criterion: criterion.id,
    level: criterion.level,
    group: criterion.group,
    name: criterion.name,
    mandatory: criterion.mandatory,
    advisory: criterion.advisory,
    device: undefined,
    verdict: 'unknown',
    unknown: undefined,
    observed: undefined,
    required: criterion.required,
    unit: criterion.unit,
    at: now,
    source: criterion.source,
    confidence: criterion.confidence,
    remedy: criterion.remedy,
    mend: undefined,
    ...(criterion.note && { note: criterion.note }),
    devices: undefined,
  };
}

function judgeOne(
  { standard, compiled }: Place,
  court: Court,
  device: Device | undefined,
  blank: Finding,
): Finding {
  const reader = { court, device, standard };
  const inputs = readInputs(compiled.criterion.reads, compiled.types, reader);
  const times = [...inputs.values()].flatMap((input) =>
    input.known && input.at !== undefined ? [input.at] : [],
  );
  const judged = rulingOf(compiled, inputs);
  const mend = judged.verdict === 'fail' ? mendOf(compiled.mend, reader) : undefined;
  return {
    ...blank,
    device: device?.id,
    ...judged,
    mend,
    remedy: remedyFor(mend, compiled.criterion),
    at: times.length === 0 ? blank.at : epochMs(Math.max(...times)),
  };
}

/** What mends a failing device, as far as it says of itself what it can be set to. */
function mendOf(mend: CompiledMend | undefined, reader: Reader): Finding['mend'] {
  if (mend === undefined) return undefined;
  const inputs = readInputs(mend.reads, mend.types, reader);
  const holds = (expression: Expression): boolean => {
    const outcome = run(expression, inputs, false);
    return outcome.known && outcome.value === true;
  };
  if (holds(mend.replaceWhen)) return 'replace';
  return holds(mend.setWhen) ? 'set' : undefined;
}

interface Reader {
  readonly court: Court;
  readonly device: Device | undefined;
  readonly standard: CompiledStandard;
}

const readInputs = (
  reads: Readonly<Record<string, Read>>,
  types: Readonly<Record<string, ValueType>>,
  reader: Reader,
): Inputs =>
  new Map(
    Object.entries(reads).map(([name, read]) => [
      name,
      typed(readInput(read, reader), types[name], name),
    ]),
  );

function readInput(read: Read, reader: Reader): Input {
  const input = readOne(read, reader);
  const otherwise = 'otherwise' in read ? read.otherwise : undefined;
  return input.known || otherwise === undefined
    ? input
    : { known: true, value: otherwise, at: undefined };
}

function readOne(read: Read, { court, device, standard }: Reader): Input {
  const { osSupport, firmwareList } = standard;
  const asking = { evidence: court.evidence, device };
  // `fact` first: a fact may be asked of `devices` too.
  if ('fact' in read) return readFact(asking, read);
  if ('declaration' in read) return readDeclaration(asking, read.declaration);
  if ('devices' in read) return countDevices(asking, read);
  if ('constant' in read) return { known: true, value: read.constant, at: undefined };
  if ('criterion' in read) return readVerdict(read, court);
  if ('firmware' in read)
    return firmwareList === undefined
      ? { known: false, reason: 'not_listed', input: 'camera.firmware' }
      : readFirmware(asking, read, firmwareList);
  return osSupport === undefined
    ? { known: false, reason: 'never_measured', input: 'machine.os_version' }
    : readSystem(asking, read, osSupport);
}

function readVerdict(read: CriterionRead, { findingsOf }: Court): Input {
  const finding = findingsOf(nameOf({ id: read.criterion, level: read.level })).find(
    ({ device }) => device === undefined,
  );
  return finding === undefined || finding.verdict === 'unknown'
    ? { known: false, reason: 'criterion_unknown', input: read.criterion }
    : { known: true, value: finding.verdict, at: finding.at };
}

/** A value of another kind than the register says, or no number at all, can't be judged by. */
function typed(input: Input, type: ValueType | undefined, name: string): Input {
  if (!input.known) return input;
  const sound = typeof input.value !== 'number' || Number.isFinite(input.value);
  return sound && typeOfValue(input.value) === type
    ? input
    : { known: false, reason: 'condition_error', input: name };
}
