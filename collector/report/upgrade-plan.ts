import type { Text } from '../../kit/text.ts';
import type { Level } from '../../standards/criterion.ts';
import type { Finding } from '../../standards/finding.ts';
import { type CameraAction, type CameraStanding, cameraStandings } from './camera-standing.ts';
import { mainStream, numberIn, sayPicture, wordIn } from './device-facts.ts';
import type { ReportSchool } from './report-schools.ts';

/** How many cameras stand where; `judged` is the sum of the others. */
export interface PlanTotals extends Readonly<Record<CameraAction, number>> {
  readonly judged: number;
  readonly unknown: number;
  readonly conformant: number;
}

export interface PlannedSchool extends Pick<ReportSchool, 'id' | 'name' | 'unit' | 'simulated'> {
  readonly totals: PlanTotals;
  /** Those that fail or are unknown; the others are counted only. */
  readonly cameras: readonly CameraStanding[];
}

export interface UpgradePlan {
  readonly level: Level;
  readonly totals: PlanTotals;
  readonly schools: readonly PlannedSchool[];
}

/** Which cameras a school sets, replaces or looks at to reach a level, and how many need nothing. */
export function upgradePlan(schools: Iterable<ReportSchool>, level: Level): UpgradePlan {
  const planned = Array.from(schools, (school) => plannedSchool(school, level));
  return { level, totals: sumOf(planned.map(({ totals }) => totals)), schools: planned };
}

function plannedSchool(school: ReportSchool, level: Level): PlannedSchool {
  const { id, name, unit, simulated } = school;
  const standings = cameraStandings(school, level);
  const cameras = standings.filter(({ verdict }) => verdict !== 'pass');
  return { id, name, unit, simulated, totals: countOf(standings), cameras };
}

function countOf(standings: readonly CameraStanding[]): PlanTotals {
  const count = (matches: (standing: CameraStanding) => boolean) =>
    standings.filter(matches).length;
  return {
    judged: standings.length,
    set: count(({ action }) => action === 'set'),
    replace: count(({ action }) => action === 'replace'),
    check: count(({ action }) => action === 'check'),
    unknown: count(({ verdict }) => verdict === 'unknown'),
    conformant: count(({ verdict }) => verdict === 'pass'),
  };
}

function sumOf(all: readonly PlanTotals[]): PlanTotals {
  const sum = (name: keyof PlanTotals) => all.reduce((total, one) => total + one[name], 0);
  return {
    judged: sum('judged'),
    set: sum('set'),
    replace: sum('replace'),
    check: sum('check'),
    unknown: sum('unknown'),
    conformant: sum('conformant'),
  };
}

/** The most a camera's encoder says it can be set to. */
export interface Settable {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fps: number | undefined;
  readonly codecs: readonly string[];
}

export function settableOf({ device }: Pick<CameraStanding, 'device'>): Settable | undefined {
  const stream = mainStream(device);
  const settable = {
    width: numberIn(stream, 'settable_width'),
    height: numberIn(stream, 'settable_height'),
    fps: numberIn(stream, 'settable_fps'),
    codecs: wordIn(stream, 'settable_codecs')?.split(',') ?? [],
  };
  const { width, height, fps, codecs } = settable;
  const said = width ?? height ?? fps ?? codecs[0];
  return said === undefined ? undefined : settable;
}

/** `1920×1080, 25 fps`: what the encoder reaches. */
function saySettable({ device }: Pick<CameraStanding, 'device'>): string | undefined {
  const stream = mainStream(device);
  const fps = numberIn(stream, 'settable_fps');
  const parts = [sayPicture(stream, 'settable_'), fps === undefined ? undefined : `${fps} fps`];
  return parts.filter((part) => part !== undefined).join(', ') || undefined;
}

/** What to set: what is asked for, and how far the encoder goes; undefined where nothing can be set. */
export function saySetting(standing: CameraStanding): Text | undefined {
  const wanted = strictest(standing.failing.filter(({ mend }) => mend === 'set'));
  if (wanted.length === 0) return undefined;
  const settable = saySettable(standing);
  const asked = (language: keyof Text) =>
    wanted.map(({ required }) => required[language]).join('; ');
  return {
    vi: asked('vi') + (settable === undefined ? '' : ` (camera đặt được đến ${settable})`),
    en: asked('en') + (settable === undefined ? '' : ` (the camera can be set up to ${settable})`),
  };
}

/** Of a criterion that fails at both levels only what the advanced one asks for. */
const strictest = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ criterion, level }) =>
      level === 'advanced' ||
      !findings.some((other) => other.criterion === criterion && other.level === 'advanced'),
  );
