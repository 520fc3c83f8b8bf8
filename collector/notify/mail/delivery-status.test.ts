import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureReport, type ReportAsked } from '../../../test/failure-report.ts';
import { MailStage } from '../../../test/mail-stage.ts';
import { LARGEST_REPORT_BYTES, readDeliveryStatus } from './delivery-status.ts';

const report = (asked: Partial<ReportAsked> = {}) =>
  Buffer.from(failureReport({ messageId: 'i1-opened-0123@hatang.invalid', ...asked }));

describe('a mail server’s report', () => {
  it.each([
    ['Postfix', {}],
    ['one with bare line feeds', { lineEnd: '\n' }],
    ['one that returns the headers alone', { original: 'text/rfc822-headers' }],
  ] as const)('is read: %s', (_, asked) => {
    expect(readDeliveryStatus(report(asked))).toEqual({
      action: 'failed',
      reason: '5.1.1 550 5.1.1 <no@hatang.invalid>: Recipient address rejected: User unknown',
      messageId: 'i1-opened-0123@hatang.invalid',
    });
  });

  it('of a delay is one of a delay', () => {
    expect(readDeliveryStatus(report({ action: 'delayed' }))?.action).toBe('delayed');
  });

  it.each([
    ['good news', report({ action: 'delivered' })],
    ['an ordinary mail', Buffer.from('From: a@b.invalid\r\nMessage-ID: <i1@x>\r\n\r\nHello\r\n')],
    ['a report without the mail it is about', report({ original: 'text/plain' })],
    ['nothing', Buffer.alloc(0)],
    ['a report that is too large', Buffer.concat([report(), Buffer.alloc(LARGEST_REPORT_BYTES)])],
  ])('is none: %s', (_, message) => {
    expect(readDeliveryStatus(message)).toBeUndefined();
  });

  it('takes no Message-ID but that of the mail it is about', () => {
    const own = failureReport({ messageId: 'own@x' }).replace(/^Message-I[dD]: <own@x>\r\n/m, '');
    expect(readDeliveryStatus(Buffer.from(own))).toBeUndefined();
  });

  it('can be cut and changed anywhere without harm', () => {
    const whole = report();
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const changed = Buffer.from(whole.subarray(0, end));
        if (at < changed.length) changed[at] = byte;
        const read = readDeliveryStatus(changed);
        expect(read?.reason.length ?? 0).toBeLessThanOrEqual(300);
        expect(read?.reason ?? '').not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('a mail that came back', () => {
  let stage: MailStage;
  beforeEach(() => {
    stage = new MailStage();
  });
  afterEach(() => stage.close());

  const accepted = async () => ({ kind: 'accepted' }) as const;
  async function sent(): Promise<string> {
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post: accepted });
    return stage.shown()[0]?.id ?? '';
  }
  const about = (id: string, asked: Partial<ReportAsked> = {}) =>
    report({ messageId: `${id}@hatang.invalid`, ...asked });

  it('is marked with the reason', async () => {
    const id = await sent();
    expect(stage.mails().bounce(about(id))).toEqual({
      ...{ kind: 'bounced', mail: id, recipient: 'truc@hatang.invalid' },
    });
    expect(stage.shown()).toMatchObject([
      { state: 'bounced', error: expect.stringContaining('User unknown') },
    ]);
  });

  it('is followed by no recovery', async () => {
    stage.mails().bounce(about(await sent()));
    stage.mails().accept(stage.notice('resolved'));
    expect(stage.shown()).toHaveLength(1);
  });

  it('stays sent while it is only late, with what is said of it', async () => {
    const id = await sent();
    expect(stage.mails().bounce(about(id, { action: 'delayed' })).kind).toBe('delayed');
    expect(stage.shown()).toMatchObject([
      { state: 'sent', error: expect.stringContaining('User unknown') },
    ]);
  });

  it('is one of ours that was sent', async () => {
    stage.mails().accept(stage.notice('opened'));
    const [mail] = stage.shown();
    for (const id of [mail?.id ?? '', 'nobodys'])
      expect(stage.mails().bounce(about(id))).toEqual({ kind: 'ignored', reason: 'not ours' });
    expect(stage.states()).toEqual(['queued']);
  });
});
