import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openYearLists } from '../../agent/probes/service/year-list-door.ts';
import { AGENT_FLAGS, buildAgent } from '../../cli/build-agent.ts';
import { type School, startSchool } from '../sim/school/start-school.ts';

/** Neither the repository nor a node_modules is above it. */
const folder = mkdtempSync(join(tmpdir(), 'hatang-bundle-'));
const home = join(folder, 'elsewhere');
let bundle: string;
let school: School;
let running: ChildProcess | undefined;

beforeAll(async () => {
  mkdirSync(home);
  [bundle, school] = await Promise.all([buildAgent(folder), startSchool()]);
}, 60_000);

afterAll(async () => {
  running?.kill('SIGKILL');
  await school.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function agent(...args: readonly string[]) {
  const child = spawn(process.execPath, [...AGENT_FLAGS, bundle, ...args], { cwd: home });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

function config(settings: object): string {
  const file = join(home, 'agent.yaml');
  const collector = { url: 'http://127.0.0.1:9' };
  writeFileSync(file, JSON.stringify({ collector, ...settings }), { mode: 0o600 });
  return file;
}

describe('the agent as one file, away from its repository', { timeout: 60_000 }, () => {
  it('is one file', () => {
    expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'hatang-agent.cjs']);
  });

  it('brings its own flags when it is started by its name', async () => {
    const [first] = readFileSync(bundle, 'utf8').split('\n', 1);
    expect(first).toBe(`#!/usr/bin/env -S node ${AGENT_FLAGS.join(' ')}`);
    for (const name of ['README.md', 'README.vi.md'])
      expect(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')).toContain(
        `node ${AGENT_FLAGS.join(' ')} hatang-agent.cjs run --config agent.yaml`,
      );
  });

  it('checks a configuration', async () => {
    expect(await agent('check', '--config', config({}))).toMatchObject({ code: 0, err: '' });
    const bad = await agent('check', '--config', config({ agent: 'A B' }));
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).toContain('agent: expected a-z');
  });

  it('looks once at a school and judges it by the standards it carries', async () => {
    const { cameras, machines } = school.line;
    const file = config({
      server: { id: 'may-chu', name: 'Máy chủ' },
      cameras: { deadline: '9s', window: '2s', list: cameras },
      machines: { list: machines },
      declarations: { camera_count: cameras.length },
    });
    const { out, err } = await agent('probe', '--config', file, '--json');
    expect(err).toBe('');
    const seen = JSON.parse(out);
    const measured = new Set(
      seen.facts.map(({ measurement }: { measurement: string }) => measurement),
    );
    expect([...measured]).toEqual(
      expect.arrayContaining(['device', 'server', 'camera', 'camera_stream', 'machine']),
    );
    const verdicts = new Set(seen.findings.map(({ verdict }: { verdict: string }) => verdict));
    expect([...verdicts]).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown']));
  });

  it('carries the list of systems, and asks what the config leaves of it', async () => {
    const refused = `http://127.0.0.1:${await freePort()}/`;
    const [list] = await openYearLists();
    const ids = list?.systems.map(({ id }) => id) ?? [];
    // All at an address of this machine, so that nothing leaves it.
    const services = { shipped: true, list: ids.map((name) => ({ name, url: refused })) };
    const own = await agent('probe', 'services', '--config', config({ services }), '--json');
    expect(own.err).toBe('');
    expect(JSON.parse(own.out).facts.length).toBeGreaterThanOrEqual(ids.length);
    expect(readFileSync(bundle, 'utf8')).toContain('https://csdl.moet.gov.vn/');
    const none = config({ services: { shipped: true, except: ids } });
    expect(await agent('probe', 'services', '--config', none)).toMatchObject({ err: '' });
  });

  it('runs, and shows its findings on its page in Vietnamese', async () => {
    const port = await freePort();
    const file = config({ page: { listen: `127.0.0.1:${port}` }, server: { every: '1s' } });
    const args = [...AGENT_FLAGS, bundle, 'run', '--config', file];
    running = spawn(process.execPath, args, { cwd: home, stdio: 'ignore' });
    const page = await served(`http://127.0.0.1:${port}/`);
    expect(page).toContain('CAM-01');
    expect(page).toContain('Chưa ghi danh');
    running.kill('SIGTERM');
    expect(await once(running, 'exit')).toEqual([0, null]);
  });
});

async function served(url: string): Promise<string> {
  for (;;) {
    try {
      return await (await fetch(url)).text();
    } catch {
      // Not listening yet; the test's own time limit ends this.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
