import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, epochMs, minutes } from '../../../kit/units.ts';
import { sampleMember } from '../../../test/mail-notices.ts';
import { KNOWN, MailStage } from '../../../test/mail-stage.ts';
import type { AcknowledgeAsked } from './acknowledge.ts';

let stage: MailStage;
beforeEach(() => {
  stage = new MailStage();
});
afterEach(() => stage.close());

const [A, B] = ['a@hatang.invalid', 'b@hatang.invalid'];
const TWO = [
  { address: A, schools: ['thcs-a'] },
  { address: B, schools: ['thcs-b'] },
];
/** Oldest first: who got what. */
const told = () =>
  [...stage.shown()]
    .reverse()
    .map(({ id, to }) => `${/-(opened|resolved|escalated)-/.exec(id)?.[1]} ${to}`);
const member = (school: string, leftAt?: number) =>
  sampleMember({
    ...{ school, schoolName: `Trường ${school}`, device: `Camera ${school}` },
    since: stage.clock.now(),
    ...(leftAt === undefined ? {} : { leftAt: epochMs(leftAt) }),
  });

describe('who gets a mail', () => {
  it('is whom one of its schools concerns', () => {
    stage.mails({ to: TWO }).accept(stage.notice('opened'));
    expect(told()).toEqual([`opened ${A}`]);
  });

  it('is nobody for what waits for a digest', () => {
    stage.mails().accept({ ...stage.notice('opened'), tell: 'digest' });
    expect(stage.shown()).toEqual([]);
  });

  it('is nobody, with one warning, where nobody is to hear of it', () => {
    const warn = vi.fn();
    const mails = stage.mails({ to: [], log: { ...silentLog, warn } });
    mails.accept(stage.notice('opened', 'i1'));
    mails.accept(stage.notice('opened', 'i2'));
    expect(stage.shown()).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is whom a school that joins concerns, and nobody twice', () => {
    stage.school('thcs-b');
    const mails = stage.mails({ to: TWO });
    mails.accept(stage.notice('opened', 'i', { members: [member('thcs-a')] }));
    const members = [member('thcs-a'), member('thcs-b')];
    mails.accept(stage.notice('joined', 'i', { members }));
    mails.accept(stage.notice('joined', 'i', { members }));
    expect(told()).toEqual([`opened ${A}`, `opened ${B}`]);
  });

  it('is told of a recovery once all that concerns them is right again, though others are not', () => {
    stage.school('thcs-b');
    const mails = stage.mails({ to: [...TWO, { address: 'city@hatang.invalid' }] });
    const now = stage.clock.now();
    mails.accept(stage.notice('opened', 'i', { members: [member('thcs-a'), member('thcs-b')] }));
    const half = [member('thcs-a', now), member('thcs-b')];
    mails.accept(stage.notice('left', 'i', { members: half }));
    mails.accept(stage.notice('left', 'i', { members: half }));
    expect(told().slice(3)).toEqual([`resolved ${A}`]);
    const all = [member('thcs-a', now), member('thcs-b', now)];
    mails.accept(stage.notice('resolved', 'i', { members: all }));
    expect(told().slice(4).sort()).toEqual([`resolved ${B}`, 'resolved city@hatang.invalid']);
  });

  it('hears of it anew, in the same thread, where more of theirs join after it was over for them', async () => {
    stage.school('thcs-b');
    stage.school('thcs-c');
    const sent: string[] = [];
    const post = async ({ eml }: { readonly eml: Uint8Array }) => {
      const { messageId, inReplyTo, text } = await simpleParser(Buffer.from(eml));
      sent.push(`${messageId?.split('-').at(-1)} ${inReplyTo?.split('-').at(-1)} ${text}`);
      return { kind: 'accepted' } as const;
    };
    const mails = stage.mails({ post, to: [{ address: A, schools: ['thcs-a', 'thcs-c'] }] });
    const [a, b, c] = [member('thcs-a'), member('thcs-b'), member('thcs-c')];
    const gone = member('thcs-a', stage.clock.now());
    mails.accept(stage.notice('opened', 'i', { members: [a, b] }));
    mails.accept(stage.notice('left', 'i', { members: [gone, b] }));
    await stage.clock.advance(minutes(1));
    mails.accept(stage.notice('joined', 'i', { members: [gone, b, c] }));
    mails.accept(stage.notice('joined', 'i', { members: [gone, b, c] }));
    const over = member('thcs-c', stage.clock.now() + 1);
    await stage.clock.advance(minutes(1));
    mails.accept(stage.notice('left', 'i', { members: [gone, b, over] }));
    mails.accept(stage.notice('left', 'i', { members: [gone, b, over] }));
    await stage.pass({ post });
    const root = sent[0]?.split(' ')[0];
    expect(sent.map((text) => text.split(' ')[1])).toEqual(['undefined', root, root, root]);
    expect(sent.map((text) => text.includes('thcs-c'))).toEqual([false, false, true, true]);
    expect(sent[3]).not.toContain('thcs-a');
    expect(stage.states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  it('hears of no recovery without having heard of the beginning', () => {
    stage.mails({ to: [] }).accept(stage.notice('opened'));
    stage.mails().accept(stage.notice('resolved'));
    expect(stage.shown()).toEqual([]);
  });

  it('hears of the recovery also when no longer among the contacts', () => {
    stage.mails({ to: TWO }).accept(stage.notice('opened'));
    stage.mails({ to: [] }).accept(stage.notice('resolved'));
    expect(told()).toEqual([`opened ${A}`, `resolved ${A}`]);
  });

  it('is nobody while a person keeps it silent, but the recovery comes to who was told before', () => {
    const silentUntil = epochMs(stage.clock.now() + minutes(60));
    const mails = stage.mails();
    mails.accept(stage.notice('opened', 'i1', { silentUntil }));
    mails.accept(stage.notice('escalated', 'i1', { silentUntil }));
    expect(stage.shown()).toEqual([]);
    mails.accept(stage.notice('opened', 'i2'));
    mails.accept(stage.notice('resolved', 'i2', { silentUntil }));
    expect(stage.shown()).toHaveLength(2);
  });

  it('of an escalation is told of the recovery too', () => {
    stage.mails({ to: [{ address: A }] }).accept(stage.notice('opened'));
    stage.mails({ to: [{ address: B }] }).accept(stage.notice('escalated'));
    stage.mails({ to: [{ address: A }] }).accept(stage.notice('resolved'));
    expect(told()).toEqual([`opened ${A}`, `escalated ${B}`, `resolved ${A}`, `resolved ${B}`]);
    const [, first] = [...stage.shown()].reverse();
    expect(stage.shown()[0]?.subject).toBe(
      `Đã khôi phục: ${first?.subject.replace('Chưa ai xác nhận: ', '')}`,
    );
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
    expect(parsed.text).toContain('Kiểm tra nguồn điện');
    expect(parsed.date?.getTime()).toBe(stage.clock.now());
  });

  it('are given as a file to those who may see all its schools, and to nobody else', async () => {
    stage.school('thcs-b');
    const mails = stage.mails();
    mails.accept(stage.notice('opened', 'i', { members: [member('thcs-a'), member('thcs-b')] }));
    const both = new Set(['thcs-a', 'thcs-b', 'thcs-c']);
    const [{ id } = { id: '' }] = mails.mails({ sight: both, limit: 1 });
    const eml = await mails.eml(id, both);
    expect((await simpleParser(Buffer.from(eml ?? []))).subject).toContain('2 trường');
    const half = new Set(['thcs-a']);
    expect(await mails.eml(id, half)).toBeUndefined();
    expect(await mails.eml('nowhere', undefined)).toBeUndefined();
    expect(mails.mails({ sight: half, limit: 1 })).toEqual([]);
    expect(mails.counts(half)).toEqual(new Map());
    expect(mails.counts(both)).toEqual(new Map([['queued', 1]]));
  });
});

describe('the address of a recipient', () => {
  it.each([
    ['truc@hatang.invalid', '•••@hatang.invalid'],
    [KNOWN, KNOWN],
  ])('%s is read as %s by whoever sees a part, also in what the server said', async (to, read) => {
    const reason = `550 <${to.toUpperCase()}>: no such user`;
    const post = async () => ({ kind: 'refused', reason }) as const;
    stage.mails({ to: [{ address: to }] }).accept(stage.notice('opened', 'i'));
    await stage.pass({ post });
    const [mail] = stage.mails().mails({ sight: new Set(['thcs-a']), limit: 1 });
    expect(mail?.to).toBe(read);
    expect(mail?.error?.toLowerCase()).toBe(`550 <${read}>: no such user`);
    const [whole] = stage.shown();
    expect([whole?.to, whole?.error]).toEqual([to, reason]);
  });
});

describe('the link to acknowledge', () => {
  const acknowledgeLink = ({ incident, recipient: to }: AcknowledgeAsked) =>
    `https://h.example.vn/a?i=${incident}&t=${to}`;

  it('stands in what is sent, and in nothing that others can read', async () => {
    const sent: string[] = [];
    const post = async ({ eml }: { readonly eml: Uint8Array }) => {
      sent.push((await simpleParser(Buffer.from(eml))).text ?? '');
      return { kind: 'accepted' } as const;
    };
    const mails = stage.mails({ post, acknowledgeLink });
    mails.accept(stage.notice('opened', 'i'));
    const [shown] = stage.shown();
    expect(shown?.text).toContain('Nút xác nhận chỉ có trong thư');
    expect(`${shown?.text}${shown?.html}`).not.toContain('/a?i=');
    expect(`${shown?.text}${shown?.html}`).not.toContain('\u0001');
    const eml = await mails.eml(shown?.id ?? '', undefined);
    expect((await simpleParser(Buffer.from(eml ?? []))).text).not.toContain('/a?i=');
    await stage.pass({ post, acknowledgeLink });
    expect(sent[0]).toContain('https://h.example.vn/a?i=i&t=truc@hatang.invalid');
    expect(sent[0]).not.toContain('\u0001');
  });

  it('is replaced by a sentence where there is none to give', async () => {
    const sent: string[] = [];
    const post = async ({ eml }: { readonly eml: Uint8Array }) => {
      sent.push((await simpleParser(Buffer.from(eml))).text ?? '');
      return { kind: 'accepted' } as const;
    };
    stage.mails().accept(stage.notice('opened'));
    await stage.pass({ post });
    expect(sent[0]).toContain('mở trang sự cố dưới đây');
  });
});

describe('mails of long ago', () => {
  it('are forgotten, but for those of open incidents, what told them, and what still waits', async () => {
    const post = async () => ({ kind: 'accepted' }) as const;
    const storm = { most: 1 };
    const mails = stage.mails({ post, storm });
    for (const incident of ['over', 'open', 'open too'])
      mails.accept(stage.notice('opened', incident));
    await stage.pass({ post, storm });
    await stage.clock.advance(minutes(15));
    await stage.pass({ post, storm });
    stage.database.run("UPDATE incident SET state = 'resolved' WHERE id = 'over'");
    await stage.clock.advance(days(399));
    mails.accept(stage.notice('opened', 'fresh'));
    mails.prune(stage.clock.now());
    expect(stage.states()).toEqual(['queued', 'sent', 'merged', 'merged', 'sent']);
    await stage.clock.advance(days(2));
    mails.prune(stage.clock.now());
    expect(stage.states()).toEqual(['queued', 'sent', 'merged', 'merged']);
    stage.database.run("UPDATE incident SET state = 'resolved'");
    mails.prune(stage.clock.now());
    expect(stage.states()).toEqual(['queued']);
  });
});
