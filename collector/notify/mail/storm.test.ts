import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../../kit/units.ts';
import { sampleMember } from '../../../test/mail-notices.ts';
import { MailServer, StormStage } from '../../../test/mail-storm.ts';
import type { Delivery } from './smtp-door.ts';

let stage: StormStage;
beforeEach(() => {
  stage = new StormStage();
});
afterEach(() => stage.close());

/** One incident by its devices: whether each is right again. */
function tellOf(kind: 'opened' | 'left', devices: Readonly<Record<string, boolean>>): void {
  const members = Object.entries(devices).map(([device, isOver]) =>
    sampleMember({
      ...{ device, since: stage.clock.now() },
      ...(isOver ? { leftAt: stage.clock.now() } : {}),
    }),
  );
  stage.mails().accept(stage.notice(kind, 'i1', { members }));
}

describe('many incidents at once', () => {
  it('are ten mails of their own, and one that tells the rest', async () => {
    const server = new MailServer();
    const { post } = server;
    for (let nth = 0; nth < 33; nth += 1) stage.tell('opened', `i${nth}`, post);
    await stage.run(minutes(16), post);
    expect(server.inbox).toHaveLength(11);
    const parsed = await simpleParser(server.inbox[10] ?? '');
    expect(parsed.subject).toBe('[hatang] Thêm 23 sự cố mới ở 1 trường');
    const states = Map.groupBy(stage.shown(), ({ state }) => state);
    expect(states.get('merged')).toHaveLength(23);
    const [bundle] = stage.shown();
    expect(states.get('merged')?.every(({ mergedInto }) => mergedInto === bundle?.id)).toBe(true);
  });

  it('end as they were told: each in its own thread, or together', async () => {
    const server = new MailServer();
    const { post } = server;
    for (let nth = 0; nth < 33; nth += 1) stage.tell('opened', `i${nth}`, post);
    await stage.run(minutes(16), post);
    for (let nth = 0; nth < 33; nth += 1) stage.tell('resolved', `i${nth}`, post);
    await stage.run(minutes(16), post);
    expect(server.inbox).toHaveLength(11 + 10 + 1);
    const parsed = await simpleParser(server.inbox.at(-1) ?? '');
    expect(parsed.subject).toBe('[hatang] 23 sự cố đã kết thúc');
  });

  it('that pass before they were told are one line with their duration', async () => {
    const server = new MailServer();
    const { post } = server;
    for (let nth = 0; nth < 12; nth += 1) stage.tell('opened', `i${nth}`, post);
    await stage.run(minutes(5), post);
    stage.tell('resolved', 'i11', post);
    await stage.run(minutes(12), post);
    const texts = await server.texts();
    expect(texts).toHaveLength(11);
    expect(texts[10]).toMatch(/Đã xảy ra và đã kết thúc \(1\):\n.*<i11> .*\(5 phút\)/);
  });

  it('that begin anew after they were over are still open in the mail that tells it all', async () => {
    const server = new MailServer();
    server.now = 'unreachable';
    const { post } = server;
    tellOf('opened', { first: false });
    tellOf('left', { first: true });
    await stage.clock.advance(minutes(1));
    tellOf('opened', { first: true, second: false });
    await stage.run(minutes(20), post);
    server.now = 'accepted';
    await stage.run(minutes(10), post);
    const texts = await server.texts();
    expect(texts[0]).toContain('Báo bù: 1 sự cố chưa khôi phục');
    expect(texts).toHaveLength(1);
  });

  it('that begin anew are not said to be over where that could not be told', async () => {
    const { post } = new MailServer();
    tellOf('opened', { first: false });
    tellOf('left', { first: true });
    await stage.pass({ post });
    await stage.clock.advance(minutes(1));
    tellOf('opened', { first: true, second: false });
    await stage.clock.advance(minutes(1));
    tellOf('left', { first: true, second: true });
    const reply: Delivery[] = [{ kind: 'refused', reason: 'no such user' }];
    await stage.pass({ post: async () => reply.shift() ?? { kind: 'accepted' } });
    expect(stage.states()).toEqual(['failed', 'refused', 'sent', 'sent']);
  });

  it('are no fault of a mail server that was there', async () => {
    const server = new MailServer();
    const storm = { most: 2, within: '10m' };
    const setting = { post: server.post, storm };
    for (let nth = 0; nth < 5; nth += 1)
      stage.mails(setting).accept(stage.notice('opened', `i${nth}`));
    await stage.pass(setting);
    await stage.clock.advance(minutes(15));
    await stage.pass(setting);
    const texts = await server.texts();
    expect(texts[2]).toContain('Thêm 3 sự cố mới');
  });

  it('that nobody acknowledges are no storm of reminders', async () => {
    const server = new MailServer();
    const { post } = server;
    for (let nth = 0; nth < 300; nth += 1) stage.tell('escalated', `i${nth}`, post);
    await stage.run(minutes(16), post);
    const texts = await server.texts();
    expect(texts).toHaveLength(11);
    expect(texts[10]).toContain('chưa ai xác nhận');
  });

  it('of which one is the collector’s own are told in a mail that only who sees all may read', async () => {
    const server = new MailServer();
    const setting = { post: server.post, storm: { most: 1 } };
    const own = [{ ...sampleMember({ since: stage.clock.now() }), school: undefined }];
    const mails = stage.mails(setting);
    mails.accept(stage.notice('opened', 'i0'));
    mails.accept(stage.notice('opened', 'i1'));
    mails.accept(stage.notice('opened', 'i2', { members: own }));
    await stage.pass(setting);
    await stage.clock.advance(minutes(15));
    await stage.pass(setting);
    expect(server.inbox).toHaveLength(2);
    expect(stage.shown()[0]).toMatchObject({ mergedInto: undefined, schools: [] });
  });

  it('come to one person under two spellings of the address', async () => {
    const server = new MailServer();
    const storm = { most: 2, within: '1h' };
    for (const [nth, address] of ['An@x.edu.vn', 'an@x.edu.vn', 'AN@x.edu.vn'].entries())
      for (const incident of ['shared', `i${nth}`])
        stage.mails({ to: [{ address }] }).accept(stage.notice('opened', incident));
    await stage.pass({ post: server.post, storm });
    expect(stage.shown()).toHaveLength(4);
    expect(server.inbox).toHaveLength(2);
    expect(new Set(stage.shown().map(({ to }) => to))).toEqual(new Set(['an@x.edu.vn']));
  });

  it('follow the config', async () => {
    const server = new MailServer();
    const { post } = server;
    const storm = { most: 2, within: '10m' };
    for (let nth = 0; nth < 5; nth += 1)
      stage.mails({ storm }).accept(stage.notice('opened', `i${nth}`));
    await stage.pass({ post, storm });
    expect(server.inbox).toHaveLength(2);
  });
});
