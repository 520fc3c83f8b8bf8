import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenServers } from '../open-servers.ts';
import { browser } from './browser.ts';
import { mounted } from './mounted.ts';

/**
 * A collector and an agent, as processes, with a secret of its own in every place that takes one. They work, fail at
 * servers that answer with what they were sent, are killed and start again. Then everything they wrote and said is
 * searched. What is shown once, by the answer that makes it, and the files that are made to hold a secret are left out.
 */
const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const ADMIN = 'planted-admin-token-of-the-environment';
const planted: Record<string, string> = {
  adminToken: ADMIN,
  smtpPassword: 'planted-smtp-password',
  influxToken: 'planted-influx-token',
  cameraPassword: 'planted-camera-password',
  community: 'planted-snmp-community',
  watcherPath: 'planted-path-of-the-watcher',
  hookPath: 'planted-path-of-the-webhook',
  hookKey: 'plantedKeyOfTheWebhookXXXXXXXXXXXXXXXXXXXXXX',
  password: 'planted password of the admin',
  triedPassword: 'planted password that is wrong',
  triedCode: 'PLAN-TEDC-0DE1',
  triedToken: 'planted-token-that-is-wrong',
};

const servers = new OpenServers();
const children: ChildProcess[] = [];
/** All that was said, by where. */
const heard = new Map<string, string>();
let folder: string;
let url: string;
let pagePort: number;
/** Which of the refusing servers were asked. */
const asked = new Set<string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-planted-'));
  await plant();
  await startCollector();
  await workAsPeople();
  const agent = await startAgent();
  await until('the agent is heard', async () =>
    /"lastHeard":"2/.test(await said('/api/v1/agents')),
  );
  await until('influx, camera and watcher refused', async () =>
    ['influx', 'camera', 'watcher'].every((one) => asked.has(one)),
  );
  agent.kill('SIGKILL');
  await once(agent, 'exit');
  await until('the mail server refused', async () => {
    await said('/api/v1/mails');
    return asked.has('mail');
  });
  await tryWrong();
  const [collector] = children;
  collector?.kill('SIGKILL');
  await once(collector ?? process, 'exit');
  await startCollector();
  await startAgent();
  await call('/api/v1/agents/thcs-a/may-chu', { method: 'DELETE' });
  await until(
    'the agent is refused',
    async () => heard.get('agent')?.includes('token_refused') ?? false,
  );
  await hearPages();
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((child) => once(child, 'exit')),
  );
}, 300_000);
afterAll(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await servers.close();
  rmSync(folder, { recursive: true });
});

/** node:http's servers are node:net's: only their listeners differ. */
const listen = (server: HttpServer): Promise<number> =>
  servers.listen(server as unknown as Parameters<typeof servers.listen>[0]);

/** Servers that refuse, and say back whatever they were told. */
async function plant(): Promise<void> {
  const echo = (name: string) =>
    createHttp((request, response) => {
      asked.add(name);
      const told = JSON.stringify(request.headers) + request.url;
      response.writeHead(401, { 'X-Told': told.slice(0, 500) }).end(`refused: ${told}`);
    });
  const smtp = createTcp((socket) => {
    socket.write('220 mail\r\n');
    socket.on('data', (bytes) => {
      const told = String(bytes).trim();
      const isHello = told.startsWith('EHLO');
      if (told.startsWith('AUTH')) asked.add('mail');
      socket.write(isHello ? '250-mail\r\n250 AUTH PLAIN\r\n' : `535 refused: ${told}\r\n`);
    });
  });
  const [influx, camera] = [await listen(echo('influx')), await listen(echo('camera'))];
  const watcher = await listen(echo('watcher'));
  const post = await servers.listen(smtp);
  pagePort = await servers.closedPort();
  mkdirSync(join(folder, 'secrets'));
  for (const [name, value] of [
    ['influx', planted['influxToken']],
    ['smtp', `smtp://hatang:${planted['smtpPassword']}@127.0.0.1:${post}`],
    ['watcher', `http://127.0.0.1:${watcher}/${planted['watcherPath']}`],
    ['hook', `http://127.0.0.1:${watcher}/${planted['hookPath']}`],
    ['hook-key', `whsec_${planted['hookKey']}`],
    ['camera', planted['cameraPassword']],
    ['community', planted['community']],
  ])
    writeFileSync(join(folder, 'secrets', name ?? ''), value ?? '', { mode: 0o600 });
  writeFileSync(join(folder, 'rules.yaml'), 'agent_silent: { gather: never }\n');
  writeFileSync(join(folder, 'collector.yaml'), collectorConfig(influx));
  writeFileSync(join(folder, 'agent.yaml'), agentConfig(camera));
}

const collectorConfig = (influx: number): string => `
listen: 127.0.0.1:0
history: { kind: influx, url: 'http://127.0.0.1:${influx}', database: hatang, token: '\${file:secrets/influx}' }
mail: { from: a@example.vn, to: [{ address: b@hcm.edu.vn }], smtp: '\${file:secrets/smtp}' }
webhooks: [{ name: ioc, url: '\${file:secrets/hook}', secret: '\${file:secrets/hook-key}' }]
dead_man: { url: '\${file:secrets/watcher}', fail_url: '\${file:secrets/watcher}', every: 10s }
alerts: { agent_silent_after: 2s, rules: { overrides: '${join(folder, 'rules.yaml')}' } }
`;
const agentConfig = (camera: number): string => `
agent: may-chu
collector: { url: 'URL' }
data: ./agent
page: { listen: '127.0.0.1:${pagePort}' }
subnets: [127.0.0.0/8]
discovery: off
hosts: off
cameras:
  every: 5s
  deadline: 4s
  list:
    - { id: cam, name: Cổng, zone: public, address: '127.0.0.1:${camera}', user: viewer, password: '\${file:secrets/camera}' }
machines:
  every: 5s
  deadline: 2s
  community: '\${file:secrets/community}'
  list:
    - { id: pc, name: Máy 1, address: 127.0.0.1 }
`;

function start(what: string, ...args: readonly string[]): ChildProcess {
  const { HATANG_LISTEN: _l, HATANG_DATA: _d, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...env, HATANG_ADMIN_TOKEN: ADMIN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const hear = (bytes: unknown) => heard.set(what, (heard.get(what) ?? '') + String(bytes));
  child.stderr.on('data', hear);
  child.stdout.on('data', (bytes) => {
    // The first admin's way in is printed, once, for the person who starts the collector.
    hear(String(bytes).replace(/code=[\w-]+/, 'code='));
    const [, code] = /code=([\w-]+)/.exec(String(bytes)) ?? [];
    if (code !== undefined) planted['signInCode'] = code;
  });
  children.push(child);
  return child;
}

async function startCollector(): Promise<void> {
  const child = start('collector', 'collector', '--config', 'collector.yaml', '--data', 'data');
  let text = '';
  child.stdout?.on('data', (bytes) => {
    text += String(bytes);
  });
  await until('it listens', async () => /^listening \S+$/m.test(text));
  url = /^listening (\S+)$/m.exec(text)?.[1] ?? '';
  const config = readFileSync(join(folder, 'agent.yaml'), 'utf8');
  writeFileSync(join(folder, 'agent.yaml'), config.replace(/url: '[^']*'/, `url: '${url}'`));
}

async function startAgent(): Promise<ChildProcess> {
  const made = await call('/api/v1/enrolment-codes', {
    body: JSON.stringify({ school: 'thcs-a' }),
  });
  const { code } = (await made.json()) as { code: string };
  planted[`enrolmentCode${Object.keys(planted).length}`] = code;
  const enrolled = start(
    'agent',
    'agent',
    'enroll',
    '--config',
    'agent.yaml',
    '--code',
    code,
    '--collector',
    url,
  );
  await once(enrolled, 'exit');
  expect(enrolled.exitCode, heard.get('agent')).toBe(0);
  const token = readFileSync(join(folder, 'agent', 'token'), 'utf8').trim();
  planted[`agentToken${Object.keys(planted).length}`] = token;
  return start('agent', 'agent', 'run', '--config', 'agent.yaml');
}

const call = (
  path: string,
  { method, body, token = ADMIN }: { method?: string; body?: string; token?: string } = {},
) =>
  fetch(url + path, {
    redirect: 'manual',
    ...(body === undefined ? {} : { method: 'POST', body }),
    ...(method === undefined ? {} : { method }),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  });

async function said(path: string, options?: Parameters<typeof call>[1]): Promise<string> {
  const answer = await call(path, options);
  const head = JSON.stringify([...answer.headers]);
  const text = `${head}\n${await answer.text()}`;
  heard.set(`answer of ${path}`, text);
  return text;
}

const inBrowser = () =>
  browser({
    call: (
      path: string,
      { headers, body }: { headers?: Record<string, string>; body?: string } = {},
    ) =>
      fetch(url + path, {
        redirect: 'manual',
        ...(body === undefined ? {} : { method: 'POST', body }),
        ...(headers === undefined ? {} : { headers }),
      }),
  });

/** The admin comes in, sets a password, and gives out every kind of secret there is. */
async function workAsPeople(): Promise<void> {
  const admin = inBrowser();
  await admin.submit('/sign-in', { code: planted['signInCode'] ?? '' });
  const next = planted['password'] ?? '';
  const set = await admin.submit('/account', { next, again: next });
  expect(set.status).toBe(303);
  planted['session'] = /hatang_session=([^;]+)/.exec(admin.cookie())?.[1] ?? '';
  for (const [name, path] of [
    ['userCode', '/api/v1/users'],
    ['apiToken', '/api/v1/tokens'],
  ] as const) {
    const made = await call(path, { body: JSON.stringify({ name, role: 'admin' }) });
    const { code, token } = (await made.json()) as { code?: string; token?: string };
    planted[name] = code ?? token ?? '';
  }
}

/** Every way in, tried wrongly; and secrets where none belong. */
async function tryWrong(): Promise<void> {
  const { triedPassword = '', triedCode = '', triedToken = '' } = planted;
  await inBrowser().submit('/sign-in', { name: 'admin', password: triedPassword });
  await inBrowser().submit('/sign-in', { code: triedCode });
  for (const path of ['/api/v1/readiness', '/api/v1/agent/token', '/nothing'])
    await said(path, { token: triedToken });
  await said('/api/v1/agent/token', { method: 'POST', token: triedToken });
  await said('/api/v1/enroll', { body: JSON.stringify({ code: triedCode, agent: 'x' }) });
  for (const [at, path] of [
    '/api/v1/enroll',
    '/api/v1/users',
    '/api/v1/tokens',
    '/api/v1/leases',
  ].entries()) {
    heard.set(
      `broken ${at}`,
      await said(path, { body: `{"code":"${triedCode}","password":"${triedPassword}` }),
    );
    heard.set(
      `unknown ${at}`,
      await said(path, { body: JSON.stringify({ code: triedCode, secret: triedToken }) }),
    );
  }
}

/** Every page and export there is, and the agent's own page. */
async function hearPages(): Promise<void> {
  const places: Record<string, string> = {
    ':id': 'thcs-a',
    ':device': 'cam',
    ':school': 'thcs-a',
    ':agent': 'may-chu',
  };
  const paths = (await mounted())
    .filter(
      ({ method, path }) => method === 'GET' && path !== '/events' && !path.includes('/measure/'),
    )
    .flatMap(({ path }) => {
      const filled = path.replace(/:\w+/g, (name) => places[name] ?? 'x');
      return path === '/users/:id' ? ['/users/1', '/users/2'] : [filled];
    });
  expect(paths.length).toBeGreaterThan(40);
  for (const path of [...paths, '/api/v1/reports/upgrade-plan?format=csv']) await said(path);
  const mails = await said('/api/v1/mails');
  for (const [, id] of mails.matchAll(/"id":"([^"]+)"/g)) await said(`/mails/${id}`);
  heard.set('the agent’s page', await (await fetch(`http://127.0.0.1:${pagePort}/`)).text());
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1_200; turn += 1) {
    if (await isSo()) return;
    await delay(100);
  }
  throw new Error(
    `did not come: ${what}\n${[...heard].map(([of, text]) => `${of}: ${text.slice(-2_000)}`).join('\n')}`,
  );
}

/** Every file of a folder, as it stands on disk. */
const filesOf = (of: string): readonly (readonly [string, string])[] =>
  readdirSync(join(folder, of), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [
      join(entry.parentPath, entry.name),
      readFileSync(join(entry.parentPath, entry.name), 'latin1'),
    ]);

/** A secret, as it is and as it may be written otherwise. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  secret.replaceAll('-', ''),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  ...[`viewer:${secret}`, `hatang:${secret}`, `\0hatang\0${secret}`, secret].map((text) =>
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  ),
];

const holding = (texts: Iterable<readonly [string, string]>): readonly string[] => {
  const found: string[] = [];
  for (const [where, text] of texts)
    for (const [name, secret] of Object.entries(planted))
      if (formsOf(secret).some((form) => text.includes(form))) found.push(`${name} in ${where}`);
  return found;
};

describe('no planted secret', () => {
  it('is a short word that would never be found', () => {
    for (const [name, secret] of Object.entries(planted))
      expect(secret.length, name).toBeGreaterThan(11);
    expect(Object.keys(planted).length).toBeGreaterThan(15);
  });

  it('is in a log, an answer, a page, an export or a metric', () => {
    expect(heard.get('answer of /metrics')).toContain('hatang_');
    expect(heard.get('answer of /api/v1/audit')).toContain('sign_in_refused');
    expect(heard.get('the agent’s page')).toContain('<html');
    expect(holding(heard)).toEqual([]);
  });

  it('is in a file of the collector', () => {
    const files = filesOf('data');
    expect(files.some(([name]) => name.endsWith('hatang.db'))).toBe(true);
    expect(holding(files)).toEqual([]);
  });

  it('is in a backup of its databases', async () => {
    for (const name of ['hatang.db', 'facts.db']) {
      const database = new DatabaseSync(join(folder, 'data', name));
      await backup(database, join(folder, `copy-of-${name}`));
      database.close();
      const copy = readFileSync(join(folder, `copy-of-${name}`), 'latin1');
      expect(holding([[name, copy]])).toEqual([]);
    }
  });

  it('is in a file of the agent, but for the one that holds its token', () => {
    const files = filesOf('agent').filter(([name]) => !name.endsWith('/token'));
    expect(files.length).toBeGreaterThan(1);
    expect(holding(files)).toEqual([]);
  });

  it('would go unseen: the agent’s token is found where it is', () => {
    expect(holding(filesOf('agent')).join()).toContain('agentToken');
  });
});
