import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { MailStage } from '../../../test/mail-stage.ts';

let stage: MailStage;
beforeEach(() => {
  stage = new MailStage();
});
afterEach(() => stage.close());

describe('who gets a mail', () => {
  it('is whom the school concerns', () => {
    const to = [
      { address: 'ward@hatang.invalid', unit: 'cho-quan' },
      { address: 'elsewhere@hatang.invalid', unit: 'an-dong' },
      { address: 'school@hatang.invalid', schools: ['thcs-a'] },
      { address: 'other@hatang.invalid', schools: ['thcs-b'] },
    ];
    stage.mails({ to }).accept(stage.notice('opened'));
    const recipients = stage.shown().map((mail) => mail.to);
    expect(recipients.sort()).toEqual(['school@hatang.invalid', 'ward@hatang.invalid']);
  });

  it('is nobody for what can wait', () => {
    stage.mails().accept({ ...stage.notice('opened'), tell: 'later' });
    expect(stage.shown()).toEqual([]);
  });

  it('is nobody, with one warning, where the config names nobody', () => {
    const warn = vi.fn();
    const mails = stage.mails({ to: [], log: { ...silentLog, warn } });
    mails.accept(stage.notice('opened', 'i1'));
    mails.accept(stage.notice('opened', 'i2'));
    expect(stage.shown()).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe('mails without an SMTP server', () => {
  it('are kept as files that a mail program can read', async () => {
    stage.mails().accept(stage.notice('opened'));
    await stage.pass();
    const [kept] = stage.shown();
    expect(kept?.state).toBe('kept');
    const folder = join(stage.folder, 'mails');
    expect(readdirSync(folder)).toEqual([`${kept?.id}.eml`]);
    const parsed = await simpleParser(readFileSync(join(folder, `${kept?.id}.eml`)));
    expect(parsed.subject).toBe(kept?.subject);
    expect(parsed.text?.trim()).toBe(kept?.text.trim());
    expect(parsed.date?.getTime()).toBe(stage.clock.now());
  });

  it('are given as a file to those who may see the school, and to nobody else', async () => {
    const mails = stage.mails();
    mails.accept(stage.notice('opened'));
    const [{ id } = { id: '' }] = mails.mails({ sight: new Set(['thcs-a']), limit: 1 });
    const eml = await mails.eml(id, new Set(['thcs-a']));
    expect((await simpleParser(Buffer.from(eml ?? []))).subject).toContain('Nguyễn Thị Định');
    expect(await mails.eml(id, new Set(['thcs-b']))).toBeUndefined();
    expect(await mails.eml('nowhere', undefined)).toBeUndefined();
    expect(mails.mails({ sight: new Set(['thcs-b']), limit: 1 })).toEqual([]);
  });
});
