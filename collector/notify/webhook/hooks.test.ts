import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, epochMs, hours, minutes, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { outReceiver } from '../../../test/out-receiver.ts';
import { sampleNotice } from '../../../test/sample-notice.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import { sendWithin } from '../out-door.ts';
import { DUE_CALL } from './calls.ts';
import { Webhooks } from './config.ts';
import { Hooks } from './hooks.ts';

const KEY = Buffer.alloc(32, 7);
const secret = `whsec_${KEY.toString('base64')}`;
let database: Database;
let clock: ManualClock;

beforeEach(() => {
  database = openDatabase(':memory:');
  clock = new ManualClock();
  for (const id of ['thcs-a-camera_offline-1', 'other'])
    database.run(
      `INSERT INTO incident (id, rule, severity, state, opened_at, cause, evidence)
       VALUES (?, 'camera_offline', 'warning', 'open', 0, '{}', '{}')`,
      id,
    );
});

const hooksTo = (url: string, more: object = {}, send = sendWithin(seconds(10))) =>
  new Hooks({
    sql: database,
    hooks: Webhooks.parse([{ name: 'ioc', url, secret, ...more }]),
    send,
    clock,
    random: () => 1,
    log: silentLog,
  });

function running(hooks: Hooks): void {
  const ending = new AbortController();
  const delivering = hooks.deliver(ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await delivering;
  });
}

const states = () =>
  database
    .all('SELECT kind, state FROM webhook_call ORDER BY id')
    .map(({ kind, state }) => `${kind} ${state}`);
const settled = (...wanted: readonly string[]) => expect.poll(states).toEqual(wanted);
const resolved = () => sampleNotice({ kind: 'resolved' });

describe('a webhook', () => {
  it('is called with the incident, signed over exactly what was sent', async () => {
    const there = await outReceiver();
    const hooks = hooksTo(`${there.url}/in?a=1`);
    hooks.accept(sampleNotice());
    running(hooks);
    await there.until(1);
    const [call] = there.received;
    if (call === undefined) throw new Error('no call');
    const { headers, body } = call;
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const mac = createHmac('sha256', KEY).update(content).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
    expect(Number(headers['webhook-timestamp']) * 1_000).toBe(clock.now());
    expect([call.method, call.path, headers['x-hatang-event']]).toEqual([
      ...['POST', '/in?a=1', 'opened'],
    ]);
    expect(headers['x-hatang-delivery']).toBe(headers['webhook-id']);
    expect(JSON.parse(body)).toMatchObject({ version: 1, event: 'opened' });
    await settled('opened sent');
  });

  it('is called again under the same number until it takes it, and of an incident in order', async () => {
    let broken = true;
    const there = await outReceiver((_, response) => {
      response.writeHead(broken ? 500 : 200).end();
    });
    const hooks = hooksTo(there.url);
    hooks.accept(sampleNotice());
    hooks.accept(resolved());
    hooks.accept(sampleNotice({ incident: 'other' }));
    running(hooks);
    await there.until(2);
    const events = () =>
      there.received.map(({ body }) => {
        const { event, incident } = JSON.parse(body) as { event: string; incident: { id: string } };
        return `${incident.id} ${event}`;
      });
    expect(events()).toEqual(['thcs-a-camera_offline-1 opened', 'other opened']);
    broken = false;
    await expect
      .poll(() =>
        database.get("SELECT 1 FROM webhook_call WHERE error = 'answered 500' AND id = 3"),
      )
      .toBeDefined();
    await clock.advance(seconds(6));
    await settled('opened sent', 'resolved sent', 'opened sent');
    expect(events().slice(2)).toEqual([
      ...['thcs-a-camera_offline-1 opened', 'thcs-a-camera_offline-1 resolved', 'other opened'],
    ]);
    const ids = there.received.map(({ headers }) => headers['webhook-id']);
    expect([ids[0] === ids[2], ids[1] === ids[4], new Set(ids).size]).toEqual([true, true, 3]);
  });

  it('that refuses a call for good is not asked again, and gets the next one', async () => {
    const there = await outReceiver(({ body }, response) => {
      response.writeHead(body.includes('"opened"') ? 400 : 200).end();
    });
    const hooks = hooksTo(there.url);
    hooks.accept(sampleNotice());
    hooks.accept(resolved());
    running(hooks);
    await settled('opened failed', 'resolved sent');
    expect(hooks.standing()).toMatchObject([
      { hook: 'ioc', queued: 0, sent: 1, failed: 1, error: 'answered 400' },
    ]);
  });

  it('is not followed elsewhere', async () => {
    const elsewhere = await outReceiver();
    const there = await outReceiver((_, response) => {
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    const hooks = hooksTo(there.url);
    hooks.accept(sampleNotice());
    running(hooks);
    await settled('opened failed');
    expect(elsewhere.received).toEqual([]);
  });

  it('that is away holds everything back, asks at its own pace, and loses nothing', async () => {
    const away = await outReceiver();
    away.close();
    const hooks = hooksTo(away.url);
    hooks.accept(sampleNotice());
    hooks.accept(sampleNotice({ incident: 'other' }));
    running(hooks);
    await expect
      .poll(() =>
        database.all('SELECT attempts, error FROM webhook_call').map((row) => ({ ...row })),
      )
      .toEqual([
        { attempts: 1, error: 'ECONNREFUSED' },
        { attempts: 0, error: null },
      ]);
    expect(hooks.standing()).toMatchObject([{ queued: 2 }]);
  });

  it('is called after a restart for what was in hand, once its hold has ended', async () => {
    const there = await outReceiver();
    const killed = hooksTo(there.url, {}, () => new Promise(() => undefined));
    killed.accept(sampleNotice());
    void killed.deliver(new AbortController().signal);
    running(hooksTo(there.url));
    await clock.advance(minutes(1));
    expect(there.received).toEqual([]);
    await clock.advance(minutes(1.5));
    await settled('opened sent');
    expect(there.received).toHaveLength(1);
  });

  it('that waits as it was asked to', async () => {
    let busy = true;
    const there = await outReceiver((_, response) => {
      response.writeHead(busy ? 429 : 200, { 'retry-after': '3600' }).end();
    });
    const hooks = hooksTo(there.url);
    hooks.accept(sampleNotice());
    running(hooks);
    await expect
      .poll(() => database.get('SELECT error FROM webhook_call')?.['error'])
      .toBe('answered 429');
    busy = false;
    await clock.advance(minutes(59));
    expect(there.received).toHaveLength(1);
    await clock.advance(minutes(2));
    await settled('opened sent');
  });

  it('gets only what it asked for, and nothing that waits for a digest or was silenced', () => {
    const hooks = hooksTo('https://ioc.example.vn', {
      events: ['opened', 'escalated', 'resolved'],
    });
    const later = epochMs(sampleNotice().at + hours(1));
    hooks.accept(sampleNotice({ kind: 'joined' }));
    hooks.accept(sampleNotice({ tell: 'digest' }));
    hooks.accept(sampleNotice({ kind: 'escalated', silentUntil: later }));
    expect(states()).toEqual([]);
    hooks.accept(sampleNotice({ kind: 'resolved', silentUntil: later }));
    hooksTo('https://x.vn', { least: 'critical' }).accept(sampleNotice());
    expect(states()).toEqual(['resolved queued']);
  });

  it('that left the config gets nothing more', async () => {
    hooksTo('https://ioc.example.vn').accept(sampleNotice());
    running(hooksTo('https://ioc.example.vn', { name: 'another' }));
    await settled('opened failed');
  });

  it('is called though those that left the config could not be ended', async () => {
    const there = await outReceiver();
    database.run(
      `CREATE TRIGGER broken BEFORE UPDATE OF state ON webhook_call WHEN new.error LIKE 'no such webhook%'
       BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`,
    );
    hooksTo('https://ioc.example.vn', { name: 'gone' }).accept(sampleNotice());
    const hooks = hooksTo(there.url);
    hooks.accept(sampleNotice({ incident: 'other' }));
    running(hooks);
    await settled('opened queued', 'opened sent');
  });

  it('has its next call found without reading all that wait', () => {
    const steps = database
      .all(`EXPLAIN QUERY PLAN ${DUE_CALL}`, 'ioc', clock.now())
      .map(({ detail }) => String(detail));
    expect(steps).toHaveLength(3);
    expect(steps[0]).toContain('webhook_call_by_hook (hook=? AND state=?)');
    expect(steps[2]).toContain('webhook_call_queued (hook=? AND incident=? AND id<?)');
  });

  it('is told nothing of an incident that was not written', () => {
    const hooks = hooksTo('https://ioc.example.vn');
    expect(() =>
      database.transaction(() => {
        hooks.accept(sampleNotice());
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(states()).toEqual([]);
  });

  it('has its calls counted by state', () => {
    const hooks = hooksTo('https://ioc.example.vn');
    hooks.accept(sampleNotice());
    expect(hooks.metrics()).toMatchObject([
      { labels: { hook: 'ioc', state: 'queued' }, value: 1 },
      { labels: { hook: 'ioc', state: 'sent' }, value: 0 },
      { labels: { hook: 'ioc', state: 'failed' }, value: 0 },
    ]);
  });
});

describe('calls of long ago', () => {
  it('are forgotten once they are settled', () => {
    const hooks = hooksTo('https://ioc.example.vn/in');
    for (let nth = 0; nth < 3; nth += 1) hooks.accept(sampleNotice());
    database.run("UPDATE webhook_call SET state = 'sent' WHERE id = 1");
    database.run("UPDATE webhook_call SET state = 'failed' WHERE id = 2");
    database.run('UPDATE webhook_call SET at = ?', clock.now());
    hooks.prune(epochMs(clock.now() + days(90)));
    expect(states()).toHaveLength(3);
    hooks.prune(epochMs(clock.now() + days(90) + 1));
    expect(states()).toEqual(['opened queued']);
  });
});
