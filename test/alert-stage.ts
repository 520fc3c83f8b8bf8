import { Alerts } from '../collector/alert/alerts.ts';
import type { Fields } from '../collector/alert/rules.ts';
import { Mails } from '../collector/notify/mail/mails.ts';
import { MailOptions } from '../collector/notify/mail/options.ts';
import type { Notice } from '../collector/notify/notifier.ts';
import { type Database, openDatabase } from '../collector/store/database-door.ts';
import type { LatestRow } from '../collector/store/latest.ts';
import { silentLog } from '../kit/log.ts';
import { type EpochMs, epochMs, type Ms, minutes, ms, seconds } from '../kit/units.ts';
import type { Device } from '../standards/evidence.ts';
import { ManualClock } from './manual-clock.ts';

export const SCHOOL = 'thcs-a';
export const SILENT_AFTER = minutes(3);
export const CADENCE = seconds(30);

/** A school as its store would show it, fed by hand; the database is real. */
export class AlertStage {
  readonly clock = new ManualClock();
  readonly database: Database = openDatabase(':memory:');
  readonly told: Notice[] = [];
  devices: Device[] = [device('c1', 'camera', 'Cổng trường'), device('m1', 'machine', 'Máy 01')];
  #rows = new Map<string, LatestRow>();
  #heard = new Map<string, EpochMs>();
  refuse = false;
  readonly mails = new Mails({
    sql: this.database,
    options: MailOptions.parse({
      from: 'a@hatang.invalid',
      to: [{ address: 'b@hatang.invalid' }],
      official_domains: ['hatang.invalid'],
    }),
    post: undefined,
    keep: () => Promise.resolve(),
    schoolsBelow: () => new Set(),
    publicUrl: () => 'http://127.0.0.1:8480',
    timeZone: 'Asia/Ho_Chi_Minh',
    clock: this.clock,
    random: () => 1,
    log: silentLog,
  });
  alerts: Alerts;

  constructor() {
    this.database.run(
      "INSERT INTO unit (id, kind, name) VALUES (?, 'school', ?)",
      SCHOOL,
      'Trường THCS A',
    );
    this.database.run('INSERT INTO school (id, created_at) VALUES (?, 0)', SCHOOL);
    this.alerts = this.restart();
  }

  restart(): Alerts {
    this.alerts = new Alerts({
      sql: this.database,
      signals: {
        agents: () =>
          [...this.#heard].map(([agent, lastReceivedAt]) => ({
            school: SCHOOL,
            agent,
            lastReceivedAt,
          })),
        latest: () => [...this.#rows.values()],
        devices: () => this.devices,
      },
      school: (id) =>
        id === SCHOOL
          ? { id, name: 'Trường THCS A', simulated: false, unit: { id: 'u', name: 'Phường B' } }
          : undefined,
      notifiers: [
        this.mails,
        {
          accept: (notice) => {
            if (this.refuse) throw new Error('disk full');
            this.told.push(notice);
          },
        },
      ],
      clock: this.clock,
      log: silentLog,
      timeZone: 'Asia/Ho_Chi_Minh',
      silentAfter: SILENT_AFTER,
    });
    return this.alerts;
  }

  /** A batch arrives: facts of `ago` before now. */
  receive(facts: Readonly<Record<string, Fields>>, ago: Ms = ms(0)): void {
    const now = this.clock.now();
    this.#heard.set('agent-1', now);
    for (const [series, fields] of Object.entries(facts)) {
      const [measurement = '', name = ''] = series.split('/');
      const at = epochMs(now - ago);
      if ((this.#rows.get(series)?.at ?? 0) > at) continue;
      this.#rows.set(series, {
        school: SCHOOL,
        measurement,
        series,
        device: name,
        tags: { device: name },
        fields,
        at,
        receivedAt: now,
      });
    }
    this.alerts.evaluate(new Set([SCHOOL]));
  }

  /** Time passes, ticked as the collector does. */
  async pass(span: Ms): Promise<void> {
    for (let gone = 0; gone < span; gone += seconds(10)) {
      await this.clock.advance(seconds(10));
      this.alerts.evaluate();
    }
  }

  async cycles(count: number, facts: Readonly<Record<string, Fields>>): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) {
      await this.pass(CADENCE);
      this.receive(facts);
    }
  }

  get mailKinds(): string[] {
    const mails = this.mails.mails({ sight: undefined, limit: 100 });
    return mails.map(({ id }) => (id.includes('-opened-') ? 'opened' : 'resolved')).reverse();
  }

  get story(): string[] {
    return this.told.map(({ kind, rule }) => `${rule} ${kind}`);
  }
}

export const device = (id: string, kind: Device['kind'], name: string): Device => ({
  id,
  kind,
  name,
  simulated: false,
  room: undefined,
  zone: undefined,
  address: undefined,
});
