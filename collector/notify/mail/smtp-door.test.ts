import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ms } from '../../../kit/units.ts';
import { MailStage } from '../../../test/mail-stage.ts';
import { SmtpCatcher } from '../../../test/smtp-catcher.ts';
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
const NEVER = new AbortController().signal;

describe('mails that a server', () => {
  it('has whole are waited for longer', async () => {
    const slow = await smtp.ending((socket) => setTimeout(() => socket.write('250 ok\r\n'), 1_500));
    const patience = { answer: ms(1_000), handing: ms(20_000), taking: ms(30_000) };
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post: smtpPost(`smtp://127.0.0.1:${slow}`, patience) });
    expect(stage.states()).toEqual(['sent']);
  });

  const outgoing = { from: 'a@hatang.invalid', to: 'b@hatang.invalid', eml: Buffer.from('hi') };
  it.each([
    ['says nothing', () => undefined, true],
    ['hangs up', (socket: Socket) => socket.destroy(), false],
  ] as const)('has whole may have arrived where it then %s', async (_, end, silent) => {
    const port = await smtp.ending(end);
    const patience = { answer: ms(5_000), handing: ms(20_000), taking: ms(200) };
    const delivery = await smtpPost(`smtp://127.0.0.1:${port}`, patience)(outgoing, NEVER);
    expect(delivery).toMatchObject({ kind: 'unanswered', silent });
  });

  it('has whole hold up no stop', async () => {
    const stop = new AbortController();
    const port = await smtp.ending(() => stop.abort());
    const patience = { answer: ms(200), handing: ms(20_000), taking: ms(3_600_000) };
    const delivery = await smtpPost(`smtp://127.0.0.1:${port}`, patience)(outgoing, stop.signal);
    expect(delivery.kind).toBe('unanswered');
  });

  it.each([
    ['5.7.1', 'queued'],
    ['5.1.8', 'queued'],
    ['5.1.7', 'queued'],
    ['5.1.1', 'refused'],
    ['5.2.2', 'refused'],
  ] as const)('refuses with %s at RCPT TO are %s', async (status, state) => {
    const reason = `${status} <truc@hatang.invalid>: no`;
    const port = await smtp.listen(() => 'take', {
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error(reason), { responseCode: 554 })),
    });
    const told: object[] = [];
    const note = (fields: object) => told.push(fields);
    const log = { info: note, warn: note, error: note };
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ port, log });
    expect(stage.shown()).toMatchObject([{ state, error: expect.stringContaining(reason) }]);
    expect(JSON.stringify(told)).toContain(`${status} <ADDRESS>: no`);
  });
});
