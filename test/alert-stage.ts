import { Alerts } from '../collector/alert/alerts.ts';
import type { Fields } from '../collector/alert/rule.ts';
import type { CollectorFields } from '../collector/alert/rules/collector-fields.ts';
import { loadRules } from '../collector/alert/rules/load-door.ts';
import { type RuleSet, ruleSet } from '../collector/alert/rules/rule-set.ts';
import type { Notice } from '../collector/notify/notice.ts';
import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { devicesOf } from '../collector/store/inventory.ts';
import type { LatestRow } from '../collector/store/latest.ts';
import type { Sql } from '../collector/store/sql.ts';
import { type Log, silentLog } from '../kit/log.ts';
import { type EpochMs, epochMs, type Ms, minutes, ms, seconds } from '../kit/units.ts';
import { openShipped } from '../standards/shipped-door.ts';
import type { DeviceKind } from '../wire/device-kinds.ts';
import { ManualClock } from './manual-clock.ts';

export const SCHOOL = 'thcs-a';
export const SILENT_AFTER = minutes(3);
export const CADENCE = seconds(30);

/** The rules as they are shipped. */
export async function shippedRules(): Promise<RuleSet> {
  const [standard] = await openShipped();
  const rules = await loadRules({ osSupport: standard?.osSupport });
  if (!rules.ok) throw new Error(JSON.stringify(rules.problem));
  return ruleSet(rules.value);
}

type Facts = Readonly<Record<string, Fields>>;
interface Given {
  readonly ago?: Ms;
  readonly school?: string;
}

interface Scenery {
  readonly rules: RuleSet;
  readonly schools?: readonly string[];
  /** Over what the alerts write; a test may stand between. */
  readonly over?: (database: Database) => Sql;
  readonly log?: Log;
  /** `undefined` tells nobody; the default keeps who was told of what in the table of mails. */
  readonly notifier?: { accept(notice: Notice): void };
}

/** Schools as their store would show them, fed by hand; the database is real. */
export class AlertStage {
  readonly clock = new ManualClock();
  readonly database: Database = openDatabase(':memory:');
  readonly told: Notice[] = [];
  readonly #scenery: Scenery;
  readonly #sql: Sql;
  readonly #rows = new Map<string, Map<string, LatestRow>>();
  readonly #heard = new Map<string, EpochMs>();
  self: CollectorFields = {};
  maintained: string | undefined;
  schoolTime = true;
  refuse = false;
  alerts: Alerts;

  constructor(scenery: Scenery) {
    this.#scenery = scenery;
    this.#sql = scenery.over?.(this.database) ?? this.database;
    this.database.run(
      "INSERT INTO unit (id, kind, name) VALUES ('cho-quan', 'ward', 'Phường Chợ Quán')",
    );
    for (const school of this.schools) {
      this.database.run(
        "INSERT INTO unit (id, kind, name) VALUES (?, 'school', ?)",
        school,
        nameOf(school),
      );
      this.database.run('INSERT INTO school (id, created_at) VALUES (?, 0)', school);
    }
    this.alerts = this.restart();
  }

  get schools(): readonly string[] {
    return this.#scenery.schools ?? [SCHOOL];
  }

  restart(): Alerts {
    this.alerts = new Alerts({
      sql: this.#sql,
      rules: this.#scenery.rules,
      signals: {
        agents: (school) =>
          [...this.#heard]
            .filter(([own]) => school === undefined || own === school)
            .map(([own, lastReceivedAt]) => ({ school: own, agent: 'agent-1', lastReceivedAt })),
        latest: ({ school, measurements }) =>
          this.#latest(school).filter(({ measurement }) => measurements.includes(measurement)),
      },
      scene: {
        school: (id) => ({
          id,
          name: nameOf(id),
          simulated: false,
          unit: { id: 'cho-quan', name: 'Phường Chợ Quán' },
        }),
        devices: (school) => devicesOf(this.#latest(school)),
        unit: () => 'Phường Chợ Quán',
        timeZone: 'Asia/Ho_Chi_Minh',
      },
      self: () => this.self,
      calendar: { isSchoolTime: () => this.schoolTime },
      maintenance: { covers: (school) => school === this.maintained },
      notifiers: [this.#scenery.notifier ?? { accept: (notice) => this.#keep(notice) }],
      clock: this.clock,
      log: this.#scenery.log ?? silentLog,
      silentAfter: SILENT_AFTER,
    });
    return this.alerts;
  }

  /** A school has these devices. */
  inventory(
    devices: Readonly<Record<string, readonly [DeviceKind, string, Fields?]>>,
    school = SCHOOL,
  ): void {
    for (const [id, [kind, name, more = {}]] of Object.entries(devices))
      this.#put(
        school,
        'device',
        { device: id, kind },
        { name, cadence_s: CADENCE / 1_000, ...more },
        this.clock.now(),
      );
  }

  /** A batch arrives: facts of `ago` before now, each named `measurement/device`. */
  receive(facts: Facts, given: Given = {}): void {
    this.take(facts, given);
    this.alerts.evaluate(new Set([given.school ?? SCHOOL]));
  }

  /** It arrives, and nobody looks at it yet. */
  take(facts: Facts, given: Given = {}): void {
    const { ago = ms(0), school = SCHOOL } = given;
    this.#heard.set(school, this.clock.now());
    for (const [series, fields] of Object.entries(facts)) {
      const [measurement = '', device = '', ...more] = series.split('/');
      const tags = Object.fromEntries(more.map((tag) => tag.split('=')));
      this.#put(school, measurement, { device, ...tags }, fields, epochMs(this.clock.now() - ago));
    }
  }

  /** Its token is revoked. */
  forget(school = SCHOOL): void {
    this.#heard.delete(school);
  }

  /** Time passes, ticked as the collector does. */
  async pass(span: Ms, every: Ms = seconds(10)): Promise<void> {
    for (let gone = 0; gone < span; gone += every) {
      await this.clock.advance(every);
      this.alerts.evaluate();
    }
  }

  async cycles(
    count: number,
    facts: Readonly<Record<string, Fields>>,
    school = SCHOOL,
  ): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) {
      await this.pass(CADENCE);
      this.receive(facts, { school });
    }
  }

  /** `camera_offline opened`, in order. */
  get story(): readonly string[] {
    const rows = this.database.all(
      `SELECT rule, kind FROM incident_event JOIN incident ON incident.id = incident ORDER BY incident_event.id`,
    );
    return rows.map(({ rule, kind }) => `${rule} ${kind}`);
  }

  /** Who was told: one row for each incident, kind and reader, whatever was tried how often. */
  get mails(): readonly string[] {
    return this.database
      .all('SELECT kind, subject FROM mail ORDER BY rowid')
      .map(({ kind, subject }) => `${kind}: ${subject}`);
  }

  #keep(notice: Notice): void {
    if (this.refuse) throw new Error('disk full');
    this.told.push(notice);
    const words = notice.words(notice.members);
    this.#sql.run(
      `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, state, created_at, at)
       VALUES (?, ?, ?, '', 'vi', ?, '', '', 'queued', 0, 0) ON CONFLICT (id) DO NOTHING`,
      ...[
        `${notice.incident} ${notice.kind} ${notice.members.length}`,
        notice.incident,
        notice.kind,
        words.headline.vi,
      ],
    );
  }

  #latest(school: string): readonly LatestRow[] {
    return [...(this.#rows.get(school)?.values() ?? [])];
  }

  #put(
    school: string,
    measurement: string,
    tags: Readonly<Record<string, string>>,
    fields: Fields,
    at: EpochMs,
  ): void {
    const device = tags['device'] ?? '';
    const rows = this.#rows.get(school) ?? new Map<string, LatestRow>();
    this.#rows.set(school, rows);
    const series = `${measurement},${JSON.stringify(tags)}`;
    if ((rows.get(series)?.at ?? 0) > at) return;
    rows.set(series, {
      school,
      measurement,
      series,
      device,
      tags,
      fields,
      at,
      receivedAt: this.clock.now(),
    });
  }
}

const nameOf = (school: string): string => `Trường ${school.replace('-', ' ').toUpperCase()}`;
