import { type DigestingParts, digestsOf } from '../collector/digesting.ts';
import type { DigestMail } from '../collector/notify/digest/digest-mail.ts';
import type { Digests } from '../collector/notify/digest/digests.ts';
import { DigestOptions } from '../collector/notify/digest/options.ts';
import type { Hearing } from '../collector/notify/recipients/recipients.ts';
import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { factMigrations } from '../collector/store/fact-schema.ts';
import { Judged } from '../collector/store/judged.ts';
import { Units } from '../collector/store/units.ts';
import { silentLog } from '../kit/log.ts';
import { type EpochMs, type Ms, ms } from '../kit/units.ts';
import type { Verdict } from '../standards/finding.ts';
import { summarize } from '../standards/summary.ts';
import { at } from './digest-sample.ts';
import { ManualClock } from './manual-clock.ts';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';

/** Digests over real databases: a ward of two schools, its officer, and the leader of one school. */
export class DigestStage {
  readonly clock = new ManualClock(at('2026-11-25T12:00'));
  readonly state: Database = openDatabase(':memory:');
  readonly facts: Database = openDatabase(':memory:', factMigrations);
  readonly units = new Units(this.state, () => '2026-11-25');
  readonly judged = new Judged(this.state);
  readonly mails: DigestMail[] = [];
  daysOff: ReadonlySet<string> = new Set();
  readers: readonly Hearing[] = [
    hearing('phuong@hatang.invalid', 'cho-quan', ['thcs-a', 'th-b']),
    hearing('hieutruong@hatang.invalid', 'thcs-a', ['thcs-a']),
  ];
  /** What the outbox does besides keeping the mail. */
  enqueue: (mail: DigestMail) => void = () => undefined;
  options = DigestOptions.parse({});

  constructor() {
    this.units.putGroups([{ id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán' }]);
    this.#school('thcs-a', 'Trường THCS A');
    this.#school('th-b', 'Trường Tiểu học B');
  }

  close(): void {
    this.state.close();
    this.facts.close();
  }

  /** One look of a collector that was just started over these databases. */
  async look(parts: Partial<DigestingParts> = {}): Promise<void> {
    await this.digests(parts).look(new AbortController().signal);
  }

  digests(parts: Partial<DigestingParts> = {}): Digests {
    const { state, facts, clock, units, judged } = this;
    return digestsOf(
      {
        config: { time_zone: TIME_ZONE, digests: this.options },
        ...{ clock, state, facts, log: silentLog },
        publicUrl: () => 'https://hatang.example.vn',
        recipients: { readers: () => this.readers },
        calendar: { isSchoolDay: (day) => !this.daysOff.has(day) },
        outbox: {
          enqueue: (mail) => {
            this.enqueue(mail);
            // As table mail does: a second one of the same id changes nothing.
            if (!this.mails.some(({ id }) => id === mail.id)) this.mails.push(mail);
          },
          ...{ unsentDigests: () => [], mergeInto: () => undefined },
        },
        rule: (id) => ({
          title: { vi: `Sự cố ${id}`, en: `Incident ${id}` },
          wholeSchool: id === 'line_down',
        }),
        ...parts,
      },
      {
        ...{ units, judged },
        facts: { agents: () => [], devices: () => [] },
      },
    );
  }

  /** Time passes that nobody looks in. */
  later(span: Ms): void {
    this.clock.jump(span);
  }

  async goTo(local: string): Promise<void> {
    this.clock.jump(ms(at(local) - this.clock.now()));
    await this.look();
  }

  open(id: string, rest: Opening = {}): void {
    const { school = 'thcs-a', severity = 'critical', device = 'line', since } = rest;
    const opened = since === undefined ? this.clock.now() : at(since);
    this.state.run(
      `INSERT INTO incident (id, rule, school, device, severity, state, opened_at, cause, evidence)
       VALUES (?, 'line_down', ?, ?, ?, 'open', ?, '{}', '{}')`,
      ...[id, school || null, device, severity, opened],
    );
    this.state.run(
      `INSERT INTO incident_member (incident, rule, school, device, since, joined_at, evidence)
       VALUES (?, 'line_down', ?, ?, ?, ?, '{}')`,
      ...[id, school, device, opened, this.clock.now()],
    );
  }

  resolve(id: string, when: EpochMs = this.clock.now()): void {
    this.state.run(
      "UPDATE incident SET state = 'resolved', resolved_at = ? WHERE id = ?",
      when,
      id,
    );
    this.state.run('UPDATE incident_member SET left_at = ? WHERE incident = ?', when, id);
    this.state.run(
      "INSERT INTO incident_event (incident, at, kind) VALUES (?, ?, 'resolved')",
      ...[id, this.clock.now()],
    );
  }

  judge(school: string, verdict: Verdict): void {
    const summary = summarize([]);
    const basic = { ...summary.basic, verdict };
    this.judged.keep(new Map([[school, { ...summary, basic }]]), this.clock.now());
  }

  /** Who got what since this was asked last. */
  taken(): readonly string[] {
    return this.mails.splice(0).map(({ recipient, subject }) => `${recipient}: ${subject}`);
  }

  #school(id: string, name: string): void {
    const simulated = false;
    this.units.putSchool({ id, name, simulated, unit: 'cho-quan' }, this.clock.now());
  }
}

export function hearing(
  address: string,
  unit: string | undefined,
  schools: readonly string[],
): Hearing {
  const who = { address, name: '', language: 'vi', duty: 'officer' } as const;
  return { ...who, unit, schools: new Set(schools), all: false };
}

interface Opening {
  readonly school?: string;
  readonly severity?: string;
  readonly device?: string;
  /** Local time it went wrong; now where it is not said. */
  readonly since?: string;
}
