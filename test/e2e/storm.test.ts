import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs, hours, type Ms, minutes, seconds } from '../../kit/units.ts';
import { ManualClock } from '../manual-clock.ts';
import { SmtpCatcher } from '../smtp-catcher.ts';
import { type Started, startedCollector } from './started.ts';

/** A Tuesday, 08:00 in the city. */
const START = epochMs(Date.parse('2026-11-24T01:00:00Z'));
const SOON: Ms = seconds(2);

let clock: ManualClock;
let smtp: SmtpCatcher;
let config: object;
let collector: Started;

beforeEach(async () => {
  clock = new ManualClock(START);
  smtp = new SmtpCatcher();
  const port = await smtp.listen(() => 'take');
  config = {
    units: [
      { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
      ...['w0', 'w1', 'w2'].map((id) => ({
        id,
        kind: 'ward',
        name: `Phường ${id}`,
        parent: 'tphcm',
      })),
    ],
    mail: {
      from: 'hatang@hcm.edu.vn',
      smtp: `smtp://127.0.0.1:${port}`,
      to: [
        { address: 'so@hcm.edu.vn', unit: 'tphcm', duty: 'officer' },
        ...['w0', 'w1', 'w2'].map((id) => ({
          address: `${id}@hcm.edu.vn`,
          unit: id,
          duty: 'officer',
        })),
      ],
    },
    digests: { daily: [], weekly: 'off' },
  };
  collector = await startedCollector({ clock, config });
});
afterEach(async () => {
  await collector.end();
  await smtp.close();
});

/** Time goes by, and whatever the collector does meanwhile gets its turn. */
async function pass(span: Ms): Promise<void> {
  for (let gone = 0; gone < span; gone += SOON) {
    await clock.advance(SOON);
    await setImmediate();
  }
}

/** Until no mail waits. */
async function delivered(): Promise<readonly string[]> {
  for (let turn = 0; turn < 500; turn += 1) {
    await pass(SOON);
    const answer = await collector.call('/api/v1/mails?state=queued');
    const { mails } = (await answer.json()) as { mails: readonly unknown[] };
    if (mails.length === 0) break;
  }
  return smtp.inbox.map(({ subject = '' }) => subject);
}

async function school(id: string, unit: string): Promise<string> {
  const made = await collector.call('/api/v1/enrolment-codes', {
    json: { school: id, name: `THCS ${id}`, unit },
  });
  const { code } = (await made.json()) as { code: string };
  const enrolled = await collector.call('/api/v1/enroll', {
    token: undefined,
    json: { code, agent: 'may-chu' },
  });
  return ((await enrolled.json()) as { token: string }).token;
}

async function tell(token: string, lines: readonly string[], ago = 0): Promise<void> {
  const at = clock.now() - ago;
  const body = lines.map((line) => `${line} ${at}`).join('\n');
  const answer = await collector.call('/api/v2/write?precision=ms', { token, body });
  expect(answer.status).toBe(204);
  // What follows a batch has its turn after the answer.
  await setImmediate();
}

const CAMERAS = Array.from({ length: 40 }, (_, at) => `cam-${at}`);
const INVENTORY = [
  'device,device=sw,kind=switch name="Tủ mạng",cadence_s=30',
  ...CAMERAS.map((id) => `device,device=${id},kind=camera name="${id}",cadence_s=30,behind="sw"`),
];
const round = (up: boolean) => [
  `machine,device=sw,told_by=snmp up=${up}`,
  ...CAMERAS.map((id) => `camera,device=${id} up=${up},state="${up ? 'live' : 'unreachable'}"`),
];

/** As an agent does every half minute. */
async function rounds(count: number, token: string, up: boolean): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await pass(seconds(30));
    await tell(token, round(up));
  }
}

describe('a switch with forty cameras', () => {
  it('is one mail when it dies, the collector stopped and started in the middle, and one when it is back', async () => {
    const token = await school('a', 'w0');
    await tell(token, [...INVENTORY, ...round(true)]);
    await rounds(1, token, false);
    await collector.stop();
    collector = await startedCollector({ clock, config, folder: collector.folder });
    await rounds(6, token, false);
    await collector.stop();
    collector = await startedCollector({ clock, config, folder: collector.folder });
    await rounds(6, token, false);
    const mail = '[hatang] THCS a: Bộ chuyển mạch Tủ mạng không trả lời';
    expect(await delivered()).toEqual([mail]);
    await rounds(4, token, true);
    expect(await delivered()).toEqual([mail, `Đã khôi phục: ${mail}`]);
  });
});

describe('an agent that comes back after a day', () => {
  it('brings one recovery, and nothing of the outages in its backlog', async () => {
    const token = await school('a', 'w0');
    await tell(token, [...INVENTORY, ...round(true)]);
    await pass(minutes(6));
    const mail = '[hatang] THCS a mất liên lạc';
    expect(await delivered()).toEqual([mail, mail]);
    clock.jump(hours(24));
    await pass(seconds(10));
    const before = (await delivered()).length;
    for (let ago: number = hours(24); ago > minutes(10); ago -= minutes(30))
      await tell(token, round(false), ago);
    await rounds(6, token, true);
    const recovery = `Đã khôi phục: ${mail}`;
    expect((await delivered()).slice(before)).toEqual([recovery, recovery]);
  });
});

describe('schools that lose their provider for ten minutes', () => {
  it('are at most one mail to each who hears of them, and one when they are back', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 30 }, (_, at) => school(`s${at}`, `w${at % 3}`)),
    );
    const well = [
      'declaration,name=provider text="Viettel"',
      'camera,device=c up=true,state="live"',
    ];
    for (const token of tokens) await tell(token, well);
    await pass(minutes(10));
    await delivered();
    const told = smtp.inbox.map((mail) => ({ ...mail, to: [mail.to ?? []].flat()[0]?.text ?? '' }));
    const everybody = ['so@hcm.edu.vn', 'w0@hcm.edu.vn', 'w1@hcm.edu.vn', 'w2@hcm.edu.vn'];
    expect(told.map(({ to }) => to).sort()).toEqual(everybody);
    const mailTo = (address: string) => told.find(({ to }) => to === address);
    expect(mailTo('so@hcm.edu.vn')?.subject).toBe(
      '[hatang] 30 trường mất liên lạc, cùng nhà mạng Viettel',
    );
    expect(mailTo('w1@hcm.edu.vn')?.text).toContain('còn 20 trường khác cùng nhà mạng Viettel');
    for (const token of tokens) await tell(token, well);
    await pass(minutes(1));
    await delivered();
    const back = smtp.inbox.slice(4);
    expect(back.map(({ to }) => [to ?? []].flat()[0]?.text).sort()).toEqual(everybody);
    expect(back.every(({ subject }) => subject?.startsWith('Đã khôi phục: '))).toBe(true);
  });
});
