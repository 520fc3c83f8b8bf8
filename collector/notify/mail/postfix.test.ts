import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MailStage } from '../../../test/mail-stage.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import { type Postfix, startPostfix } from '../../../test/postfix.ts';
import { freePort, listening } from '../../../test/smtp-catcher.ts';

const KNOWN = 'truc@hatang.invalid';
const UNKNOWN = 'nobody@hatang.invalid';
/** Where reports come back to. */
const FROM = 'hatang@hatang.invalid';

describeWithPeers(['postfix', 'root'], 'mails through a real Postfix', () => {
  const stage = new MailStage();
  const inbox: { readonly to: string; readonly eml: Buffer }[] = [];
  let postfix: Postfix;
  let port: number;
  const behind = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      address === UNKNOWN
        ? done(Object.assign(new Error('5.1.1 User unknown'), { responseCode: 550 }))
        : done(),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        inbox.push({ to: envelope.rcptTo[0]?.address ?? '', eml: Buffer.concat(chunks) });
        done();
      });
    },
  });
  behind.on('error', () => undefined);
  const arrived = async (to: string) =>
    await vi.waitFor(
      () => {
        const found = inbox.find((mail) => mail.to === to);
        if (found === undefined) throw new Error(`nothing came to ${to}`);
        return found.eml;
      },
      { timeout: 30_000, interval: 100 },
    );

  beforeAll(async () => {
    port = await freePort();
    postfix = startPostfix(port, await listening(behind.server, 0));
  }, 60_000);
  afterAll(() => {
    postfix?.stop();
    behind.close(() => undefined);
    stage.close();
  });

  it('arrive as they were written', async () => {
    stage.mails({ to: [{ address: KNOWN }] }).accept(stage.notice('opened', 'known'));
    await stage.pass({ port });
    const [mail] = stage.shown();
    const parsed = await simpleParser(await arrived(KNOWN));
    expect(parsed.subject).toBe(mail?.subject);
    expect(parsed.messageId).toBe(`<${mail?.id}@hatang.invalid>`);
    expect(parsed.html).toContain('<html lang="vi">');
    expect(mail?.state).toBe('sent');
  }, 60_000);

  it('are known to have come back by its report', async () => {
    stage.mails({ to: [{ address: UNKNOWN }] }).accept(stage.notice('opened', 'unknown'));
    await stage.pass({ port });
    expect(stage.states()[0]).toBe('sent');
    const outcome = stage.mails().bounce(await arrived(FROM));
    expect(outcome).toMatchObject({ kind: 'bounced', recipient: UNKNOWN });
    expect(stage.shown()[0]).toMatchObject({
      state: 'bounced',
      error: expect.stringContaining('User unknown'),
    });
  }, 60_000);
});
