import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { hours, type Ms, minutes, ms } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import type { Notice } from '../notifier.ts';
import { mailFolder } from './folder-door.ts';
import { Mails } from './mails.ts';
import { MailOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { Sender } from './sender.ts';
import { type Post, smtpPost } from './smtp-door.ts';

const stop = new AbortController().signal;
let database: Database;
let clock: ManualClock;
let folder: string;
let servers: SMTPServer[];
let inbox: ParsedMail[];

beforeEach(() => {
  database = openDatabase(':memory:');
  clock = new ManualClock();
  folder = mkdtempSync(join(tmpdir(), 'hatang-mail-'));
  servers = [];
  inbox = [];
  database.run("INSERT INTO unit (id, kind, name) VALUES ('thcs-a', 'school', 'Trường THCS A')");
  database.run("INSERT INTO school (id, created_at) VALUES ('thcs-a', 0)");
});
afterEach(async () => {
  for (const server of servers) await new Promise<void>((done) => server.close(done));
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Reply = 'take' | { readonly code: number };
/** A real SMTP server that answers as `reply` says at the moment. */
async function smtp(
  reply: () => Reply,
  options: SMTPServerOptions = {},
  port = 0,
): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    // Its own certificate is public: plain on loopback is what these tests speak.
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        const answer = reply();
        if (answer === 'take') inbox.push(mail);
        done(
          answer === 'take'
            ? null
            : Object.assign(new Error('not now'), { responseCode: answer.code }),
        );
      }, done);
    },
  });
  server.on('error', () => undefined);
  servers.push(server);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Says yes to everything, and hangs up after the last byte of the mail. */
function droppingServer() {
  return createServer((socket) => {
    let inData = false;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (inData) return text.endsWith('\r\n.\r\n') ? socket.destroy() : undefined;
      inData = text.startsWith('DATA');
      return socket.write(inData ? '354 go on\r\n' : '250 fine\r\n');
    });
    socket.write('220 ready\r\n');
  });
}

const TO = [{ address: 'truc@hatang.invalid' }, { address: 'en@hatang.invalid', language: 'en' }];
interface Setting {
  readonly port?: number;
  readonly to?: readonly object[];
  readonly patience?: Ms;
}
function parts({ port, to = TO, patience }: Setting) {
  const options = MailOptions.parse({ from: 'hatang <hatang@hatang.invalid>', to });
  return {
    sql: database,
    options,
    post: port === undefined ? undefined : smtpPost(`smtp://127.0.0.1:${port}`, patience),
    keep: mailFolder(join(folder, 'mails')),
    schoolsBelow: (unit: string) => new Set(unit === 'cho-quan' ? ['thcs-a'] : []),
    publicUrl: 'http://127.0.0.1:8480',
    timeZone: 'Asia/Ho_Chi_Minh',
    clock,
    random: () => 1,
    log: silentLog,
  };
}
const mailsOver = (setting: Setting) => new Mails(parts(setting));
/** One pass of the loop, awaited. */
const pass = (setting: Setting, post?: Post) => {
  const given = parts(setting);
  const sending = {
    ...given,
    outbox: new Outbox(database),
    from: given.options.from,
    post: post ?? given.post,
  };
  return new Sender(sending).pass(stop);
};

function notice(kind: Notice['kind'], incident = 'thcs-a-camera_offline-c1-1'): Notice {
  database.run(
    `INSERT OR IGNORE INTO incident (id, rule, school, device, severity, state, opened_at, cause, evidence)
     VALUES (?1, 'camera_offline', 'thcs-a', ?1, 'critical', 'open', 0, '{}', '{}')`,
    incident,
  );
  const at = clock.now();
  return {
    kind,
    incident,
    rule: 'camera_offline',
    severity: 'critical',
    tell: 'at_once',
    school: { id: 'thcs-a', name: 'Trường THCS Nguyễn Thị Định', unit: undefined },
    simulated: false,
    subject: { vi: 'Camera Cổng trường', en: 'Camera Cổng trường' },
    headline: { vi: 'Camera Cổng trường mất tín hiệu', en: 'Camera Cổng trường is offline' },
    cause: { vi: 'Camera Cổng trường mất tín hiệu.', en: 'Camera Cổng trường is offline.' },
    advice: { vi: 'Kiểm tra nguồn điện.', en: 'Check its power.' },
    evidence: {},
    openedAt: at,
    resolvedAt: kind === 'resolved' ? at : undefined,
    at,
  };
}
const one = { to: [{ address: 'truc@hatang.invalid' }] };
const states = () =>
  mailsOver({})
    .mails({ sight: undefined, limit: 100 })
    .map(({ state }) => state);
const toOf = ({ to }: ParsedMail) => (to as AddressObject | undefined)?.text;

describe('mails to a real SMTP server', () => {
  it('arrive whole, in the language of each, opening and recovery in one thread', async () => {
    const port = await smtp(() => 'take');
    const mails = mailsOver({ port });
    mails.accept(notice('opened'));
    mails.accept(notice('resolved'));
    await pass({ port });
    expect(inbox.map(toOf)).toEqual([TO[0], TO[1], TO[0], TO[1]].map((to) => to?.address));
    const [opened, english, recovery] = inbox;
    expect(opened?.subject).toBe(
      '[hatang] Trường THCS Nguyễn Thị Định: Camera Cổng trường mất tín hiệu',
    );
    expect(english?.subject).toContain('Camera Cổng trường is offline');
    expect(opened?.text).toContain('Việc cần làm:\nKiểm tra nguồn điện.');
    expect(opened?.html).toContain('<html lang="vi">');
    expect(opened?.from?.text).toBe('"hatang" <hatang@hatang.invalid>');
    expect(recovery?.inReplyTo).toBe(opened?.messageId);
    expect(recovery?.references).toBe(opened?.messageId);
    expect(opened?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  it('are written once, whoever tells it how often, and sent once', async () => {
    const port = await smtp(() => 'take');
    for (let turn = 0; turn < 3; turn += 1) {
      mailsOver({ port, ...one }).accept(notice('opened'));
      await pass({ port, ...one });
    }
    expect(inbox).toHaveLength(1);
  });

  it('go to those whom the school concerns', () => {
    const to = [
      { address: 'ward@hatang.invalid', unit: 'cho-quan' },
      { address: 'elsewhere@hatang.invalid', unit: 'an-dong' },
      { address: 'school@hatang.invalid', schools: ['thcs-a'] },
      { address: 'other@hatang.invalid', schools: ['thcs-b'] },
    ];
    const mails = mailsOver({ to });
    mails.accept(notice('opened'));
    const sent = mails.mails({ sight: undefined, limit: 9 }).map((mail) => mail.to);
    expect(sent.sort()).toEqual(['school@hatang.invalid', 'ward@hatang.invalid']);
  });

  it('are not written for what can wait', () => {
    const mails = mailsOver(one);
    mails.accept({ ...notice('opened'), tell: 'later' });
    expect(states()).toEqual([]);
  });

  it('wait while the server is away, and lose and double nothing when it is back', async () => {
    const port = await freePort();
    const mails = mailsOver({ port, ...one });
    for (const incident of ['i1', 'i2', 'i3']) mails.accept(notice('opened', incident));
    for (let turn = 0; turn < 100; turn += 1) await clock.advance(await pass({ port, ...one }));
    expect(states()).toEqual(['queued', 'queued', 'queued']);
    await smtp(() => 'take', {}, port);
    await clock.advance(minutes(6));
    await pass({ port, ...one });
    expect(inbox.map(({ headers }) => headers.get('x-hatang-incident')).sort()).toEqual([
      'i1',
      'i2',
      'i3',
    ]);
    expect(states()).toEqual(['sent', 'sent', 'sent']);
  });

  it('are tried again later when the server says 4xx, and hold up no other', async () => {
    let replies: Reply[] = [{ code: 451 }, 'take', { code: 452 }, 'take'];
    const port = await smtp(() => replies.shift() ?? 'take');
    const mails = mailsOver({ port, ...one });
    mails.accept(notice('opened', 'i1'));
    mails.accept(notice('opened', 'i2'));
    await pass({ port, ...one });
    expect(states()).toEqual(['sent', 'queued']);
    await pass({ port, ...one });
    expect(replies).toHaveLength(2);
    await clock.advance(minutes(1));
    await pass({ port, ...one });
    await clock.advance(minutes(2));
    await pass({ port, ...one });
    expect(states()).toEqual(['sent', 'sent']);
    replies = [];
    expect(inbox).toHaveLength(2);
  });

  it('fail at once when the server says 5xx, with its reason kept', async () => {
    const port = await smtp(() => ({ code: 550 }));
    const mails = mailsOver({ port, ...one });
    mails.accept(notice('opened'));
    await pass({ port, ...one });
    await clock.advance(hours(10));
    await pass({ port, ...one });
    expect(mails.mails({ sight: undefined, limit: 1 })).toMatchObject([
      { state: 'failed', error: expect.stringContaining('not now') },
    ]);
    expect(inbox).toEqual([]);
  });

  it('are given up after three days of 4xx', async () => {
    mailsOver(one).accept(notice('opened'));
    let waited = 0;
    for (; states()[0] === 'queued'; waited += 1) {
      await pass(one, () => Promise.resolve({ kind: 'deferred', reason: '451 not now' }));
      await clock.advance(hours(1));
    }
    expect(states()).toEqual(['failed']);
    expect(waited).toBeGreaterThanOrEqual(72);
  });

  it('count a refused sign-in as the server’s trouble, not as theirs', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, done) => {
      done(Object.assign(new Error('wrong'), { responseCode: 535 }));
    };
    const port = await smtp(() => 'take', { authOptional: false, allowInsecureAuth: true, onAuth });
    mailsOver({ port, ...one }).accept(notice('opened'));
    await pass(one, smtpPost(`smtp://user:planted-secret@127.0.0.1:${port}`));
    const [mail] = mailsOver({}).mails({ sight: undefined, limit: 1 });
    expect(mail?.state).toBe('queued');
    expect(mail?.error).not.toContain('planted-secret');
  });

  it('are not held for ever by a server that never answers', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    mailsOver({ ...one }).accept(notice('opened'));
    await pass({ port, ...one, patience: ms(200) });
    expect(states()).toEqual(['queued']);
    mute.close();
  });

  it('are not given to a server whose certificate does not hold', async () => {
    const port = await smtp(() => 'take', { secure: true, logger: false });
    mailsOver(one).accept(notice('opened'));
    await pass(one, smtpPost(`smtps://127.0.0.1:${port}`));
    expect(inbox).toEqual([]);
    expect(states()).toEqual(['queued']);
  });

  it('are tried again when the connection drops after the last byte', async () => {
    const dropping = droppingServer();
    await new Promise<void>((done) => dropping.listen(0, '127.0.0.1', done));
    const address = dropping.address();
    const dropped = typeof address === 'object' && address !== null ? address.port : 0;
    mailsOver(one).accept(notice('opened'));
    await pass({ port: dropped, ...one });
    expect(states()).toEqual(['queued']);
    dropping.close();
    const port = await smtp(() => 'take');
    await clock.advance(minutes(1));
    await pass({ port, ...one });
    expect(states()).toEqual(['sent']);
  });

  it('are sent again with the same Message-ID when the sender was killed before it knew', async () => {
    const port = await smtp(() => 'take');
    const settle = vi.spyOn(Outbox.prototype, 'settle').mockImplementationOnce(() => {
      throw new Error('killed');
    });
    mailsOver({ port, ...one }).accept(notice('opened'));
    await expect(pass({ port, ...one })).rejects.toThrow('killed');
    settle.mockRestore();
    await pass({ port, ...one });
    expect(inbox).toHaveLength(1);
    await clock.advance(minutes(2));
    await pass({ port, ...one });
    expect(inbox).toHaveLength(2);
    expect(inbox[1]?.messageId).toBe(inbox[0]?.messageId);
    expect(states()).toEqual(['sent']);
  });

  it('never send a recovery before its opening', async () => {
    const replies: Reply[] = [{ code: 451 }];
    const port = await smtp(() => replies.shift() ?? 'take');
    const mails = mailsOver({ port, ...one });
    mails.accept(notice('opened'));
    mails.accept(notice('resolved'));
    await pass({ port, ...one });
    expect(inbox).toEqual([]);
    await clock.advance(minutes(2));
    await pass({ port, ...one });
    expect(inbox.map(({ headers }) => headers.get('x-hatang-kind'))).toEqual([
      'opened',
      'resolved',
    ]);
  });

  it('are delivered by the loop until it is stopped', async () => {
    const port = await smtp(() => 'take');
    const mails = mailsOver({ port, ...one });
    const stopping = new AbortController();
    const ended = mails.deliver(stopping.signal);
    mails.accept(notice('opened'));
    await vi.waitFor(async () => {
      await clock.advance(ms(1_000));
      expect(states()).toEqual(['sent']);
    });
    stopping.abort();
    await ended;
  });
});

describe('mails without an SMTP server', () => {
  it('are kept as files that a mail program can read', async () => {
    const mails = mailsOver(one);
    mails.accept(notice('opened'));
    await pass(one);
    const [kept] = mails.mails({ sight: undefined, limit: 1 });
    expect(kept?.state).toBe('kept');
    expect(readdirSync(join(folder, 'mails'))).toEqual([`${kept?.id}.eml`]);
    const parsed = await simpleParser(readFileSync(join(folder, 'mails', `${kept?.id}.eml`)));
    expect(parsed.subject).toBe(kept?.subject);
    expect(parsed.text?.trim()).toBe(kept?.text.trim());
    expect(parsed.date?.getTime()).toBe(clock.now());
  });

  it('are given as a file to those who may see the school, and to nobody else', async () => {
    const mails = mailsOver(one);
    mails.accept(notice('opened'));
    const [{ id } = { id: '' }] = mails.mails({ sight: new Set(['thcs-a']), limit: 1 });
    const eml = await mails.eml(id, new Set(['thcs-a']));
    expect((await simpleParser(Buffer.from(eml ?? []))).subject).toContain('Nguyễn Thị Định');
    expect(await mails.eml(id, new Set(['thcs-b']))).toBeUndefined();
    expect(await mails.eml('nowhere', undefined)).toBeUndefined();
    expect(mails.mails({ sight: new Set(['thcs-b']), limit: 1 })).toEqual([]);
  });

  it('are not made, with one warning, where nobody is to be told', () => {
    const warn = vi.fn();
    const mails = new Mails({
      ...parts({}),
      options: undefined,
      log: { ...silentLog, warn },
    });
    mails.accept(notice('opened', 'i1'));
    mails.accept(notice('opened', 'i2'));
    expect(states()).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
