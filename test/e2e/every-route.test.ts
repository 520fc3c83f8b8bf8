import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../collector/access/secrets-door.ts';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

/**
 * Every route, asked by every role, about its own school (thcs-a, in Chợ Quán) and another's (thcs-b, in An Đông).
 * A route that is added to the collector and not to this table fails the last test.
 */
const WHO = ['admin', 'city', 'officer', 'school', 'agent', 'nobody'] as const;
type Who = (typeof WHO)[number];
type Statuses = readonly [number, number, number, number, number, number];

const ANYBODY: Statuses = [200, 200, 200, 200, 200, 200];
const READ: Statuses = [200, 200, 200, 200, 403, 401];
const READ_OTHER: Statuses = [200, 200, 404, 404, 403, 401];
/** To the pages an agent is nobody: it is sent to the sign-in. */
const PAGE: Statuses = [200, 200, 200, 200, 303, 303];
const PAGE_OTHER: Statuses = [200, 200, 404, 404, 303, 303];

const PAGE_MISSING: Statuses = [404, 404, 404, 404, 303, 303];

const history = (school: string) => `/api/v1/history?school=${school}&measurement=cpu&field=usage`;

/** A unit is told only to whoever sees all of it: an officer of a ward gets no city, a school no ward. */
const reports = (kind: string): readonly (readonly [string, string, Statuses])[] => {
  const path = `/api/v1/reports/${kind}`;
  return [
    [path, path, READ],
    [path, `${path}?format=csv`, READ],
    [path, `${path}?school=thcs-a`, READ],
    [path, `${path}?school=thcs-b`, READ_OTHER],
    [path, `${path}?unit=cho-quan`, [200, 200, 200, 404, 403, 401]],
    [path, `${path}?unit=an-dong`, READ_OTHER],
    [path, `${path}?unit=tphcm`, READ_OTHER],
    [path, `${path}?unit=thcs-a`, [404, 404, 404, 404, 403, 401]],
    [path, `${path}?school=thcs-a&unit=cho-quan`, [422, 422, 422, 422, 403, 401]],
    [path, `${path}?format=docx`, [422, 422, 422, 422, 403, 401]],
  ];
};

/** Route, what is asked of it, and the answers in the order of WHO. */
const reads: readonly (readonly [string, string, Statuses])[] = [
  ['/healthz', '/healthz', ANYBODY],
  ['/readyz', '/readyz', ANYBODY],
  ['/metrics', '/metrics', ANYBODY],
  ['/openapi.json', '/openapi.json', ANYBODY],
  ['/events', '/events', READ],
  ['/api/v1/readiness', '/api/v1/readiness', READ],
  ['/api/v1/schools/:id', '/api/v1/schools/thcs-a', READ],
  ['/api/v1/schools/:id', '/api/v1/schools/thcs-b', READ_OTHER],
  ['/api/v1/schools/:id', '/api/v1/schools/cho-quan', [404, 404, 404, 404, 403, 401]],
  ['/api/v1/history', history('thcs-a'), READ],
  ['/api/v1/history', history('thcs-b'), READ_OTHER],
  ['/api/v1/incidents', '/api/v1/incidents?school=thcs-b', READ],
  ['/api/v1/mails', '/api/v1/mails', READ],
  ['/api/v1/dead-letters', '/api/v1/dead-letters?school=thcs-a', READ],
  ['/api/v1/dead-letters', '/api/v1/dead-letters?school=thcs-b', READ_OTHER],
  ['/api/v1/dead-letters', '/api/v1/dead-letters', [200, 404, 404, 404, 403, 401]],
  ...reports('upgrade-plan'),
  ...reports('shared-cameras'),
  ['/api/v1/agent/config', '/api/v1/agent/config', [403, 403, 403, 403, 200, 401]],
  ['/api/v1/agent-configs', '/api/v1/agent-configs', [200, 200, 200, 403, 403, 401]],
  ['/agent-configs', '/agent-configs', [200, 200, 200, 403, 303, 303]],
  // Who may measure does so within a lease: test/e2e/leases.test.ts.
  ['/api/v1/measure/download', '/api/v1/measure/download?bytes=1', [403, 403, 403, 403, 403, 401]],
  ['/api/v1/measure/arrivals', '/api/v1/measure/arrivals', [403, 403, 403, 403, 403, 401]],
  ['/', '/', [200, 200, 200, 303, 303, 303]],
  ['/schools.csv', '/schools.csv', PAGE],
  ['/schools/:id', '/schools/thcs-a', PAGE],
  ['/schools/:id', '/schools/thcs-b', PAGE_OTHER],
  ['/schools/:id/findings.csv', '/schools/thcs-a/findings.csv', PAGE],
  ['/schools/:id/findings.csv', '/schools/thcs-b/findings.csv', PAGE_OTHER],
  ['/schools/:id/machines.csv', '/schools/thcs-a/machines.csv', PAGE],
  ['/schools/:id/machines.csv', '/schools/thcs-b/machines.csv', PAGE_OTHER],
  ['/schools/:id/machines/:device', '/schools/thcs-a/machines/pc', PAGE],
  ['/schools/:id/machines/:device', '/schools/thcs-a/machines/cam', PAGE_MISSING],
  ['/schools/:id/machines/:device', '/schools/thcs-b/machines/pc', PAGE_MISSING],
  ['/schools/:id/lines/:device', '/schools/thcs-a/lines/line', PAGE],
  ['/schools/:id/lines/:device', '/schools/thcs-a/lines/cam', PAGE_MISSING],
  ['/schools/:id/lines/:device', '/schools/thcs-b/lines/line', PAGE_MISSING],
  ['/schools/:id/outages.csv', '/schools/thcs-a/outages.csv', PAGE],
  ['/schools/:id/outages.csv', '/schools/thcs-b/outages.csv', PAGE_OTHER],
  ['/schools/:id/availability.csv', '/schools/thcs-a/availability.csv', PAGE],
  ['/schools/:id/availability.csv', '/schools/thcs-b/availability.csv', PAGE_OTHER],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/cam', PAGE],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/line', PAGE_MISSING],
  ['/schools/:id/cameras/:device', '/schools/thcs-a/cameras/cam-b', PAGE_MISSING],
  ['/schools/:id/cameras/:device', '/schools/thcs-b/cameras/cam-b', PAGE_OTHER],
  ['/incidents', '/incidents', PAGE],
  ['/mails', '/mails', PAGE],
  ['/mails/:id', '/mails/mail-thcs-a', PAGE],
  ['/mails/:id', '/mails/mail-thcs-b', PAGE_OTHER],
  ['/dead-letters', '/dead-letters', [200, 403, 403, 403, 303, 303]],
  ['/health', '/health', [200, 403, 403, 403, 303, 303]],
  ['/account', '/account', PAGE],
  ['/enrolment', '/enrolment', [200, 200, 200, 403, 303, 303]],
  ['/sign-in', '/sign-in', ANYBODY],
];

const code = (school: string, unit?: string) => ({ json: { school, unit } });
const form = (fields: Readonly<Record<string, string>>) => ({
  body: new URLSearchParams({ ...fields, _csrf: fingerprint('csrf a-visit') }).toString(),
  headers: {
    'Content-Type': 'application/x-www-form-urlencoded',
    Cookie: 'hatang_visit=a-visit',
  },
});

const settings = (unit?: string) => ({ json: { unit, settings: { cameras: { every: '5m' } } } });

/** Version 1 was made for thcs-b: whoever does not see that school cannot withdraw it. */
function configChanges(): readonly (readonly [string, string, object, Statuses])[] {
  const path = '/api/v1/agent-configs';
  const withdrawal = `${path}/:number/withdraw`;
  const report = { json: { version: '1-00000000', outcome: 'applied' } };
  const OTHER: Statuses = [201, 201, 403, 403, 403, 401];
  return [
    [path, 'another’s school', settings('thcs-b'), OTHER],
    [path, 'another’s unit', settings('an-dong'), OTHER],
    [path, 'the own school', settings('thcs-a'), [201, 201, 201, 403, 403, 401]],
    [path, 'the own unit', settings('cho-quan'), [201, 201, 201, 403, 403, 401]],
    [path, 'a unit above the own', settings('tphcm'), OTHER],
    [path, 'everyone', settings(), [201, 403, 403, 403, 403, 401]],
    [path, 'a unit that is not there', settings('nowhere'), [422, 403, 403, 403, 403, 401]],
    [withdrawal, 'another’s', { at: `${path}/1/withdraw` }, [204, 204, 404, 403, 403, 401]],
    [withdrawal, 'none', { at: `${path}/999/withdraw` }, [404, 404, 404, 403, 403, 401]],
    ['/api/v1/agent/config/report', 'a report', report, [403, 403, 403, 403, 204, 401]],
    [
      '/agent-configs',
      'another’s school',
      form({ unit: 'thcs-b' }),
      [303, 303, 422, 403, 303, 303],
    ],
    [
      '/agent-configs/:number/withdraw',
      'another’s',
      { ...form({}), at: '/agent-configs/1/withdraw' },
      [303, 303, 404, 403, 303, 303],
    ],
  ];
}

const ENROL: Statuses = [201, 201, 201, 403, 403, 401];
const ENROL_OTHER: Statuses = [201, 201, 403, 403, 403, 401];
const changes: readonly (readonly [string, string, object, Statuses])[] = [
  ['/api/v2/write', 'a line', { body: 'cpu usage=1' }, [403, 403, 403, 403, 204, 401]],
  ['/api/v1/enrolment-codes', 'the own school', code('thcs-a'), ENROL],
  ['/api/v1/enrolment-codes', 'another’s school', code('thcs-b'), ENROL_OTHER],
  [
    '/api/v1/enrolment-codes',
    'a school without a unit',
    code('thcs-o'),
    [201, 403, 403, 403, 403, 401],
  ],
  [
    '/api/v1/enrolment-codes',
    'a new school in another’s unit',
    code('thcs-n', 'an-dong'),
    ENROL_OTHER,
  ],
  [
    '/api/v1/enrolment-codes',
    'a school below a school',
    code('thcs-m', 'thcs-a'),
    [422, 422, 422, 403, 403, 401],
  ],
  [
    '/api/v1/enroll',
    'with a wrong code',
    { json: { code: 'AAAA-AAAA-AAAA', agent: 'x' } },
    [403, 403, 403, 403, 403, 429],
  ],
  ...configChanges(),
  ['/api/v1/measure/fill', 'nothing', { json: {} }, [403, 403, 403, 403, 403, 401]],
  ['/api/v1/measure/upload', 'a byte', { body: 'x' }, [403, 403, 403, 403, 403, 401]],
  ['/api/v1/leases', 'a slot', { json: {} }, [201, 403, 403, 403, 201, 401]],
  [
    '/sign-in',
    'with a wrong code',
    form({ code: 'AAAA-AAAA-AAAA' }),
    [401, 401, 401, 401, 401, 401],
  ],
  [
    '/sign-in',
    'from a form of another site',
    { body: 'code=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    [403, 403, 403, 403, 403, 403],
  ],
  ['/sign-out', 'with its form', form({}), [303, 303, 303, 303, 303, 303]],
  [
    '/account',
    'a new password, by a token',
    form({ next: 'x'.repeat(12), again: 'x'.repeat(12) }),
    [422, 422, 422, 422, 303, 303],
  ],
  ['/enrolment', 'the own school', form({ school: 'thcs-a' }), [201, 201, 201, 403, 303, 303]],
  ['/enrolment', 'another’s school', form({ school: 'thcs-b' }), [201, 201, 422, 403, 303, 303]],
  [
    '/enrolment',
    'from a form of another site',
    { body: 'school=thcs-a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    [403, 403, 403, 403, 303, 303],
  ],
];

const removals: readonly (readonly [string, string, Statuses])[] = [
  ['/api/v1/leases', 'the place in the queue', [204, 403, 403, 403, 204, 401]],
];

const units = [
  { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
  { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
  { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
];
let collector: Started;
const tokens: Partial<Record<Who, string>> = { admin: ADMIN_TOKEN };

beforeAll(async () => {
  collector = await startedCollector({ config: { units } });
  for (const [school, unit] of [['thcs-a', 'cho-quan'], ['thcs-b', 'an-dong'], ['thcs-o']])
    await collector.call('/api/v1/enrolment-codes', { json: { school, name: school, unit } });
  tokens.agent = await collector.enrol('thcs-a');
  const now = collector.clock.now();
  const make = (role: 'officer' | 'school', unit: string) =>
    collector.identities.newToken({ role, unit, name: unit }, now);
  tokens.city = make('officer', 'tphcm');
  tokens.officer = make('officer', 'cho-quan');
  tokens.school = make('school', 'thcs-a');
  await collector.call('/api/v1/agent-configs', settings('thcs-b'));
  plantIncidents();
  await sendDevices(
    'thcs-a',
    tokens.agent,
    ['cam', 'camera'],
    ['line', 'uplink'],
    ['pc', 'machine'],
  );
  await sendDevices('thcs-b', await collector.enrol('thcs-b'), ['cam-b', 'camera']);
});
afterAll(() => collector.end());

async function sendDevices(
  school: string,
  token: string,
  ...devices: readonly (readonly [string, string])[]
): Promise<void> {
  const lines = devices.map(
    ([id, kind]) =>
      `device,device=${id},kind=${kind} name="${id} ${school}",zone="public" ${collector.clock.now()}`,
  );
  const body = lines.join('\n');
  const answer = await collector.call('/api/v2/write?precision=ms', { token, body });
  expect(answer.status).toBe(204);
}

/** One incident and one mail of each school, as an outage would have left them. */
function plantIncidents(): void {
  const database = new DatabaseSync(join(collector.folder, 'hatang.db'));
  const text = JSON.stringify({ vi: 'x', en: 'x' });
  for (const school of ['thcs-a', 'thcs-b']) {
    database
      .prepare(
        `INSERT INTO incident VALUES (?, 'uplink_down', ?, NULL, 'critical', 'open', 1, NULL, ?, '{}')`,
      )
      .run(`incident-${school}`, school, text);
    database
      .prepare(
        `INSERT INTO mail VALUES (?, ?, 'opened', 'a@example.vn', 'vi', 's', 't', 'h', 'kept', 1, 0, NULL, 1, 1)`,
      )
      .run(`mail-${school}`, `incident-${school}`);
  }
  database.close();
}

interface Asked extends Omit<NonNullable<Parameters<Started['call']>[1]>, 'token'> {
  /** Where a route with a parameter is asked. */
  readonly at?: string;
}

async function ask(route: string, who: Who, { at = route, ...options }: Asked = {}) {
  const answer = await collector.call(at, { method: 'POST', ...options, token: tokens[who] });
  await answer.body?.cancel();
  return answer.status;
}

describe.each(reads)('GET %s (%s)', (_route, path, statuses) => {
  it.each(WHO.map((who, at) => [who, statuses[at]] as const))('by %s: %d', async (who, status) => {
    expect(await ask(path, who, { method: 'GET' })).toBe(status);
  });
});

describe.each(changes)('POST %s: %s', (path, _what, options, statuses) => {
  // In order: what one role may change, the next one meets.
  it.sequential(`by ${WHO.join(', ')}: ${statuses.join(', ')}`, async () => {
    const given = [];
    for (const who of WHO) given.push(await ask(path, who, options));
    expect(given).toEqual(statuses);
  });
});

describe.each(removals)('DELETE %s: %s', (path, _what, statuses) => {
  it.each(WHO.map((who, at) => [who, statuses[at]] as const))('by %s: %d', async (who, status) => {
    expect(await ask(path, who, { method: 'DELETE' })).toBe(status);
  });
});

describe.each([
  ['admin', ['thcs-a', 'thcs-b']],
  ['city', ['thcs-a', 'thcs-b']],
  ['officer', ['thcs-a']],
  ['school', ['thcs-a']],
] as const)('%s', (who, schools) => {
  const listed = async (path: string, list: string, key: string) => {
    const answer = await collector.call(path, { token: tokens[who] });
    const body = (await answer.json()) as Record<string, readonly Record<string, string>[]>;
    return [...new Set(body[list]?.map((one) => one[key]))].sort();
  };

  it('finds only its own incidents, in the list and by the filter', async () => {
    const own = await listed('/api/v1/incidents', 'incidents', 'school');
    expect(own).toEqual(schools);
    const other = await listed('/api/v1/incidents?school=thcs-b', 'incidents', 'school');
    expect(other).toEqual(schools.filter((id) => id === 'thcs-b'));
  });

  it('finds only its own mails', async () => {
    expect(await listed('/api/v1/mails', 'mails', 'school')).toEqual(schools);
  });

  it('finds no word of another’s school on its pages and in its reports', async () => {
    const paths = ['/', '/incidents', '/mails', '/schools.csv', '/schools/thcs-a'];
    const exports = ['upgrade-plan', 'shared-cameras'].flatMap((kind) =>
      ['csv', 'json'].map((format) => `/api/v1/reports/${kind}?format=${format}`),
    );
    for (const path of [...paths, '/schools/thcs-a/cameras/cam', ...exports]) {
      const answer = await collector.call(path, { token: tokens[who] });
      const isOther = schools.length === 1;
      if (isOther) expect(await answer.text(), path).not.toContain('thcs-b');
    }
  });
});

it('lets no officer draw another’s school into the own unit', async () => {
  expect(await ask('/api/v1/enrolment-codes', 'officer', code('thcs-b', 'cho-quan'))).toBe(403);
  expect(await ask('/api/v1/schools/thcs-b', 'officer', { method: 'GET' })).toBe(404);
});

it('asks every route there is', () => {
  const asked = new Set([
    ...reads.map(([path]) => `GET ${path}`),
    ...changes.map(([path]) => `POST ${path}`),
    ...removals.map(([path]) => `DELETE ${path}`),
  ]);
  const mounted = collector.routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(mounted)).toEqual(asked);
});
