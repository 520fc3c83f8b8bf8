import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN } from './started.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-start-'));
});
afterEach(() => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  child = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]) {
  const { HATANG_LISTEN: _l, HATANG_DATA: _d, ...env } = process.env;
  const started = spawn(process.execPath, [MAIN, 'collector', '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, HATANG_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  child = started;
  const err = started.stderr.setEncoding('utf8').toArray();
  return { started, err };
}

/** How it ended, and what it said. */
async function ending(...args: readonly string[]) {
  const { started, err } = start(...args);
  started.stdout.resume();
  const [code] = await once(started, 'close');
  return { code, said: (await err).join('') };
}

async function listening(): Promise<{ started: ChildProcess; url: URL }> {
  const { started } = start('--listen', '127.0.0.1:0');
  const [text] = await once(started.stdout, 'data');
  return { started, url: new URL(/^listening (\S+)$/m.exec(String(text))?.[1] ?? '') };
}

const config = (text: string): string => {
  const file = join(folder, 'collector.yaml');
  writeFileSync(file, text);
  return file;
};

describe('a collector that can’t start says why, in one line, and ends', () => {
  it('with 3 where the port is taken', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await ending('--listen', `127.0.0.1:${port}`);
    other.close();
    expect(said).toMatch(
      new RegExp(`^hatang collector: can't listen on 127.0.0.1:${port}: .*in use.*\\n$`),
    );
    expect(code).toBe(3);
  });

  it('with 3 where only the UDP port is taken', async () => {
    const other = createSocket('udp4');
    // Below the ports that connections of other tests are given, which are TCP's.
    const port = 20_000 + (process.pid % 10_000);
    other.bind(port, '127.0.0.1');
    await once(other, 'listening');
    const { code, said } = await ending('--listen', `127.0.0.1:${port}`);
    other.close();
    expect(said).toContain('UDP');
    expect(code).toBe(3);
  });

  it('with 3 where the data folder can’t be one', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, said } = await ending('--data', join(folder, 'file', 'data'));
    expect(said).toMatch(/^hatang collector: data folder: .*\n$/);
    expect(code).toBe(3);
  });

  it('with 3 where the database is damaged, which it leaves as it is', async () => {
    const damaged = 'this is no database, '.repeat(500);
    writeFileSync(join(folder, 'hatang.db'), damaged);
    const { code, said } = await ending('--listen', '127.0.0.1:0');
    expect(said).toMatch(/^hatang collector: database .* is damaged .*hatang restore .*\n$/);
    expect(code).toBe(3);
  });

  it('with 3 where the database is of a newer version', async () => {
    const newer = new DatabaseSync(join(folder, 'hatang.db'));
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    const { code, said } = await ending('--listen', '127.0.0.1:0');
    expect(said).toContain('written by a newer version');
    expect(code).toBe(3);
  });

  it.each([
    ['standards: { folder: /nowhere }', '/nowhere'],
    ['standards: { overrides: /nowhere.yaml }', '/nowhere.yaml'],
    ['listen: x\nunits: [{ id: A, kind: ward, name: x }]\n', 'units.0.id'],
    ['units: [{ id: a, kind: ward, name: a, parent: b }]', 'units.0.parent: there is no unit b'],
  ])('with 2 for the config %j', async (text, names) => {
    const { code, said } = await ending('--config', config(text), '--listen', '127.0.0.1:0');
    expect(said).toContain(names);
    expect(code).toBe(2);
  });

  it.each([
    ['--listen', 'nowhere'],
    ['--config', '/no/such/file'],
    ['--port', '1'],
  ])('with 2 for %s %s', async (...args) => {
    expect((await ending(...args)).code).toBe(2);
  });
});

it('the demo ends with 3 at once where its port is taken, and does not try again', async () => {
  const other = createServer();
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const { port } = other.address() as { port: number };
  const demo = spawn(process.execPath, [MAIN, 'demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HATANG_LISTEN: `127.0.0.1:${port}`, HATANG_DATA: folder },
  });
  child = demo;
  demo.stdout.resume();
  const err = demo.stderr.setEncoding('utf8').toArray();
  const [code] = await once(demo, 'close');
  other.close();
  expect((await err).join('')).toMatch(/^hatang collector: can't listen on .*\n$/);
  expect(code).toBe(3);
});

describe('a collector that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s ends within 5 s, whoever is still connected',
    async (signal) => {
      const { started, url } = await listening();
      const by = { Authorization: `Bearer ${ADMIN_TOKEN}` };
      const stream = await fetch(new URL('/events', url), { headers: by });
      await fetch(new URL('/healthz', url));
      const half = connect(Number(url.port), url.hostname);
      half.on('error', () => undefined);
      await once(half, 'connect');
      half.write('POST /api/v1/enroll HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
      await delay(100);
      const begin = performance.now();
      started.kill(signal);
      await delay(100);
      // As a terminal and a wrapper both do: the second one changes nothing.
      started.kill(signal);
      await once(started, 'close');
      expect(performance.now() - begin).toBeLessThan(5_000);
      expect(started.exitCode).toBe(0);
      await stream.body?.cancel().catch(() => undefined);
      half.destroy();
    },
  );

  it('can be started again over the same data', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { started } = await listening();
      started.kill('SIGTERM');
      await once(started, 'close');
      expect(started.exitCode).toBe(0);
    }
  });
});
