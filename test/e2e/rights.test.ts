import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

const units = [
  { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
  { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
  { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
];
let collector: Started;
const tokens: Record<string, string | undefined> = { admin: ADMIN_TOKEN, nobody: undefined };

beforeAll(async () => {
  collector = await startedCollector({ config: { units } });
  for (const [school, unit] of [
    ['thcs-a', 'cho-quan'],
    ['thcs-b', 'an-dong'],
  ])
    await collector.call('/api/v1/enrolment-codes', { json: { school, name: school, unit } });
  tokens['agent'] = await collector.enrol('thcs-a');
  tokens['officer'] = collector.identities.newToken(
    { role: 'officer', unit: 'cho-quan', name: 'cán bộ Chợ Quán' },
    collector.clock.now(),
  );
  tokens['city'] = collector.identities.newToken(
    { role: 'officer', unit: 'tphcm', name: 'Sở' },
    collector.clock.now(),
  );
  tokens['school'] = collector.identities.newToken(
    { role: 'school', unit: 'thcs-a', name: 'thcs-a' },
    collector.clock.now(),
  );
});
afterAll(() => collector.end());

describe('who may read what', () => {
  it.each([
    ['admin', '/api/v1/schools/thcs-a', 200],
    ['admin', '/api/v1/schools/thcs-b', 200],
    ['city', '/api/v1/schools/thcs-b', 200],
    ['officer', '/api/v1/schools/thcs-a', 200],
    ['officer', '/api/v1/schools/thcs-b', 404],
    ['school', '/api/v1/schools/thcs-a', 200],
    ['school', '/api/v1/schools/thcs-b', 404],
    ['agent', '/api/v1/schools/thcs-a', 403],
    ['nobody', '/api/v1/schools/thcs-a', 401],
    ['officer', '/api/v1/history?school=thcs-b&measurement=cpu&field=usage', 404],
    ['school', '/api/v1/agent/config', 403],
    ['agent', '/api/v1/incidents', 403],
    ['nobody', '/api/v1/readiness', 401],
    ['nobody', '/api/v1/mails', 401],
  ])('%s reads %s: %d', async (who, path, status) => {
    const answer = await collector.call(path, { token: tokens[who] });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['admin', ['thcs-a', 'thcs-b']],
    ['city', ['thcs-a', 'thcs-b']],
    ['officer', ['thcs-a']],
    ['school', ['thcs-a']],
  ])('%s sees exactly its own schools in the readiness list', async (who, schools) => {
    const answer = await collector.call('/api/v1/readiness', { token: tokens[who] });
    const body = (await answer.json()) as { schools: { id: string }[] };
    expect(body.schools.map(({ id }) => id).sort()).toEqual(schools);
  });

  it('lets an officer make codes for schools of the own unit only', async () => {
    const ask = (school: string, who: string) =>
      collector.call('/api/v1/enrolment-codes', { token: tokens[who], json: { school } });
    expect((await ask('thcs-a', 'officer')).status).toBe(201);
    expect((await ask('thcs-b', 'officer')).status).toBe(403);
    expect((await ask('thcs-a', 'school')).status).toBe(403);
    expect((await ask('thcs-a', 'agent')).status).toBe(403);
    expect((await ask('tphcm', 'admin')).status).toBe(409);
  });

  it('uses a code once, and ends the old token of an agent enrolled again', async () => {
    const made = await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-b' } });
    const { code } = (await made.json()) as { code: string };
    const enrol = () =>
      collector.call('/api/v1/enroll', { token: undefined, json: { code, agent: 'may-chu' } });
    const first = await enrol();
    const { token } = (await first.json()) as { token: string };
    expect([first.status, (await enrol()).status]).toEqual([201, 403]);
    await collector.enrol('thcs-b', 'may-chu');
    expect((await collector.call('/api/v1/agent/config', { token })).status).toBe(401);
  });
});

describe('the stated shapes', () => {
  it('gives readiness and a school as DESIGN states them, null where nothing is known', async () => {
    const readiness = (await (await collector.call('/api/v1/readiness')).json()) as object;
    expect(readiness).toMatchObject({
      generatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      schools: expect.arrayContaining([
        {
          id: 'thcs-b',
          name: expect.any(String),
          unit: { id: 'an-dong', name: 'Phường An Đông' },
          simulated: false,
          lastSeen: null,
          basic: {
            pass: expect.any(Number),
            fail: expect.any(Number),
            unknown: expect.any(Number),
            notApplicable: expect.any(Number),
            verdict: 'unknown',
          },
          advanced: expect.any(Object),
        },
      ]),
    });
    const school = (await (await collector.call('/api/v1/schools/thcs-b')).json()) as {
      findings: object[];
    };
    const keys =
      'at confidence criterion device level observed remedy required source unit verdict';
    for (const finding of school.findings)
      expect(Object.keys(finding)).toEqual(expect.arrayContaining(keys.split(' ')));
    expect(school.findings.length).toBeGreaterThan(20);
  });

  it('answers errors as problems, and describes itself', async () => {
    const missing = await collector.call('/api/v1/nothing');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    const openapi = (await (
      await collector.call('/openapi.json', { token: undefined })
    ).json()) as {
      paths: object;
    };
    expect(Object.keys(openapi.paths)).toEqual(
      expect.arrayContaining(['/api/v2/write', '/api/v1/leases']),
    );
    for (const path of ['/healthz', '/readyz', '/metrics'])
      expect((await collector.call(path, { token: undefined })).status).toBe(200);
  });

  it.each([
    ['{"school":"Bad Slug"}', 422],
    ['{"school":"x","extra":1}', 422],
    ['{broken', 400],
  ])('refuses the enrolment body %s with %d', async (body, status) => {
    const answer = await collector.call('/api/v1/enrolment-codes', {
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.status).toBe(status);
  });
});
