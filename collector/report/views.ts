import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Group } from '../../standards/criterion.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Finding, LevelSummary } from '../../standards/finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { FoundDevice } from '../../wire/last-search.ts';
import type { ToldOutage } from '../../wire/outage.ts';
import type { EdgeSource } from '../alert/topology.ts';
import type { IncidentFilter, IncidentPageView, IncidentView } from './incident-view.ts';
import type { LostMonth } from './outage-report.ts';
import type { Sight } from './sight.ts';

/** What pages, exports and the JSON interface show. One shape each, so that they can't tell different stories. */

export interface ReadinessRow {
  readonly id: string;
  readonly name: string;
  readonly unit: { readonly id: string; readonly name: string } | undefined;
  readonly simulated: boolean;
  /** Receive time of the newest batch; undefined before the first. */
  readonly lastSeen: EpochMs | undefined;
  readonly basic: LevelSummary;
  readonly advanced: LevelSummary;
  /** Basic level only, by group: what the columns of the first page show. */
  readonly groups: Readonly<Record<Group, LevelSummary>>;
  readonly openIncidents: number;
}

export interface DeviceView extends Device {
  readonly up: boolean | undefined;
  /** The word a probe gave: live, frozen, unreachable …; undefined where none applies. */
  readonly state: string | undefined;
  readonly at: EpochMs | undefined;
  /** Latest facts of the device, newest first. */
  readonly facts: readonly {
    readonly measurement: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly at: EpochMs;
  }[];
}

/** What the school's agents found in their last search of the network. */
export interface SearchView {
  readonly at: EpochMs;
  readonly notConfigured: readonly FoundDevice[];
  /** Configured, and found neither by the search nor by their own probe. */
  readonly gone: readonly DeviceView[];
}

/** One line in one month of the calendar, as QCVN 34 means availability: up of the seconds known. */
export interface AvailabilityView {
  readonly device: string;
  /** `2026-11` */
  readonly month: string;
  readonly always: UpAndDown;
  readonly schoolHours: UpAndDown;
  /** Since the month began (or the line was first followed in it), up to now. */
  readonly unknownS: number;
  /** Outages of the line itself that began in it. */
  readonly outages: number;
  /** Beside the line: own network or router off (unknown to the line); names, the centre, a system (the line was up). */
  readonly beside: {
    readonly localS: number;
    readonly dnsS: number;
    readonly collectorS: number;
    readonly portalS: number;
  };
}

export interface UpAndDown {
  readonly upS: number;
  readonly downS: number;
  /** Undefined where nothing is known. */
  readonly availability: number | undefined;
}

/** One computer lab as it was counted last, or what can be said of its machines where nobody counts. */
export interface LabView {
  /** The lab's id in the school; undefined for machines of no lab. */
  readonly room: string | undefined;
  /** Undefined for machines of no lab. */
  readonly name: string | undefined;
  /** As declared: machines it should have, pupils of its largest class. */
  readonly seats: number | undefined;
  readonly pupils: number | undefined;
  readonly usable: number;
  readonly pupilsPerMachine: number | undefined;
  /** A machine counts as usable that was seen within these school days; undefined where nobody counts. */
  readonly withinDays: number | undefined;
  readonly countedAt: EpochMs | undefined;
  readonly machines: readonly LabMachine[];
  /** Systems in use; those past their end first. */
  readonly systems: readonly LabSystem[];
}

export interface LabMachine {
  readonly id: string;
  readonly name: string;
  readonly simulated: boolean;
  /** By LAB-03: seen working within the agreed school days. */
  readonly usable: boolean | undefined;
  readonly seenAt: EpochMs | undefined;
}

export interface LabSystem {
  /** `Windows 10 22H2: hết hỗ trợ từ 14/10/2025`, or the name alone. */
  readonly says: Text;
  /** LAB-05; undefined where it judges no machine. */
  readonly judged: Pick<Finding, 'verdict' | 'confidence' | 'textChecked'> | undefined;
  readonly machines: number;
}

export interface SchoolView extends ReadinessRow {
  readonly findings: readonly Finding[];
  readonly devices: readonly DeviceView[];
  readonly incidents: readonly IncidentView[];
  readonly agents: readonly { readonly id: string; readonly lastReceivedAt: EpochMs | undefined }[];
  /** Undefined where nothing was searched. */
  readonly search: SearchView | undefined;
  /** The newest month first; empty where no line is followed by the second. */
  readonly availability: readonly AvailabilityView[];
  /** The newest first. */
  readonly outages: readonly ToldOutage[];
  /** As its incidents say, the newest month first; empty where it was never cut off. */
  readonly lost: readonly LostMonth[];
  /** By name, machines of no lab last; empty where there are no machines and no labs. */
  readonly labs: readonly LabView[];
}

export interface MailView {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly state: 'queued' | 'sent' | 'kept' | 'merged' | 'failed' | 'refused' | 'bounced';
  readonly at: EpochMs;
  readonly createdAt: EpochMs;
  readonly incident: string | undefined;
  /** Those it names. */
  readonly schools: readonly string[];
  readonly attempts: number;
  /** The mail that tells it instead. */
  readonly mergedInto: string | undefined;
  readonly error: string | undefined;
}

export interface MailFilter {
  readonly sight: Sight;
  readonly limit: number;
  readonly state?: MailView['state'];
  readonly id?: string;
}

/** One device on a page of its own: what it is, how it is judged, how it has been. */
export interface DevicePageView {
  readonly school: Pick<ReadinessRow, 'id' | 'name' | 'simulated'>;
  readonly device: DeviceView;
  readonly findings: readonly Finding[];
  /** Findings of its school that stand on declarations and papers, not on devices. */
  readonly declared: readonly Finding[];
  /** Open ones first, then the newest. */
  readonly incidents: readonly IncidentView[];
  /** Oldest first, today last. */
  readonly days: readonly DayShare[];
  /** What it is reached through, nearest first, and where each step is known from. */
  readonly path: readonly PathStep[];
  /** Name of the switch a machine is seen behind. */
  readonly behind: string | undefined;
}

/** A fibre line on a page of its own. */
export interface PathStep {
  readonly name: string;
  readonly source: EdgeSource;
}

export interface LinePageView
  extends Omit<DevicePageView, 'days' | 'declared' | 'behind' | 'path'> {
  /** What the school declared it pays for, bits a second. */
  readonly contract: { readonly down: number | undefined; readonly up: number | undefined };
  /** Oldest first, today last. */
  readonly days: readonly LineDay[];
}

/** Figures of one day; undefined where nothing was measured. */
export interface LineDay {
  /** `2026-11-23` */
  readonly day: string;
  readonly down: DayFigure | undefined;
  readonly up: DayFigure | undefined;
  /** Round trip to the nearest far end, seconds. */
  readonly idle: DayFigure | undefined;
  /** The same while the line was full, the worse direction. */
  readonly loaded: DayFigure | undefined;
}

interface DayFigure {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** Of the measurements of one day, how many were good: a camera's while it answers and its picture moves, a machine's while it counts as usable. */
export interface DayShare {
  /** `2026-11-23` */
  readonly day: string;
  /** Undefined where nothing was measured. */
  readonly good: number | undefined;
}

export interface DeviceAsked {
  readonly school: string;
  readonly device: string;
  readonly sight: Sight;
  readonly now: EpochMs;
}

export type { Sight };

export interface Views {
  readiness(sight: Sight): readonly ReadinessRow[];
  /** Undefined where there is no such school, or it may not be seen. */
  school(id: string, sight: Sight): SchoolView | undefined;
  /** Undefined as for a school, and where the school has no such camera, recorder or machine. */
  device(asked: DeviceAsked): DevicePageView | undefined;
  /** Undefined as for a school, and where the school has no such line. */
  line(asked: DeviceAsked): LinePageView | undefined;
  incidents(filter: IncidentFilter): readonly IncidentView[];
  /** Undefined where there is no such incident, or none of its members may be seen. */
  incident(id: string, sight: Sight): IncidentPageView | undefined;
  /** Every rule there is an incident of, for filters. */
  incidentRules(): readonly { readonly id: string; readonly title: Text }[];
  mails(filter: MailFilter): readonly MailView[];
  /** How many of each state one may see. */
  mailCounts(sight: Sight): ReadonlyMap<string, number>;
}
