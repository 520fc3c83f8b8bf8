/**
 * `npm run bench:mails -- [SCHOOLS]`: all schools of one provider are cut off and come back; each has one contact, each
 * ward and the city one more. How long the engine's transaction takes for it, and how long the mails take to a server on loopback.
 */
import { SMTPServer } from 'smtp-server';
import { Mails } from '../../collector/notify/mail/mails.ts';
import { MailOptions } from '../../collector/notify/mail/options.ts';
import { smtpPost } from '../../collector/notify/mail/smtp-door.ts';
import type { Hearing } from '../../collector/notify/recipients/recipients.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { lineWords, sampleMember, sampleNotice } from '../mail-notices.ts';
import { listening } from '../smtp-catcher.ts';

const SCHOOLS = Number(process.argv[2] ?? 2_300);
const PER_WARD = 14;

let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => {
    stream.resume().on('end', () => {
      taken += 1;
      done();
    });
  },
});
const port = await listening(server.server, 0);

const sql = openDatabase(':memory:');
sql.run(
  `INSERT INTO incident (id, rule, severity, state, opened_at, cause, evidence)
   VALUES ('i', 'line_down', 'critical', 'open', 0, '{}', '{}')`,
);
const now = systemClock.now();
const schools = Array.from({ length: SCHOOLS }, (_, nth) => `thcs-${nth}`);
const members = schools.map((school) =>
  sampleMember({ school, schoolName: `Trường ${school}`, since: now }),
);
const person = (address: string, ids: readonly string[]): Hearing => ({
  ...{ address: `${address}@hatang.invalid`, name: '', language: 'vi', duty: 'technical' },
  ...{ unit: undefined, schools: new Set(ids), all: ids.length === SCHOOLS },
});
const wards = Map.groupBy(schools, (_, nth) => Math.floor(nth / PER_WARD));
const people = [
  ...schools.map((school) => person(school, [school])),
  ...[...wards].map(([ward, ids]) => person(`ward-${ward}`, ids)),
  person('city', schools),
];
const mails = new Mails({
  ...{ sql, clock: systemClock, random: Math.random, log: silentLog, timeZone: 'Asia/Ho_Chi_Minh' },
  options: MailOptions.parse({ from: 'hatang <hatang@hatang.invalid>' }),
  post: smtpPost(`smtp://127.0.0.1:${port}`),
  keep: () => Promise.resolve(),
  recipients: { hearing: () => people },
  known: () => true,
  unitName: () => undefined,
  publicUrl: () => 'http://127.0.0.1:8480',
});
const group = { kind: 'provider', name: 'VNPT' } as const;
const common = { incident: 'i', group, words: lineWords, at: now };
const over = members.map((member) => ({ ...member, leftAt: now }));
const oneOver = members.map((member, nth) => (nth === 0 ? { ...member, leftAt: now } : member));

async function timed(what: string, work: () => unknown): Promise<void> {
  const begun = performance.now();
  await work();
  process.stdout.write(`${what}: ${Math.round(performance.now() - begun)} ms\n`);
}
const accept = (notice: Parameters<typeof mails.accept>[0]) =>
  sql.transaction(() => mails.accept(notice));
const signal = new AbortController().signal;

process.stdout.write(`${SCHOOLS} schools, ${people.length} people\n`);
await timed('opened, written', () => accept(sampleNotice({ ...common, kind: 'opened', members })));
await timed('opened, sent', () => mails.pass(signal));
await timed('the first one back, written', () =>
  accept(sampleNotice({ ...common, kind: 'left', members: oneOver })),
);
await timed('all back, written', () =>
  accept(sampleNotice({ ...common, kind: 'resolved', members: over })),
);
await timed('all back, sent', () => mails.pass(signal));
process.stdout.write(`${taken} mails taken\n`);
server.close(() => undefined);
