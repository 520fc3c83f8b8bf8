import { type EpochMs, epochMs } from '../../kit/units.ts';
import { ConfigReport } from '../../wire/agent-config.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';

export interface AgentName {
  readonly school: string;
  readonly agent: string;
}

export interface KeptReport extends AgentName, ConfigReport {
  readonly at: EpochMs;
}

/** Of one agent: a stolen token fills no disk with them. */
const MOST_KEPT = 12;

/** What agents said became of the versions they were offered. */
export class ConfigReports {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Durable when it returns; the newest word on a version takes the place of the one before. */
  keep({ school, agent }: AgentName, report: ConfigReport, now: EpochMs): void {
    this.#sql.transaction(() => {
      this.#sql.run(
        'DELETE FROM agent_config_report WHERE school = ? AND agent = ? AND version = ?',
        school,
        agent,
        report.version,
      );
      this.#sql.run(
        'INSERT INTO agent_config_report (school, agent, version, outcome, problem, at) VALUES (?, ?, ?, ?, ?, ?)',
        school,
        agent,
        report.version,
        report.outcome,
        report.problem ?? null,
        now,
      );
      this.#sql.run(
        `DELETE FROM agent_config_report WHERE school = ?1 AND agent = ?2 AND id NOT IN (
           SELECT id FROM agent_config_report WHERE school = ?1 AND agent = ?2 ORDER BY id DESC LIMIT ?3)`,
        school,
        agent,
        MOST_KEPT,
      );
    });
  }

  /** Of one agent, newest first. */
  of({ school, agent }: AgentName): readonly KeptReport[] {
    return this.#sql
      .all(
        'SELECT * FROM agent_config_report WHERE school = ? AND agent = ? ORDER BY id DESC',
        school,
        agent,
      )
      .map(toReport);
  }

  /** Newest first. */
  all(): readonly KeptReport[] {
    return this.#sql.all('SELECT * FROM agent_config_report ORDER BY id DESC').map(toReport);
  }
}

function toReport(row: SqlRow): KeptReport {
  const problem = textOrNone(row, 'problem');
  return {
    school: text(row, 'school'),
    agent: text(row, 'agent'),
    version: text(row, 'version'),
    outcome: ConfigReport.shape.outcome.parse(row['outcome']),
    ...(problem === undefined ? {} : { problem }),
    at: epochMs(number(row, 'at')),
  };
}
