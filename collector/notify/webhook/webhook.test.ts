import { describe, expect, it } from 'vitest';
import { days, epochMs, hours } from '../../../kit/units.ts';
import { sampleMember, sampleNotice } from '../../../test/sample-notice.ts';
import { bodyOf } from './body.ts';
import { Webhooks } from './config.ts';
import { signed } from './signature.ts';
import { verdictOf } from './verdict.ts';

const now = epochMs(1_764_000_000_000);

describe('a signature', () => {
  it('is the one of the published example of Standard Webhooks', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const headers = signed(
      {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        body: '{"test": 2432232314}',
        at: epochMs(1_614_265_330_999),
      },
      key,
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});

describe('the verdict over one try', () => {
  const answered = (status: number, retryAfter?: string) =>
    ({ kind: 'answered', status, retryAfter }) as const;
  const tried = { attempts: 1, createdAt: now };
  const verdict = (outcome: Parameters<typeof verdictOf>[0], attempts = 1) =>
    verdictOf(outcome, { ...tried, attempts }, now, 1);

  it.each([
    [200, 'sent'],
    [204, 'sent'],
    [301, 'failed'],
    [400, 'failed'],
    [401, 'failed'],
    [408, 'again call'],
    [410, 'failed'],
    [425, 'again call'],
    [429, 'again hook'],
    [500, 'again call'],
    [503, 'again hook'],
  ])('%d: %s', (status, said) => {
    const found = verdict(answered(status));
    expect(found.kind === 'again' ? `again ${found.holds}` : found.kind).toBe(said);
  });

  it('waits longer each time, an hour at most, five minutes where nobody is there, and never in step with others', () => {
    const wait = (attempts: number, outcome: Parameters<typeof verdictOf>[0], chance = 1) => {
      const found = verdictOf(outcome, { ...tried, attempts }, now, chance);
      return found.kind === 'again' ? found.wait : undefined;
    };
    const away = { kind: 'unreached', reason: 'ECONNREFUSED' } as const;
    expect([1, 2, 3, 99].map((attempts) => wait(attempts, answered(500)))).toEqual([
      ...[5_000, 10_000, 20_000, 3_600_000],
    ]);
    expect([1, 99].map((attempts) => wait(attempts, away))).toEqual([5_000, 300_000]);
    expect(wait(1, away, 0)).toBe(2_500);
  });

  it.each([
    ['120', 120_000],
    ['1', 5_000],
    [new Date(now + hours(2)).toUTCString(), hours(2)],
    ['999999999', days(1)],
    ['soon', 5_000],
    ['-5', 5_000],
  ])('waits as Retry-After %s asks: %d ms', (header, wait) => {
    expect(verdict(answered(503, header))).toMatchObject({ kind: 'again', wait });
  });

  it('gives up after three days', () => {
    const old = (age: number) =>
      verdictOf(answered(500), { attempts: 9, createdAt: epochMs(now - age) }, now, 1).kind;
    expect([old(days(3) - 1), old(days(3))]).toEqual(['again', 'failed']);
  });
});

describe('what a call tells', () => {
  it('is the incident in both languages, with its members', () => {
    expect(JSON.parse(bodyOf(sampleNotice()))).toEqual({
      version: 1,
      event: 'opened',
      at: '2026-11-23T00:44:00.000Z',
      incident: {
        id: 'thcs-a-camera_offline-1',
        rule: 'camera_offline',
        severity: 'warning',
        state: 'open',
        title: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
        headline: { vi: 'Camera Cổng trường mất tín hiệu', en: 'Camera Cổng trường mất tín hiệu' },
        where: { vi: '1 trường', en: '1 trường' },
        cause: expect.objectContaining({ vi: 'Camera Cổng trường mất tín hiệu từ 07:42.' }),
        advice: expect.anything(),
        group: null,
        schools: ['thcs-a'],
        members: [
          {
            school: { id: 'thcs-a', name: 'Trường thcs-a' },
            unit: { id: 'cho-quan', name: 'Phường Chợ Quán' },
            device: { id: 'cam-1', name: 'Cổng trường', kind: 'camera' },
            since: '2026-11-23T00:42:00.000Z',
            leftAt: null,
            simulated: false,
          },
        ],
        memberCount: 1,
        openedAt: '2026-11-23T00:44:00.000Z',
        resolvedAt: null,
        simulated: false,
      },
    });
  });

  it('says that it is over, and stays small for a whole city', () => {
    const members = Array.from({ length: 2_300 }, (_, at) =>
      sampleMember(`s-${at}`, { device: undefined }),
    );
    const body = bodyOf(
      sampleNotice({ kind: 'resolved', members, group: { kind: 'provider', name: 'VNPT' } }),
    );
    expect(body.length).toBeLessThan(100_000);
    const { incident } = JSON.parse(body) as { incident: Record<string, unknown> };
    expect(incident).toMatchObject({
      state: 'resolved',
      headline: { vi: 'Camera Cổng trường có tín hiệu trở lại' },
      group: { kind: 'provider', name: 'VNPT' },
      memberCount: 2_300,
    });
  });

  it('is of no school where it is the collector’s own', () => {
    const members = [sampleMember('x', { school: undefined, device: undefined })];
    expect(JSON.parse(bodyOf(sampleNotice({ members })))).toMatchObject({
      incident: { schools: [], members: [{ school: null, unit: null, device: null }] },
    });
  });
});

describe('the webhooks of a config', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const hook = { name: 'ioc', url: 'https://ioc.example.vn/in', secret };
  const problems = (...hooks: readonly object[]) => {
    const parsed = Webhooks.safeParse(hooks, { reportInput: false });
    return parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('have a key, and are called for openings, recoveries and escalations', () => {
    expect(Webhooks.parse([hook])).toMatchObject([
      { secret: new Uint8Array(32).fill(7), events: ['opened', 'resolved', 'escalated'] },
    ]);
    expect(problems({ ...hook, url: 'http://127.0.0.1:9/in' })).toEqual([]);
    expect(problems({ ...hook, url: 'http://10.0.0.9/in', insecure: true })).toEqual([]);
  });

  it.each([
    [{ url: 'http://10.0.0.9/in' }, '0.url: http can be read on the way'],
    [{ url: 'http://127.0.0.1.evil.example/in' }, '0.url: http can be read on the way'],
    [{ url: 'ftp://x/in' }, '0.url: expected https://HOST/PATH'],
    [{ url: 'https://u:p@x.vn/in' }, '0.url: no user and password here'],
    [{ secret: 'hunter2' }, '0.secret: expected whsec_ and base64 of 24 to 64 bytes'],
    [{ secret: 'whsec_c2hvcnQ=' }, '0.secret: expected whsec_ and base64 of 24 to 64 bytes'],
    [{ events: ['opend'] }, '0.events.0: '],
    [{ events: [] }, '0.events: '],
    [{ least: 'loud' }, '0.least: '],
    [{ retries: 3 }, '0: '],
  ])('refuse %j', (wrong, said) => {
    const found = problems({ ...hook, ...wrong });
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(said), found[0]).toBe(true);
    expect(found.join()).not.toContain('hunter2');
  });

  it('have a name each', () => {
    expect(problems(hook, hook)).toEqual(['1.name: ioc stands twice']);
  });
});
