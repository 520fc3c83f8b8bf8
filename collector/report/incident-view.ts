import type { Text } from '../../kit/text.ts';
import type { EpochMs, Ms } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { GroupKind, Severity } from '../alert/rule.ts';
import type { Sight } from './sight.ts';

/** What is told of an incident wherever it stands in a list. */
export interface IncidentHead {
  readonly id: string;
  readonly rule: string;
  readonly title: Text;
  /** Undefined where several schools share it, or it is the collector's own. */
  readonly school: string | undefined;
  readonly schoolName: string | undefined;
  readonly simulated: boolean;
  readonly device: string | undefined;
  readonly deviceName: string | undefined;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
  readonly openedAt: EpochMs;
  readonly resolvedAt: EpochMs | undefined;
  /** Of a shared one that is not wholly in sight: no word of the others. */
  readonly cause: Text;
  readonly evidence: Readonly<Record<string, FieldValue>>;
}

export interface IncidentView extends IncidentHead {
  readonly group: { readonly kind: GroupKind; readonly name: string } | undefined;
  /** Those in sight, in the order they joined. */
  readonly members: readonly IncidentMember[];
  /** Schools that share it and are out of sight. */
  readonly otherSchools: number;
  readonly tell: 'at_once' | 'digest';
  readonly acknowledgedAt: EpochMs | undefined;
  /** Undefined also where who did it is out of sight. */
  readonly acknowledgedBy: string | undefined;
  readonly assignedTo: string | undefined;
  /** Nobody is told before then. */
  readonly silentUntil: EpochMs | undefined;
  readonly escalatedAt: EpochMs | undefined;
}

export interface IncidentMember {
  /** Undefined: the collector itself. */
  readonly school: string | undefined;
  readonly schoolName: string | undefined;
  readonly unitName: string | undefined;
  readonly simulated: boolean;
  /** Undefined: the school as a whole. */
  readonly device: string | undefined;
  readonly deviceName: string | undefined;
  readonly since: EpochMs;
  readonly leftAt: EpochMs | undefined;
}

/** An incident on a page of its own. */
export interface IncidentPageView {
  readonly incident: IncidentView;
  readonly advice: Text | undefined;
  /** How sure the threshold of its rule is; undefined where it has none. */
  readonly threshold: Pick<Finding, 'confidence' | 'textChecked'> | undefined;
  /** From the first member's beginning to the last one's end, or now. */
  readonly lost: Ms;
  readonly lostInSchoolHours: Ms;
  readonly timeline: readonly TimelineEntry[];
  /** Those the reader may see, oldest first. */
  readonly mails: readonly IncidentMail[];
}

export interface TimelineEntry {
  readonly at: EpochMs;
  /** As the table has it: opened, joined, acknowledged … */
  readonly kind: string;
  /** Undefined where no person did it, or who did is out of sight. */
  readonly who: string | undefined;
  /** Done by the link in a mail. */
  readonly byMail: boolean;
  /** Names of the members in sight it speaks of. */
  readonly members: readonly string[];
  /** Members it speaks of that are out of sight. */
  readonly others: number;
  /** To whom it was assigned. */
  readonly to: string | undefined;
  readonly text: string | undefined;
  readonly until: EpochMs | undefined;
}

export interface IncidentMail {
  readonly id: string;
  readonly to: string;
  readonly kind: string;
  readonly subject: string;
  /** As the outbox has it: queued, sent, kept … */
  readonly state: string;
  readonly at: EpochMs;
}

export interface IncidentFilter {
  readonly state?: 'open' | 'resolved' | undefined;
  readonly school?: string | undefined;
  /** A city, ward or district: incidents of schools at or below it. */
  readonly unit?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Opened at or after, opened before. */
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
  readonly acknowledged?: boolean | undefined;
  /** Part of a school's name, of what is wrong or of the cause. */
  readonly words?: string | undefined;
  readonly sight: Sight;
  readonly limit: number;
  readonly offset?: number | undefined;
}
