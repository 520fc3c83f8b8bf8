import type { Text } from '../kit/text.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import type { Fact } from './fact.ts';

/**
 * What was broken. The first four are of the path and stand in order of rank: what stands before explains what comes after.
 * Of `dns`, `collector` and `portal` the line itself was up.
 */
export const OUTAGE_KINDS = [
  'local_network',
  'router',
  'one_way',
  'line',
  'dns',
  'collector',
  'portal',
] as const;
export type OutageKind = (typeof OUTAGE_KINDS)[number];

/**
 * Those that count against the line. Where the school's own network or router is off nobody can say how the line was:
 * that time is unknown.
 */
const LINE_FAULTS: readonly OutageKind[] = ['line', 'one_way'];
export const isLineFault = (kind: OutageKind): boolean => LINE_FAULTS.includes(kind);

/** One outage of one subject: begun, perhaps ended. Stamps are whole seconds. */
export interface Outage {
  /** `line`, `dns`, or a far end by its name: `target:center`, `service:portal`. */
  readonly subject: string;
  /** Refined while it is open, and once more as it ends. */
  readonly kind: OutageKind;
  /** The first second without an answer. */
  readonly startedAt: EpochMs;
  /** The first second with an answer again; undefined while it is open. */
  readonly endedAt: EpochMs | undefined;
  /** So much earlier it may have begun, because nobody looked just before. */
  readonly startUnsureS: number;
  /** So much later it may have ended, because nobody looked. */
  readonly endUnsureS: number;
  /** Within it, what nobody watched: the agent or its machine was off. */
  readonly unseenS: number;
  /** A phrase of what was seen, for the technically minded. */
  readonly why: string;
}

export const lengthS = ({ startedAt, endedAt }: Outage): number | undefined =>
  endedAt === undefined ? undefined : (endedAt - startedAt) / 1_000;

export function outageFact(device: string, outage: Outage, at: EpochMs): Fact {
  const length = lengthS(outage);
  return {
    measurement: 'uplink_outage',
    tags: { device, subject: outage.subject },
    fields: {
      kind: outage.kind,
      open: outage.endedAt === undefined,
      started_at_s: outage.startedAt / 1_000,
      ...(outage.endedAt === undefined ? {} : { ended_at_s: outage.endedAt / 1_000 }),
      ...(length === undefined ? {} : { length_s: length }),
      start_unsure_s: outage.startUnsureS,
      end_unsure_s: outage.endUnsureS,
      unseen_s: outage.unseenS,
      why: outage.why,
    },
    at,
  };
}

export interface ToldOutage extends Outage {
  readonly device: string;
  readonly toldAt: EpochMs;
}

/** Reads a fact; undefined when it is no outage, or none that makes sense. */
export function readOutage({ measurement, tags, fields, at }: Fact): ToldOutage | undefined {
  const { device, subject } = tags;
  const kind = OUTAGE_KINDS.find((one) => one === fields['kind']);
  const [start, end] = [secondIn(fields, 'started_at_s'), secondIn(fields, 'ended_at_s')];
  if (measurement !== 'uplink_outage' || device === undefined || subject === undefined)
    return undefined;
  if (kind === undefined || start === undefined) return undefined;
  if (fields['open'] !== true && (end === undefined || end < start)) return undefined;
  const why = fields['why'];
  return {
    device,
    subject,
    kind,
    startedAt: start,
    endedAt: fields['open'] === true ? undefined : end,
    startUnsureS: spanIn(fields, 'start_unsure_s'),
    endUnsureS: spanIn(fields, 'end_unsure_s'),
    unseenS: spanIn(fields, 'unseen_s'),
    why: typeof why === 'string' ? why : '',
    toldAt: at,
  };
}

/** The last moment a Date can hold. */
const LAST_S = 8.64e12;

function secondIn(fields: Fact['fields'], name: string): EpochMs | undefined {
  const value = fields[name];
  return typeof value === 'number' && value >= 0 && value <= LAST_S
    ? epochMs(Math.round(value * 1_000))
    : undefined;
}

function spanIn(fields: Fact['fields'], name: string): number {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** The name of the far end in a subject; undefined for `line` and `dns`. */
export const farEndOf = (subject: string): string | undefined =>
  /^(?:target|service):(.+)$/s.exec(subject)?.[1];

/** The cause in words, as a heading or in a table. */
export function sayOutage({ kind, subject }: Pick<Outage, 'kind' | 'subject'>): Text {
  const { vi, en } = KIND_WORDS[kind];
  const name = farEndOf(subject);
  return name === undefined ? { vi, en } : { vi: `${vi}: ${name}`, en: `${en}: ${name}` };
}

const KIND_WORDS: Readonly<Record<OutageKind, Text>> = {
  local_network: {
    vi: 'Mạng nội bộ của trường (máy chủ không có mạng)',
    en: 'The school’s own network (the server has none)',
  },
  router: { vi: 'Bộ định tuyến của trường không trả lời', en: 'The school’s router is silent' },
  one_way: {
    vi: 'Đường truyền một chiều (gửi đi được, không nhận về được)',
    en: 'The line carried one way only (out, nothing came back)',
  },
  line: { vi: 'Đường truyền mất kết nối', en: 'The line was down' },
  dns: { vi: 'Chỉ phân giải tên miền (DNS)', en: 'Name resolution (DNS) only' },
  collector: { vi: 'Chỉ trung tâm hatang', en: 'The hatang centre only' },
  portal: { vi: 'Chỉ một hệ thống', en: 'One system only' },
};
