import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import type { Ms } from '../../kit/units.ts';
import type { Calendar, Maintenance } from '../calendar/calendar.ts';
import type { Notice } from '../notify/notice.ts';
import type { LatestRow } from '../store/latest.ts';
import type { Sql } from '../store/sql.ts';
import type { Scene } from './notices.ts';
import type { CollectorFields } from './rules/collector-fields.ts';
import type { AgentSeen } from './rules/observe-silence.ts';
import type { RuleSet } from './rules/rule-set.ts';

/** What is asked of the store: the current facts of a school, and when each agent was heard. */
export interface Signals {
  /** Of one school where one is named; all where none is. */
  agents(school?: string): readonly AgentSeen[];
  latest(filter: {
    readonly school: string;
    readonly measurements: readonly string[];
  }): readonly LatestRow[];
}

export interface AlertParts {
  readonly sql: Sql;
  readonly rules: RuleSet;
  readonly signals: Signals;
  readonly scene: Omit<Scene, 'unseen' | 'uplinks'>;
  /** The collector about itself. */
  readonly self: () => CollectorFields;
  readonly calendar: Pick<Calendar, 'isSchoolTime'>;
  readonly maintenance: Maintenance;
  readonly notifiers: readonly { accept(notice: Notice): void }[];
  readonly clock: Clock;
  readonly log: Log;
  readonly silentAfter: Ms;
}
