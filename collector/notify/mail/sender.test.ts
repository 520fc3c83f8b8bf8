import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hours, minutes, ms } from '../../../kit/units.ts';
import { MailStage } from '../../../test/mail-stage.ts';
import { freePort, recipientOf, SmtpCatcher, type SmtpReply } from '../../../test/smtp-catcher.ts';
import { Outbox } from './outbox.ts';
import { smtpPost } from './smtp-door.ts';

let stage: MailStage;
let smtp: SmtpCatcher;
beforeEach(() => {
  stage = new MailStage();
  smtp = new SmtpCatcher();
});
afterEach(async () => {
  await smtp.close();
  stage.close();
});
const SHORT = { answer: ms(200), handing: ms(600), taking: ms(600) };
const header = (name: string) => smtp.inbox.map(({ headers }) => headers.get(name));

describe('mails to a real SMTP server', () => {
  it('arrive whole, in the language of each, opening and recovery in one thread', async () => {
    const port = await smtp.listen(() => 'take');
    const [vi, en] = ['vi@hatang.invalid', 'en@hatang.invalid'];
    const mails = stage.mails({ to: [{ address: vi }, { address: en, language: 'en' }] });
    mails.accept(stage.notice('opened'));
    mails.accept(stage.notice('resolved'));
    await stage.pass({ port });
    expect(smtp.inbox.map(recipientOf)).toEqual([vi, en, vi, en]);
    const [opened, english, recovery] = smtp.inbox;
    expect(opened?.subject).toBe('[hatang] Trường THCS A: Camera Cổng trường mất tín hiệu');
    expect(english?.subject).toContain('Camera Cổng trường is offline');
    expect(opened?.text).toContain('Việc cần làm:\nKiểm tra nguồn điện (hoặc cổng PoE)');
    expect(opened?.html).toContain('<html lang="vi">');
    expect(opened?.from?.text).toBe('"hatang" <hatang@hatang.invalid>');
    expect(recovery?.inReplyTo).toBe(opened?.messageId);
    expect(recovery?.references).toBe(opened?.messageId);
    expect(opened?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(stage.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  it('are written once, whoever tells it how often, and sent once', async () => {
    const port = await smtp.listen(() => 'take');
    for (let turn = 0; turn < 3; turn += 1) {
      stage.mails().accept(stage.notice('opened'));
      await stage.pass({ port });
    }
    expect(smtp.inbox).toHaveLength(1);
  });

  it('wait while the server is away, and lose and double nothing when it is back', async () => {
    const port = await freePort();
    const incidents = ['i1', 'i2', 'i3'];
    for (const incident of incidents) stage.mails().accept(stage.notice('opened', incident));
    for (let turn = 0; turn < 5; turn += 1) await stage.clock.advance(await stage.pass({ port }));
    expect(stage.states()).toEqual(['queued', 'queued', 'queued']);
    const replies: SmtpReply[] = [{ code: 451 }];
    await smtp.listen(() => replies.shift() ?? 'take', {}, port);
    for (let turn = 0; turn < 2; turn += 1) {
      await stage.clock.advance(minutes(6));
      await stage.pass({ port });
    }
    expect(header('x-hatang-incident').sort()).toEqual(incidents);
    expect(stage.states()).toEqual(['sent', 'sent', 'sent']);
  });

  it('are tried again later when the server says 4xx, and hold up no other', async () => {
    const replies: SmtpReply[] = [{ code: 451 }, 'take', { code: 452 }, 'take'];
    const port = await smtp.listen(() => replies.shift() ?? 'take');
    stage.mails().accept(stage.notice('opened', 'i1'));
    stage.mails().accept(stage.notice('opened', 'i2'));
    await stage.pass({ port });
    expect(stage.states()).toEqual(['sent', 'queued']);
    await stage.pass({ port });
    expect(replies).toHaveLength(2);
    for (const wait of [minutes(1), minutes(2)]) {
      await stage.clock.advance(wait);
      await stage.pass({ port });
    }
    expect(stage.states()).toEqual(['sent', 'sent']);
    expect(header('x-hatang-incident')).toEqual(['i2', 'i1']);
  });

  it('are refused for good when the server says 5xx, with its reason kept', async () => {
    const port = await smtp.listen(() => ({ code: 550 }));
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ port });
    await stage.clock.advance(hours(10));
    await stage.pass({ port });
    expect(stage.shown()).toMatchObject([
      { state: 'refused', error: expect.stringContaining('not now') },
    ]);
  });

  const saying =
    (code: number) => (_address: unknown, _session: unknown, done: (error: Error) => void) =>
      done(Object.assign(new Error(`so it says ${code}`), { responseCode: code }));
  it.each([
    ['MAIL FROM', 'onMailFrom', 451, 'queued', 1],
    // No server takes any mail from this address: that is no reason to give up this one.
    ['MAIL FROM', 'onMailFrom', 550, 'queued', 0],
    ['MAIL FROM', 'onMailFrom', 552, 'refused', 1],
    ['RCPT TO', 'onRcptTo', 450, 'queued', 1],
    ['RCPT TO', 'onRcptTo', 550, 'refused', 1],
    ['RCPT TO', 'onRcptTo', 421, 'queued', 0],
  ] as const)('that are answered %s by %s with %i are %s', async (_, step, code, state, tries) => {
    const port = await smtp.listen(() => 'take', { [step]: saying(code) });
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ port });
    expect(stage.shown()).toMatchObject([{ state, attempts: tries }]);
    expect(stage.shown()[0]?.error).toContain(`so it says ${code}`);
  });

  it('wait where something answers that is no mail server', async () => {
    const port = await smtp.babbling();
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ port });
    expect(stage.shown()).toMatchObject([{ state: 'queued', attempts: 0 }]);
  });

  it('go over one connection as long as there are any', async () => {
    let connections = 0;
    const onConnect: SMTPServerOptions['onConnect'] = (_session, done) => {
      connections += 1;
      done();
    };
    const port = await smtp.listen(() => 'take', { onConnect });
    const to = ['a', 'b', 'c', 'd'].map((name) => ({ address: `${name}@hatang.invalid` }));
    stage.mails({ to }).accept(stage.notice('opened'));
    await stage.pass({ port });
    expect(stage.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(connections).toBe(1);
  });

  it('are given up after three days of 4xx', async () => {
    stage.mails().accept(stage.notice('opened'));
    let hoursGone = 0;
    for (; stage.states()[0] === 'queued'; hoursGone += 1) {
      await stage.pass({
        post: () => Promise.resolve({ kind: 'deferred', reason: '451 not now' }),
      });
      await stage.clock.advance(hours(1));
    }
    expect(stage.states()).toEqual(['failed']);
    expect(hoursGone).toBeGreaterThanOrEqual(72);
  });

  it('count a refused sign-in as the server’s trouble, not as theirs', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, done) => {
      done(Object.assign(new Error('wrong'), { responseCode: 535 }));
    };
    const locked = { authOptional: false, allowInsecureAuth: true, onAuth };
    const port = await smtp.listen(() => 'take', locked);
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post: smtpPost(`smtp://user:planted-secret@127.0.0.1:${port}`) });
    const [mail] = stage.shown();
    expect(mail?.state).toBe('queued');
    expect(mail?.error).not.toContain('planted-secret');
  });

  it('are not held for ever by a server that never answers', async () => {
    const port = await smtp.mute();
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post: smtpPost(`smtp://127.0.0.1:${port}`, SHORT) });
    expect(stage.states()).toEqual(['queued']);
  });

  it('are not given to a server whose certificate does not hold', async () => {
    const port = await smtp.listen(() => 'take', { secure: true, logger: false });
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post: smtpPost(`smtps://127.0.0.1:${port}`) });
    expect(smtp.inbox).toEqual([]);
    expect(stage.states()).toEqual(['queued']);
  });

  it('are tried again when the connection drops after the last byte', async () => {
    const dropping = await smtp.ending((socket) => socket.destroy());
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ port: dropping });
    expect(stage.states()).toEqual(['queued']);
    const port = await smtp.listen(() => 'take');
    await stage.clock.advance(minutes(1));
    await stage.pass({ port });
    expect(stage.states()).toEqual(['sent']);
  });

  it('are sent again with the same Message-ID when the sender was killed before it knew', async () => {
    const port = await smtp.listen(() => 'take');
    const settle = vi.spyOn(Outbox.prototype, 'settle').mockImplementationOnce(() => {
      throw new Error('killed');
    });
    stage.mails().accept(stage.notice('opened'));
    await expect(stage.pass({ port })).rejects.toThrow('killed');
    settle.mockRestore();
    await stage.pass({ port });
    expect(smtp.inbox).toHaveLength(1);
    await stage.clock.advance(minutes(6));
    await stage.pass({ port });
    expect(smtp.inbox).toHaveLength(1);
    await stage.clock.advance(minutes(1));
    await stage.pass({ port });
    expect(smtp.inbox).toHaveLength(2);
    expect(smtp.inbox[1]?.messageId).toBe(smtp.inbox[0]?.messageId);
    expect(stage.states()).toEqual(['sent']);
  });

  it('never send a recovery before its opening', async () => {
    const replies: SmtpReply[] = [{ code: 451 }];
    const port = await smtp.listen(() => replies.shift() ?? 'take');
    stage.mails().accept(stage.notice('opened'));
    stage.mails().accept(stage.notice('resolved'));
    await stage.pass({ port });
    expect(smtp.inbox).toEqual([]);
    await stage.clock.advance(minutes(2));
    await stage.pass({ port });
    expect(header('x-hatang-kind')).toEqual(['opened', 'resolved']);
  });

  it('are delivered by the loop until it is stopped', async () => {
    const port = await smtp.listen(() => 'take');
    const mails = stage.mails({ port });
    const stopping = new AbortController();
    const ended = mails.deliver(stopping.signal);
    mails.accept(stage.notice('opened'));
    await vi.waitFor(async () => {
      await stage.clock.advance(ms(1_000));
      expect(stage.states()).toEqual(['sent']);
    });
    stopping.abort();
    await ended;
  });
});
