import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AGENT_FLAGS } from '../../cli/build-agent.ts';
import { buildBlob, buildLinux, buildWindows } from '../../cli/executable/executables.ts';
import pack from '../../package.json' with { type: 'json' };
import { type Started, startedCollector } from '../e2e/started.ts';
import { type Ended, runBare, startBare } from './built.ts';

/** Neither the repository nor a node_modules is above it. */
const folder = mkdtempSync(join(tmpdir(), 'hatang-executable-'));
const program = join(folder, 'hatang');
const windowsProgram = join(folder, 'hatang.exe');
let blob: Buffer;
let collector: Started;

beforeAll(async () => {
  [blob, collector] = await Promise.all([buildBlob(), startedCollector()]);
  await Promise.all([buildLinux(blob, program), buildWindows(blob, windowsProgram)]);
}, 300_000);

afterAll(async () => {
  await collector.end();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with nothing in it. */
function emptyHome(): string {
  const home = mkdtempSync(join(folder, 'home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return home;
}

const hatang = (...args: readonly string[]): Promise<Ended> => runBare(program, args, folder);

async function enrolmentCode(school: string): Promise<string> {
  const made = await collector.call('/api/v1/enrolment-codes', { json: { school, name: school } });
  return ((await made.json()) as { code: string }).code;
}

describe('the executable for Linux, with neither Node nor a path', { timeout: 60_000 }, () => {
  it('says its version', async () => {
    expect(await hatang('--version')).toEqual({
      code: 0,
      out: `hatang ${pack.version}\n`,
      err: '',
    });
  });

  it('says what it can do, and what it cannot', async () => {
    expect((await hatang('help')).out).toContain('hatang agent run');
    const wrong = await hatang('collector');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('hatang: no command "collector"');
    expect((await hatang('agent', 'fly')).code).toBe(2);
  });

  it('takes every command of the usage it prints', async () => {
    const { out } = await hatang('--help');
    const words = [...out.matchAll(/^ {2}hatang ([a-z]+) /gm)].map(([, word]) => word ?? '');
    expect(words.length).toBeGreaterThan(3);
    for (const word of words)
      expect((await hatang(word, '--no-such-flag')).err).not.toContain('no command');
  });

  it('names every problem of a config', async () => {
    const file = join(emptyHome(), 'agent.yaml');
    writeFileSync(file, 'collector: { url: https://hatang.example.vn }\nagent: A B\nline: {}\n');
    const { code, err } = await hatang('agent', 'check', '--config', file);
    expect(code).toBe(2);
    expect(err).toContain('agent: expected a-z');
    expect(err).toContain('line');
  });

  it('enrols at a real centre, runs with the flags it carries, shows its page and ends when told', async () => {
    const home = emptyHome();
    const [config, data] = [join(home, 'agent.yaml'), join(home, 'data')];
    const at = ['--collector', collector.url, '--code', await enrolmentCode('thpt-a')];
    const enrolled = await hatang('agent', 'enroll', ...at, '--config', config, '--data', data);
    expect(enrolled).toMatchObject({ code: 0, err: '' });
    const port = await freePort();
    const text = readFileSync(config, 'utf8').replace('127.0.0.1:8481', `127.0.0.1:${port}`);
    writeFileSync(config, text);
    const child = startBare(program, ['agent', 'run', '--config', config], home);
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(await served(`http://127.0.0.1:${port}/`)).toContain('thpt-a');
    expect(workersOf(child.pid)).toBe(1);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('refuses to compare cameras with a client that it does not carry', async () => {
    const asked = ['camera', 'inspect', '127.0.0.1:9', '--compare', '--json'];
    const { code, err } = await hatang(...asked);
    expect(code).not.toBe(0);
    expect(err).not.toContain('Error:');
  });
});

describe('the executable for Windows', () => {
  const read = (): Buffer => readFileSync(windowsProgram);

  it('is a Windows program with our program in it, and Node looks for it there', () => {
    const bytes = read();
    const header = bytes.readUInt32LE(0x3c);
    expect(bytes.toString('latin1', header, header + 4)).toBe('PE\0\0');
    expect(bytes.includes(blob)).toBe(true);
    expect(bytes.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true);
    expect(blob.includes(AGENT_FLAGS[0] ?? '')).toBe(true);
  });

  it('bears no signature that would be wrong', () => {
    const bytes = read();
    const certificates = bytes.readUInt32LE(0x3c) + 24 + 112 + 4 * 8;
    expect(bytes.readUInt32LE(certificates + 4)).toBe(0);
  });
});

/** What --v8-pool-size=0 leaves of V8's threads. */
function workersOf(pid: number | undefined): number {
  const tasks = `/proc/${pid}/task`;
  const names = readdirSync(tasks).map((id) => readFileSync(`${tasks}/${id}/comm`, 'utf8').trim());
  return names.filter((name) => name === 'V8Worker').length;
}

async function served(url: string): Promise<string> {
  for (;;) {
    try {
      return await (await fetch(url)).text();
    } catch {
      // Not listening yet; the test's own time limit ends this.
      await delay(50);
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
