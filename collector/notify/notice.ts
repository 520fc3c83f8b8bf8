import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { DeviceKind } from '../../wire/device-kinds.ts';
import type { Duty, Fields, GroupKind, Severity } from '../alert/rule.ts';

/** One device, or one school as a whole, that an incident is about. */
export interface Member {
  /** Undefined where it is the collector itself. */
  readonly school: MemberSchool | undefined;
  /** Undefined where the school as a whole is cut off. */
  readonly device:
    | { readonly id: string; readonly name: string; readonly kind: DeviceKind | undefined }
    | undefined;
  readonly simulated: boolean;
  /** When it went wrong. */
  readonly since: EpochMs;
  /** When it was right again. */
  readonly leftAt: EpochMs | undefined;
  readonly evidence: Fields;
  /** What could not be looked at while this school was cut off. */
  readonly unseen: { readonly cameras: number; readonly machines: number };
}

export interface MemberSchool {
  readonly id: string;
  readonly name: string;
  readonly unit: { readonly id: string; readonly name: string } | undefined;
}

/**
 * What happened to an incident, for any way of telling people. Given within the transaction that writes it.
 * `joined`: more members, of people who may not have been told yet. `left`: members are right again and others not yet.
 * `resolved`: the last one is. `escalated`: nobody acknowledged it in time.
 */
export interface Notice {
  readonly kind: 'opened' | 'joined' | 'left' | 'resolved' | 'escalated';
  readonly incident: string;
  readonly rule: string;
  readonly title: Text;
  readonly severity: Severity;
  /** The rule's threshold is a proposal that nobody has checked against its source. */
  readonly assumed?: boolean;
  /** `digest`: told in the next digest only. */
  readonly tell: 'at_once' | 'digest';
  readonly duties: readonly Duty[];
  /** What the members share; undefined while it is about a single subject. */
  readonly group: { readonly kind: GroupKind; readonly name: string } | undefined;
  /** All there ever were, in the order they joined; at least one. */
  readonly members: readonly Member[];
  readonly openedAt: EpochMs;
  readonly resolvedAt: EpochMs | undefined;
  readonly at: EpochMs;
  /** Nobody is to be told before then: a person silenced it. */
  readonly silentUntil: EpochMs | undefined;
  /** About those of the members a reader may see; names are safe within a line. */
  words(members: readonly Member[]): NoticeWords;
}

export interface NoticeWords {
  /** `Trường THCS A`, or `12 trường`; the collector itself has no school. */
  readonly where: Text;
  /** What it is about: `Camera Cổng trường`, `14 camera`; of a whole school as `where`. */
  readonly subject: Text;
  /** `14 camera mất tín hiệu`. */
  readonly headline: Text;
  /** The same once it is over. */
  readonly over: Text;
  /** The whole sentence, with its time and what could not be seen meanwhile. */
  readonly cause: Text;
  readonly advice: Text;
}
