import { sayMoment } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Notice } from '../notify/notifier.ts';
import type { AlertEvent } from './engine.ts';
import { withLineCause } from './line-cause.ts';
import type { Fields } from './rules.ts';
import { deviceLabel, nameLine, say, type Wording, wording } from './wording.ts';

/** Where an event happened, as the store knows it. */
export interface Scene {
  readonly school: {
    readonly id: string;
    readonly name: string;
    readonly simulated: boolean;
    readonly unit: { readonly id: string; readonly name: string } | undefined;
  };
  readonly devices: readonly Device[];
  readonly timeZone: string;
  readonly now: EpochMs;
}

/** An event in words. Pure; the zone comes with the scene. */
export function noticeOf(event: AlertEvent, evidence: Fields, scene: Scene): Notice {
  const { rule, openedAt } = event;
  const words = wordingOf(rule.id);
  const device = scene.devices.find(({ id }) => id === event.device);
  const subject = subjectOf(words, event, scene);
  const places = {
    device: subject,
    since: inBoth((language) => sayMoment(openedAt, { language, timeZone: scene.timeZone })),
    unseen: rule.reads === 'receipts' ? unseen(scene.devices) : inBoth(() => ''),
  };
  const { id, name, unit } = scene.school;
  return {
    kind: event.kind,
    incident: event.incident,
    rule: rule.id,
    severity: rule.severity,
    tell: rule.tell,
    school: {
      id,
      name: nameLine(name),
      unit: unit === undefined ? undefined : { id: unit.id, name: nameLine(unit.name) },
    },
    simulated: scene.school.simulated || device?.simulated === true,
    subject,
    headline: say(words[event.kind], places),
    cause: withLineCause(say(words.cause, places), evidence),
    advice: words.advice,
    evidence,
    openedAt,
    resolvedAt: event.kind === 'resolved' ? event.resolvedAt : undefined,
    at: scene.now,
  };
}

/** A rule that a newer or older version wrote still has a name to show. */
export function titleOf(rule: string): Text {
  return wording[rule]?.title ?? inBoth(() => rule);
}

function wordingOf(rule: string): Wording {
  const words = wording[rule];
  if (words === undefined) throw new Error(`rule ${rule} has no wording`);
  return words;
}

function subjectOf(words: Wording, { rule, device }: AlertEvent, { school, devices }: Scene): Text {
  if (rule.reads === 'receipts') return inBoth(() => nameLine(school.name));
  const name = devices.find(({ id }) => id === device)?.name;
  return deviceLabel(words.noun, name ?? device);
}

/** What nobody can see while the school is silent. */
function unseen(devices: readonly Device[]): Text {
  const count = (kind: Device['kind']) => devices.filter((device) => device.kind === kind).length;
  const [cameras, machines] = [count('camera'), count('machine')];
  if (cameras + machines === 0) return inBoth(() => '');
  const list = (word: (kind: 'camera' | 'machine', amount: number) => string, and: string) =>
    [word('camera', cameras), word('machine', machines)]
      .filter((words) => !words.startsWith('0 '))
      .join(and);
  const vi = list((kind, amount) => `${amount} ${kind === 'camera' ? kind : 'máy tính'}`, ' và ');
  const en = list((kind, amount) => `${amount} ${kind}${amount === 1 ? '' : 's'}`, ' and ');
  return {
    vi: ` ${vi} không kiểm tra được trong lúc đó.`,
    en: ` ${en} can’t be checked meanwhile.`,
  };
}

const inBoth = (say: (language: keyof Text) => string): Text => ({ vi: say('vi'), en: say('en') });
