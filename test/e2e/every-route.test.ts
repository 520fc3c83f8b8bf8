import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlValue } from '../../collector/store/sql.ts';
import { epochMs } from '../../kit/units.ts';
import { type Planted, plantIncident } from '../incident-stage.ts';
import { changes, ENDED, reads, removals, WHO, type Who } from './route-table.ts';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

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
  tokens['other officer'] = make('officer', 'an-dong');
  tokens['other school'] = make('school', 'thcs-b');
  plantIncidents();
  await sendDevices(
    'thcs-a',
    tokens.agent,
    ['cam', 'camera'],
    ['line', 'uplink'],
    ['pc', 'machine'],
  );
  await sendDevices('thcs-b', await collector.enrol('thcs-b'), ['cam-b', 'camera']);
  await makeEnded();
});
afterAll(() => collector.end());

/** Tokens that were good once. */
async function makeEnded(): Promise<void> {
  const { desks, identities, users, clock } = collector;
  const by = {
    role: 'admin',
    name: 'test',
    unit: undefined,
    user: undefined,
    address: '',
  } as const;
  for (const [role, unit] of [['admin'], ['officer', 'cho-quan'], ['school', 'thcs-a']] as const) {
    const revoked = given(desks.tokens.make(by, { name: `revoked ${role}`, role, unit }));
    tokens[`revoked ${role}`] = revoked.token;
    desks.tokens.revoke(by, revoked.line.id);
    const expiresAt = epochMs(clock.now() - 1);
    const wish = { role, unit, name: `expired ${role}`, expiresAt };
    tokens[`expired ${role}`] = identities.newToken(wish, epochMs(clock.now() - 1_000));
  }
  tokens['revoked agent'] = await collector.enrol('thcs-a', 'may-cu');
  desks.agents.revoke(by, 'thcs-a', 'may-cu');
  const { person: leaver } = given(desks.users.add(by, { name: 'leaver', role: 'admin' }));
  const made = desks.tokens.make({ ...by, user: leaver.id }, { name: 'left', role: 'admin' });
  tokens['a disabled person’s token'] = given(made).token;
  desks.users.change(by, leaver.id, { disabled: true });
  expect(users.person(leaver.id)?.disabledAt).toBeDefined();
}

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

/** One incident and one mail of each school, as an outage would have left them; one both share, and one of the centre. */
function plantIncidents(): void {
  const database = stateFile();
  for (const school of ['thcs-a', 'thcs-b']) {
    plant(database, { id: `incident-${school}`, rule: 'uplink_down', members: [{ school }] });
    database
      .prepare(
        `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, schools, state, attempts, created_at, at)
         VALUES (?, ?, 'opened', 'a@example.vn', 'vi', 's', 't', 'h', ?, 'kept', 1, 1, 1)`,
      )
      .run(`mail-${school}`, `incident-${school}`, JSON.stringify([school]));
  }
  const both = [{ school: 'thcs-a' }, { school: 'thcs-b' }];
  plant(database, { id: 'incident-shared', rule: 'shared', group: ['city', ''], members: both });
  plant(database, {
    id: 'incident-centre',
    rule: 'disk',
    members: [{ school: '', device: 'disk' }],
  });
  database.close();
}

const stateFile = () => new DatabaseSync(join(collector.folder, 'hatang.db'), { timeout: 5_000 });

function plant(database: DatabaseSync, planted: Planted): void {
  const run = (sql: string, ...values: readonly SqlValue[]) => ({
    changes: Number(database.prepare(sql).run(...values).changes),
  });
  plantIncident({ run }, planted, epochMs(1));
}

async function ask(path: string, who: Who, options: object = {}): Promise<number> {
  const answer = await collector.call(filledIn(path), { ...filledIn(options), token: tokens[who] });
  await answer.body?.cancel();
  return answer.status;
}

/** What stands in braces, made for this one question: a person, token, agent or code nobody has touched yet. */
function filledIn<Value extends string | object>(value: Value): Value {
  const text = JSON.stringify(value).replace(
    /(?:\{|%7B)(\w[\w+ -]*)(?:\}|%7D)/g,
    (_, what: string) => made(what.replaceAll('+', ' ')),
  );
  return JSON.parse(text) as Value;
}

let count = 0;
function made(what: string): string {
  count += 1;
  const { desks, identities, clock } = collector;
  const by = {
    role: 'admin',
    name: 'test',
    unit: undefined,
    user: undefined,
    address: '',
  } as const;
  const [, kind, school = ''] =
    /^(?:(in|token of|code of|config of|window of|contact of|incident of) (.+)|.*)$/.exec(what) ??
    [];
  const place = { name: `n${count}`, role: 'school', unit: school } as const;
  const now = clock.now();
  switch (kind ?? what) {
    case 'soon':
      return inHours(now, 1);
    case 'later':
      return inHours(now, 2);
    case 'soon on the wall':
      return onTheWall(inHours(now, 1));
    case 'later on the wall':
      return onTheWall(inHours(now, 2));
    case 'window of':
      return plantedWindow(school, now);
    case 'new':
      return `new-${count}`;
    case 'in':
      return String(given(desks.users.add(by, place)).person.id);
    case 'admin':
      return String(
        given(desks.users.add(by, { ...place, role: 'admin', unit: undefined })).person.id,
      );
    case 'token of':
      return String(given(desks.tokens.make(by, place)).line.id);
    case 'code of':
      identities.newEnrolmentCode(school, 'test', now);
      return String(Math.max(...desks.agents.codes(by).map(({ id }) => id)));
    case 'contact of':
      // A unit takes no more than fifty.
      for (const { id, unit } of desks.contacts.list(by))
        if (unit === school && id !== undefined) desks.contacts.remove(by, id);
      return String(
        given(desks.contacts.add(by, { ...CONTACT, address: `c${count}@hcm.edu.vn`, unit: school }))
          .id,
      );
    case 'config of':
      return plantedConfig(school);
    case 'incident of':
      return plantedIncident(school);
    case 'agent':
      for (const of of ['thcs-a', 'thcs-b'])
        identities.enrol(identities.newEnrolmentCode(of, 'test', now).code, `m${count}`, now);
      return `m${count}`;
    default:
      throw new Error(`nothing is known of {${what}}`);
  }
}

const inHours = (now: number, hours: number): string =>
  new Date(now + hours * 3_600_000).toISOString();
/** `2026-11-26T22:00` in Vietnam. */
const onTheWall = (iso: string): string => inHours(Date.parse(iso), 7).slice(0, 16);

function plantedWindow(unit: string, now: number): string {
  const database = new DatabaseSync(join(collector.folder, 'hatang.db'), { timeout: 5_000 });
  const { lastInsertRowid } = database
    .prepare(
      "INSERT INTO maintenance (unit, from_at, until_at, note, made_by, made_at) VALUES (?, ?, ?, '', 'test', 1)",
    )
    .run(unit, now + 3_600_000, now + 7_200_000);
  database.close();
  return String(lastInsertRowid);
}
const CONTACT = {
  name: '',
  language: 'vi',
  duty: 'technical',
  atOnce: 'info',
  daily: true,
  weekly: false,
} as const;
function plantedIncident(school: string): string {
  const database = stateFile();
  const id = `planted-${count}`;
  plant(database, { id, rule: id, members: [{ school }] });
  database.close();
  return id;
}

function plantedConfig(school: string): string {
  const database = stateFile();
  const { lastInsertRowid } = database
    .prepare(
      "INSERT INTO agent_config (unit, settings, note, made_by, made_at) VALUES (?, '{}', '', 'test', 1)",
    )
    .run(school);
  database.close();
  return String(lastInsertRowid);
}

function given<Value>(result: { ok: true; value: Value } | { ok: false; problem: string }): Value {
  if (result.ok) return result.value;
  throw new Error(result.problem);
}

describe.each(reads)('GET %s (%s)', (_route, path, statuses) => {
  it.each(WHO.map((who, at) => [who, statuses[at]] as const))('by %s: %d', async (who, status) => {
    expect(await ask(path, who)).toBe(status);
  });
});

const asChange = changes.map(([route, what, options, statuses, path = route]) => ({
  ...{ route, what, options, statuses, path },
}));
const asRemoval = removals.map(([method, route, path, statuses, json]) => ({
  ...{ route, path, statuses, what: `${method} ${path}` },
  options: { method, ...(json === undefined ? {} : { json }) },
}));

describe.each(asChange)('POST $route: $what', ({ options, statuses, path }) => {
  // In order: what one role may change, the next one meets.
  it.sequential(`by ${WHO.join(', ')}: ${statuses.join(', ')}`, async () => {
    const answers = [];
    for (const who of WHO) answers.push(await ask(path, who, options));
    expect(answers).toEqual(statuses);
  });
});

describe.each(asRemoval)('$what', ({ options, statuses, path }) => {
  it.each(WHO.map((who, at) => [who, statuses[at]] as const))('by %s: %d', async (who, status) => {
    expect(await ask(path, who, options)).toBe(status);
  });
});

/** The same question about the other school: what is own in the table is another's then. */
const mirrored = <Value extends string | object>(value: Value): Value => {
  const swap: Readonly<Record<string, string>> = {
    ...{ 'thcs-a': 'thcs-b', 'thcs-b': 'thcs-a', 'cho-quan': 'an-dong', 'an-dong': 'cho-quan' },
  };
  const text = JSON.stringify(value).replace(/thcs-[ab]|cho-quan|an-dong/g, (id) => swap[id] ?? id);
  return JSON.parse(text) as Value;
};

/** What asks about units and schools, and about nothing that only one of the two has. */
const aboutTrees = (path: string): boolean =>
  /^\/(api\/v1\/(users|tokens|agents|enrolment-codes|audit|schools|history|reports|maintenance|contacts|incidents)|maintenance|users|tokens|agents|audit|contacts|enrolment)/.test(
    path,
  );

describe('officer and school of the other ward get the mirror of it', () => {
  it.each(reads.filter(([route]) => aboutTrees(route)))(
    'GET %s (%s)',
    async (_, path, statuses) => {
      expect(await ask(mirrored(path), 'other officer')).toBe(statuses[2]);
      expect(await ask(mirrored(path), 'other school')).toBe(statuses[3]);
    },
  );

  it.each([...asChange, ...asRemoval].filter(({ route }) => aboutTrees(route)))(
    '$route: $what',
    async ({ options, statuses, path }) => {
      const answers = [
        await ask(mirrored(path), 'other officer', mirrored(options)),
        await ask(mirrored(path), 'other school', mirrored(options)),
      ];
      expect(answers).toEqual([statuses[2], statuses[3]]);
    },
  );
});

describe.each(ENDED)('%s is nobody', (who) => {
  it('to every route that reads', async () => {
    for (const [, path, statuses] of reads) expect(await ask(path, who), path).toBe(statuses[5]);
  });

  it('to every route that changes', async () => {
    // Guessing is counted by address, whoever guesses.
    const asked = [...asChange, ...asRemoval].filter(({ route }) => route !== '/api/v1/enroll');
    for (const { what, path, options, statuses } of asked)
      expect(await ask(path, who, options), `${path} ${what}`).toBe(statuses[5]);
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
    const single = 'rule=uplink_down';
    const own = await listed(`/api/v1/incidents?${single}`, 'incidents', 'school');
    expect(own).toEqual(schools);
    const path = `/api/v1/incidents?school=thcs-b&${single}`;
    expect(await listed(path, 'incidents', 'school')).toEqual(
      schools.filter((id) => id === 'thcs-b'),
    );
  });

  it('finds only its own mails', async () => {
    const own = await listed('/api/v1/mails', 'mails', 'school');
    // A test mail is of no school.
    expect(own.filter((school) => school !== null)).toEqual(schools);
  });

  it('finds no word of another’s school on its pages and in its reports', async () => {
    const work = ['/maintenance', '/api/v1/maintenance'];
    const incidents = ['/incidents', '/incidents.csv', '/api/v1/incidents'];
    const shared = ['/incidents/incident-shared', '/api/v1/incidents/incident-shared'];
    const paths = ['/', ...incidents, ...shared, '/mails', '/schools.csv', '/schools/thcs-a'];
    const exports = ['upgrade-plan', 'shared-cameras', 'outages'].flatMap((kind) =>
      ['csv', 'json'].map((format) => `/api/v1/reports/${kind}?format=${format}`),
    );
    for (const path of [...paths, ...work, '/schools/thcs-a/cameras/cam', ...exports]) {
      const answer = await collector.call(path, { token: tokens[who] });
      const isOther = schools.length === 1;
      if (isOther) expect(await answer.text(), path).not.toContain('thcs-b');
    }
  });
});

it('lets no officer draw another’s school into the own unit', async () => {
  expect(
    await ask('/api/v1/enrolment-codes', 'officer', {
      json: { school: 'thcs-b', unit: 'cho-quan' },
    }),
  ).toBe(403);
  expect(await ask('/api/v1/schools/thcs-b', 'officer')).toBe(404);
});

it('asks every route there is', () => {
  const asked = new Set([
    ...reads.map(([path]) => `GET ${path}`),
    ...changes.map(([path]) => `POST ${path}`),
    ...removals.map(([method, path]) => `${method} ${path}`),
  ]);
  const mounted = collector.routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(mounted)).toEqual(asked);
});
