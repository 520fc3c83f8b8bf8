import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes, ms } from '../../../kit/units.ts';
import { sampleMember } from '../../../test/mail-notices.ts';
import { MailStage } from '../../../test/mail-stage.ts';
import type { Delivery, Post } from './smtp-door.ts';

let stage: MailStage;
beforeEach(() => {
  stage = new MailStage();
});
afterEach(() => stage.close());

const AWAY: Delivery = { kind: 'unreachable', reason: 'connect ECONNREFUSED' };

/** A server that does as `now` says, and what it took. */
class Server {
  now: Delivery['kind'] = 'accepted';
  silent = false;
  readonly inbox: Buffer[] = [];

  readonly post: Post = async ({ eml }) => {
    // What went unanswered arrived all the same.
    if (this.now === 'accepted' || this.now === 'unanswered') this.inbox.push(Buffer.from(eml));
    return this.now === 'accepted'
      ? { kind: 'accepted' }
      : { kind: this.now, reason: 'so it says', silent: this.silent };
  };

  /** Ids of the mails that arrived, in order; a repeated one counts once, as receivers see it. */
  ids(): readonly string[] {
    return [...new Set(this.inbox.map(idOf))];
  }

  async texts(): Promise<readonly string[]> {
    const parsed = await Promise.all(this.inbox.map((eml) => simpleParser(eml)));
    return parsed.map(({ subject, text }) => `${subject}\n${text}`);
  }

  /** By id: of a mail that came twice the first, which is the one that receivers keep. */
  async textById(): Promise<ReadonlyMap<string, string>> {
    const texts = await this.texts();
    const pairs = this.inbox.map((eml, nth) => [idOf(eml), texts[nth] ?? ''] as const);
    return new Map(pairs.reverse());
  }
}

const idOf = (eml: Buffer): string =>
  /^Message-ID:\s*<(.+)@/im.exec(eml.toString('latin1'))?.[1] ?? '';

/** An incident whose name stands in the mail once: in the list of a mail of many, or in a subject. */
function tell(kind: 'opened' | 'resolved' | 'escalated', incident: string, post: Post) {
  const device = `Camera <${incident}>`;
  const over = kind === 'resolved' ? { leftAt: stage.clock.now() } : {};
  const members = [sampleMember({ device, since: stage.clock.now(), ...over })];
  stage.mails({ post }).accept(stage.notice(kind, incident, { members }));
}

const pass = (post: Post) => stage.pass({ post });

/** The loop for so long, a look a minute. */
async function run(span: number, post: Post): Promise<void> {
  for (let gone = 0; gone < span; gone += minutes(1)) {
    await pass(post);
    await stage.clock.advance(minutes(1));
  }
  await pass(post);
}

describe('many incidents at once', () => {
  it('are ten mails of their own, and one that tells the rest', async () => {
    const server = new Server();
    const { post } = server;
    for (let nth = 0; nth < 33; nth += 1) tell('opened', `i${nth}`, post);
    await run(minutes(16), post);
    expect(server.inbox).toHaveLength(11);
    const parsed = await simpleParser(server.inbox[10] ?? '');
    expect(parsed.subject).toBe('[hatang] Thêm 23 sự cố mới ở 1 trường');
    const states = Map.groupBy(stage.shown(), ({ state }) => state);
    expect(states.get('merged')).toHaveLength(23);
    const [bundle] = stage.shown();
    expect(states.get('merged')?.every(({ mergedInto }) => mergedInto === bundle?.id)).toBe(true);
  });

  it('end as they were told: each in its own thread, or together', async () => {
    const server = new Server();
    const { post } = server;
    for (let nth = 0; nth < 33; nth += 1) tell('opened', `i${nth}`, post);
    await run(minutes(16), post);
    for (let nth = 0; nth < 33; nth += 1) tell('resolved', `i${nth}`, post);
    await run(minutes(16), post);
    expect(server.inbox).toHaveLength(11 + 10 + 1);
    const parsed = await simpleParser(server.inbox.at(-1) ?? '');
    expect(parsed.subject).toBe('[hatang] 23 sự cố đã kết thúc');
  });

  it('that pass before they were told are one line with their duration', async () => {
    const server = new Server();
    const { post } = server;
    for (let nth = 0; nth < 12; nth += 1) tell('opened', `i${nth}`, post);
    await run(minutes(5), post);
    tell('resolved', 'i11', post);
    await run(minutes(12), post);
    const texts = await server.texts();
    expect(texts).toHaveLength(11);
    expect(texts[10]).toMatch(/Đã xảy ra và đã kết thúc \(1\):\n.*<i11> .*\(5 phút\)/);
  });

  it('are no fault of a mail server that was there', async () => {
    const server = new Server();
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
    const server = new Server();
    const { post } = server;
    for (let nth = 0; nth < 300; nth += 1) tell('escalated', `i${nth}`, post);
    await run(minutes(16), post);
    const texts = await server.texts();
    expect(texts).toHaveLength(11);
    expect(texts[10]).toContain('chưa ai xác nhận');
  });

  it('of which one is the collector’s own are told in a mail that only who sees all may read', async () => {
    const server = new Server();
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
    const server = new Server();
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
    const server = new Server();
    const { post } = server;
    const storm = { most: 2, within: '10m' };
    for (let nth = 0; nth < 5; nth += 1)
      stage.mails({ storm }).accept(stage.notice('opened', `i${nth}`));
    await stage.pass({ post, storm });
    expect(server.inbox).toHaveLength(2);
  });
});

describe('a mail server that was away for hours', () => {
  it('brings one mail, that tells what is open and what is over, and the fresh ones as they are', async () => {
    const server = new Server();
    server.now = 'unreachable';
    for (let nth = 0; nth < 40; nth += 1) {
      tell('opened', `i${nth}`, server.post);
      if (nth % 4 > 0) tell('resolved', `i${nth}`, server.post);
      await run(minutes(6), server.post);
    }
    await stage.clock.advance(minutes(20));
    tell('opened', 'fresh', server.post);
    server.now = 'accepted';
    await run(minutes(10), server.post);
    const [first = '', second = '', ...more] = await server.texts();
    expect(more).toEqual([]);
    expect(first).toContain('Báo bù: 10 sự cố chưa khôi phục, 30 sự cố đã kết thúc');
    expect(first.match(/^- /gm)).toHaveLength(40);
    expect(second).toContain('<fresh>');
    expect(stage.states()).not.toContain('queued');
  });

  it('that says 4xx for hours is no storm afterwards either', async () => {
    const server = new Server();
    server.now = 'deferred';
    for (let nth = 0; nth < 20; nth += 1) {
      tell('opened', `i${nth}`, server.post);
      await run(minutes(10), server.post);
    }
    server.now = 'accepted';
    await run(hours(2), server.post);
    expect(server.inbox.length).toBeLessThanOrEqual(3);
    expect(stage.states()).not.toContain('queued');
  });

  it('says so to everybody, whoever’s mail it was that was tried', async () => {
    const server = new Server();
    server.now = 'unreachable';
    const to = ['a', 'b', 'c', 'd'].map((name) => ({ address: `${name}@hatang.invalid` }));
    for (const incident of ['i1', 'i2'])
      stage.mails({ to }).accept(stage.notice('opened', incident));
    await pass(server.post);
    await stage.clock.advance(minutes(20));
    server.now = 'accepted';
    await pass(server.post);
    const texts = await server.texts();
    expect(texts.filter((text) => text.includes('Báo bù'))).toHaveLength(4);
  });

  it('that takes mails and never answers gets each three times', async () => {
    const server = new Server();
    Object.assign(server, { now: 'unanswered', silent: true });
    tell('opened', 'i1', server.post);
    await run(minutes(60), server.post);
    expect(server.inbox).toHaveLength(3);
    expect(stage.shown()).toMatchObject([
      { state: 'sent', error: expect.stringContaining('may have arrived') },
    ]);
  });

  it('that hangs up on mails for half an hour is tried on', async () => {
    const server = new Server();
    server.now = 'unanswered';
    tell('opened', 'i1', server.post);
    await run(minutes(30), server.post);
    expect(stage.states()).toEqual(['queued']);
  });

  it('lets a lone late mail be itself, with its own time', async () => {
    tell('opened', 'i1', async () => AWAY);
    const written = stage.clock.now();
    await run(hours(3), async () => AWAY);
    const server = new Server();
    await pass(server.post);
    await stage.clock.advance(minutes(10));
    await pass(server.post);
    const parsed = await simpleParser(server.inbox[0] ?? '');
    expect(parsed.subject).toContain('<i1>');
    expect(parsed.date?.getTime()).toBe(written);
  });

  it('that took a mail of many without an answer gets the same one again, and what came since in another', async () => {
    const server = new Server();
    server.now = 'unreachable';
    for (const incident of ['i1', 'i2']) tell('opened', incident, server.post);
    await run(minutes(20), server.post);
    server.now = 'unanswered';
    await run(minutes(6), server.post);
    server.now = 'unreachable';
    for (const incident of ['i3', 'i4']) tell('opened', incident, server.post);
    await run(minutes(20), server.post);
    server.now = 'accepted';
    await run(minutes(6), server.post);
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

type Step =
  | { readonly do: 'opened' | 'resolved' | 'escalated'; readonly incident: number }
  | { readonly do: 'server'; readonly says: Delivery['kind'] }
  | { readonly do: 'kill' }
  | { readonly do: 'wait'; readonly minutes: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('opened' as const), incident: fc.nat(14) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('resolved' as const), incident: fc.nat(14) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('escalated' as const), incident: fc.nat(14) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('server' as const),
        says: fc.constantFrom<Delivery['kind']>(
          'accepted',
          'accepted',
          'deferred',
          'unreachable',
          'unanswered',
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        minutes: fc.integer({ min: 1, max: 40 }),
      }),
    },
  ),
  { maxLength: 60 },
);

describe('whatever happens', () => {
  it('each incident is told once, in its own mail or in one of many, and no end is told without a beginning', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const own = new MailStage();
        stage.close();
        stage = own;
        const server = new Server();
        const seen = new Map<string, Set<Told>>();
        for (const step of history) await take(step, server, seen);
        server.now = 'accepted';
        await run(hours(1), server.post);
        await stage.clock.advance(hours(2));
        await run(minutes(40), server.post);
        check(server.ids(), await server.textById(), seen);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

async function take(step: Step, server: Server, seen: Map<string, Set<Told>>): Promise<void> {
  const killed: Post = () => Promise.reject(new Error('killed'));
  switch (step.do) {
    case 'server':
      server.now = step.says;
      return;
    case 'kill':
      await pass(killed).catch(() => undefined);
      return;
    case 'wait':
      for (let gone = 0; gone < step.minutes; gone += 5) {
        await pass(server.post);
        await stage.clock.advance(ms(Math.min(5, step.minutes - gone) * 60_000));
      }
      return;
    default: {
      const incident = `i${step.incident}`;
      const kinds = seen.get(incident) ?? new Set<Told>();
      if (kinds.has('resolved') || (step.do !== 'opened' && !kinds.has('opened'))) return;
      seen.set(incident, kinds.add(step.do));
      tell(step.do, incident, server.post);
    }
  }
}

type Told = 'opened' | 'resolved' | 'escalated';

function check(
  arrived: readonly string[],
  texts: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, ReadonlySet<Told>>,
): void {
  const mails = stage.shown();
  expect(mails.filter(({ state }) => state !== 'sent' && state !== 'merged')).toEqual([]);
  /** Which of the arrived mails told it. */
  const placeOf = (incident: string, kind: Told): number => {
    const mail = mails.find(({ id }) => id.startsWith(`${incident}-${kind}-`));
    const { id = '', mergedInto: bundle } = mail ?? {};
    if (bundle === undefined) return arrived.indexOf(id);
    expect(arrived).not.toContain(id);
    expect(texts.get(bundle)?.split(`<${incident}>`)).toHaveLength(2);
    return arrived.indexOf(bundle);
  };
  for (const [incident, kinds] of seen) {
    for (const kind of kinds)
      expect(placeOf(incident, kind), `${incident} ${kind}`).toBeGreaterThanOrEqual(0);
    if (kinds.has('resolved'))
      expect(placeOf(incident, 'resolved')).toBeGreaterThanOrEqual(placeOf(incident, 'opened'));
  }
}
