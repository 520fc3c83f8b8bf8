import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE_HEADER, LeaseAnswer, LeaseGranted } from '../../wire/lease.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const ADMIN = 'admin-token-of-the-tests';
let folder: string;
let child: ChildProcess | undefined;
let url = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-lease-kill-'));
  writeFileSync(join(folder, 'collector.yaml'), 'measure: { slots: 1 }\n');
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const { HATANG_LISTEN: _l, HATANG_DATA: _d, ...env } = process.env;
  const config = join(folder, 'collector.yaml');
  const args = ['collector', '--config', config, '--data', folder, '--listen', '127.0.0.1:0'];
  const started = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...env, HATANG_ADMIN_TOKEN: ADMIN },
  });
  child = started;
  const [text] = await once(started.stdout, 'data');
  url = /^listening (\S+)$/m.exec(String(text))?.[1] ?? '';
}

async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function post(path: string, token: string, json: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
  return await answer.json();
}

async function enrol(school: string): Promise<string> {
  const { code } = (await post('/api/v1/enrolment-codes', ADMIN, { school })) as { code: string };
  const enrolled = await post('/api/v1/enroll', ADMIN, { code, agent: 'may-chu' });
  return (enrolled as { token: string }).token;
}

it('a collector that is killed keeps its lease, the queue and its order, and grants nothing beside them', async () => {
  await start();
  const tokens = [await enrol('thcs-a'), await enrol('thcs-b'), await enrol('thcs-c')];
  const ask = async (at: number) =>
    LeaseAnswer.parse(await post('/api/v1/leases', tokens[at] ?? '', {}));
  const { lease } = LeaseGranted.parse(await ask(0));
  const queued = [await ask(1), await ask(2)];
  expect(queued).toMatchObject([{ ahead: 0 }, { ahead: 1 }]);
  await kill();
  await start();
  expect(await ask(2)).toMatchObject({ state: 'wait', ahead: 1 });
  const headers = { Authorization: `Bearer ${tokens[0]}`, [LEASE_HEADER]: lease };
  const path = `${url}/api/v1/measure/download?bytes=1000`;
  expect((await fetch(path, { headers })).status).toBe(200);
  await fetch(`${url}/api/v1/leases`, { method: 'DELETE', headers });
  expect(await ask(2)).toMatchObject({ state: 'wait', ahead: 1 });
  expect(await ask(1)).toMatchObject({ state: 'granted' });
}, 60_000);
