/** `npm run bench:digests`: what the digests of a city cost the thread that answers people. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { digestsOf } from '../../collector/digesting.ts';
import { DigestOptions } from '../../collector/notify/digest/options.ts';
import { Outbox } from '../../collector/notify/mail/outbox.ts';
import type { Hearing } from '../../collector/notify/recipients/recipients.ts';
import { Judged } from '../../collector/store/judged.ts';
import { openStores } from '../../collector/store/stores-door.ts';
import { Units } from '../../collector/store/units.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { epochMs, hours, minutes } from '../../kit/units.ts';
import { summarize } from '../../standards/summary.ts';

const SCHOOLS = 2_300;
const WARDS = 168;
/** Of each school: a bad night. */
const INCIDENTS = 5;
const START = Date.parse('2026-11-25T17:00:00+07:00');
const SLOT = Date.parse('2026-11-26T07:30:00+07:00');

const folder = mkdtempSync(join(tmpdir(), 'hatang-digests-'));
const stores = openStores(folder);
const { state, facts } = stores;
const units = new Units(state, () => '2026-11-26');
const judged = new Judged(state);
fill();

let now = epochMs(START);
const clock = { ...systemClock, now: () => now };
const digests = digestsOf(
  {
    config: { time_zone: 'Asia/Ho_Chi_Minh', digests: DigestOptions.parse({}) },
    ...{ clock, state, facts, log: silentLog, outbox: new Outbox(state) },
    publicUrl: () => 'https://hatang.example.vn',
    recipients: { readers },
    calendar: { isSchoolDay: () => true },
    rule: (id) => ({ title: { vi: id, en: id }, wholeSchool: id === 'line_down' }),
  },
  {
    ...{ units, judged },
    facts: {
      agents: () => [],
      devices: (school) => Array.from({ length: 100 }, (_, at) => device(`${school} ${at}`)),
    },
  },
);
const signal = new AbortController().signal;
await digests.look(signal);
now = epochMs(SLOT);
await measure('daily');
now = epochMs(Date.parse('2026-11-30T07:00:00+07:00'));
await measure('weekly');
stores.close();
rmSync(folder, { recursive: true });

async function measure(what: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const [before, mails] = [process.cpuUsage(), sent()];
  const began = performance.now();
  delay.enable();
  const held = watchHolds();
  await digests.look(signal);
  const most = held.end();
  delay.disable();
  const took = performance.now() - began;
  const cpu = process.cpuUsage(before).user / 1e3;
  const [made, longest] = [sent() - mails, delay.max / 1e6];
  process.stdout.write(
    `${what}: ${made} mails in ${took.toFixed(0)} ms (${cpu.toFixed(0)} ms of the processor), longest without a turn ${most.toFixed(0)} ms of the processor, ${longest.toFixed(0)} ms on this machine as busy as it is\n`,
  );
}

/** What the processor does between two turns, at most: others on a busy machine don't count. */
function watchHolds(): { end(): number } {
  let [most, ended, last] = [0, false, process.threadCpuUsage()];
  const look = () => {
    const now = process.threadCpuUsage();
    most = Math.max(most, now.user + now.system - last.user - last.system);
    last = now;
    if (!ended) setImmediate(look);
  };
  setImmediate(look);
  return {
    end() {
      ended = true;
      return most / 1e3;
    },
  };
}

function sent(): number {
  return Number(state.get('SELECT count(*) AS count FROM mail')?.['count']);
}

function device(id: string) {
  const nowhere = { room: undefined, zone: undefined, address: undefined };
  return { id, kind: 'camera', name: `Camera ${id}`, simulated: false, ...nowhere } as const;
}

/** 300: five of the city, one of each ward, the rest of schools. */
function readers(): readonly Hearing[] {
  const who = { name: '', language: 'vi', duty: 'officer' } as const;
  const all = Array.from({ length: SCHOOLS }, (_, at) => `s${at}`);
  const ofWard = (ward: number) => all.filter((_, at) => at % WARDS === ward);
  return [
    ...Array.from({ length: 5 }, (_, at) => ({ unit: undefined, schools: new Set(all), at })),
    ...Array.from({ length: WARDS }, (_, at) => ({
      unit: `w${at}`,
      schools: new Set(ofWard(at)),
      at,
    })),
    ...Array.from({ length: 127 }, (_, at) => ({
      unit: `s${at}`,
      schools: new Set([`s${at}`]),
      at,
    })),
  ].map(({ at, unit, schools }) => ({
    ...{ ...who, unit, schools, all: unit === undefined },
    address: `${unit ?? `city${at}`}@hatang.invalid`,
  }));
}

function fill(): void {
  const summary = summarize([]);
  state.transaction(() => {
    units.putGroups(
      Array.from({ length: WARDS }, (_, at) => ({
        id: `w${at}`,
        kind: 'ward' as const,
        name: `Phường ${at}`,
      })),
    );
    for (let at = 0; at < SCHOOLS; at += 1) {
      const school = {
        id: `s${at}`,
        name: `Trường ${at}`,
        simulated: false,
        unit: `w${at % WARDS}`,
      };
      units.putSchool(school, epochMs(START));
      for (let one = 0; one < INCIDENTS; one += 1) breakOne(school.id, one);
    }
    judged.keep(
      new Map(Array.from({ length: SCHOOLS }, (_, at) => [`s${at}`, summary])),
      epochMs(START),
    );
  });
}

function breakOne(school: string, one: number): void {
  const id = `${school}-${one}`;
  const [at, over] = [
    START + hours(one + 1),
    one % 2 === 0 ? START + hours(one + 1) + minutes(9) : null,
  ];
  const rule = one === 0 ? 'line_down' : 'camera_offline';
  const opened = one === 0 ? `${school} line` : `${school} ${one}`;
  state.run(
    `INSERT INTO incident (id, rule, school, device, severity, state, opened_at, resolved_at, cause, evidence)
     VALUES (?, ?, ?, ?, 'critical', ?, ?, ?, '{}', '{}')`,
    ...[id, rule, school, opened, over === null ? 'open' : 'resolved', at, over],
  );
  state.run(
    `INSERT INTO incident_member (incident, rule, school, device, since, joined_at, left_at, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, '{}')`,
    ...[id, rule, school, opened, at, at, over],
  );
}
