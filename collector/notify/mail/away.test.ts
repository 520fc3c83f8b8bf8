import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes } from '../../../kit/units.ts';
import { MailServer, StormStage } from '../../../test/mail-storm.ts';
import type { Delivery } from './smtp-door.ts';

let stage: StormStage;
beforeEach(() => {
  stage = new StormStage();
});
afterEach(() => stage.close());

const AWAY: Delivery = { kind: 'unreachable', reason: 'connect ECONNREFUSED' };

describe('a mail server that was away for hours', () => {
  it('brings one mail, that tells what is open and what is over, and the fresh ones as they are', async () => {
    const server = new MailServer();
    server.now = 'unreachable';
    for (let nth = 0; nth < 40; nth += 1) {
      stage.tell('opened', `i${nth}`, server.post);
      if (nth % 4 > 0) stage.tell('resolved', `i${nth}`, server.post);
      await stage.run(minutes(6), server.post);
    }
    await stage.clock.advance(minutes(20));
    stage.tell('opened', 'fresh', server.post);
    server.now = 'accepted';
    await stage.run(minutes(10), server.post);
    const [first = '', second = '', ...more] = await server.texts();
    expect(more).toEqual([]);
    expect(first).toContain('Báo bù: 10 sự cố chưa khôi phục, 30 sự cố đã kết thúc');
    expect(first.match(/^- /gm)).toHaveLength(40);
    expect(second).toContain('<fresh>');
    expect(stage.states()).not.toContain('queued');
  });

  it('that says 4xx for hours is no storm afterwards either', async () => {
    const server = new MailServer();
    server.now = 'deferred';
    for (let nth = 0; nth < 20; nth += 1) {
      stage.tell('opened', `i${nth}`, server.post);
      await stage.run(minutes(10), server.post);
    }
    server.now = 'accepted';
    await stage.run(hours(2), server.post);
    expect(server.inbox.length).toBeLessThanOrEqual(3);
    expect(stage.states()).not.toContain('queued');
  });

  it('says so to everybody, whoever’s mail it was that was tried', async () => {
    const server = new MailServer();
    server.now = 'unreachable';
    const to = ['a', 'b', 'c', 'd'].map((name) => ({ address: `${name}@hatang.invalid` }));
    for (const incident of ['i1', 'i2'])
      stage.mails({ to }).accept(stage.notice('opened', incident));
    await stage.pass({ post: server.post });
    await stage.clock.advance(minutes(20));
    server.now = 'accepted';
    await stage.pass({ post: server.post });
    const texts = await server.texts();
    expect(texts.filter((text) => text.includes('Báo bù'))).toHaveLength(4);
  });

  it('that takes mails and never answers gets each three times', async () => {
    const server = new MailServer();
    Object.assign(server, { now: 'unanswered', silent: true });
    stage.tell('opened', 'i1', server.post);
    await stage.run(minutes(60), server.post);
    expect(server.inbox).toHaveLength(3);
    expect(stage.shown()).toMatchObject([
      { state: 'sent', error: expect.stringContaining('may have arrived') },
    ]);
  });

  it('that hangs up on mails for half an hour is tried on', async () => {
    const server = new MailServer();
    server.now = 'unanswered';
    stage.tell('opened', 'i1', server.post);
    await stage.run(minutes(30), server.post);
    expect(stage.states()).toEqual(['queued']);
  });

  it('lets a lone late mail be itself, with its own time', async () => {
    stage.tell('opened', 'i1', async () => AWAY);
    const written = stage.clock.now();
    await stage.run(hours(3), async () => AWAY);
    const server = new MailServer();
    await stage.pass({ post: server.post });
    await stage.clock.advance(minutes(10));
    await stage.pass({ post: server.post });
    const parsed = await simpleParser(server.inbox[0] ?? '');
    expect(parsed.subject).toContain('<i1>');
    expect(parsed.date?.getTime()).toBe(written);
  });

  it('that took a mail of many without an answer gets the same one again, and what came since in another', async () => {
    const server = new MailServer();
    server.now = 'unreachable';
    for (const incident of ['i1', 'i2']) stage.tell('opened', incident, server.post);
    await stage.run(minutes(20), server.post);
    server.now = 'unanswered';
    await stage.run(minutes(6), server.post);
    server.now = 'unreachable';
    for (const incident of ['i3', 'i4']) stage.tell('opened', incident, server.post);
    await stage.run(minutes(20), server.post);
    server.now = 'accepted';
    await stage.run(minutes(6), server.post);
    const texts = await server.textById();
    const told = [...texts.values()].map((text) => text.match(/<i\d>/g)?.join());
    expect(told.sort()).toEqual(['<i1>,<i2>', '<i3>,<i4>']);
  });

  it('says since when it is so, until it is over', async () => {
    const mails = stage.mails({ post: async () => AWAY });
    const since = stage.clock.now();
    mails.accept(stage.notice('opened'));
    for (let turn = 0; turn < 3; turn += 1)
      await stage.clock.advance(await mails.pass(new AbortController().signal));
    expect(mails.health()).toEqual({ queued: 1, oldestQueuedAt: since, failingSince: since });
  });
});
