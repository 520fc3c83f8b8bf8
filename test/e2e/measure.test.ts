import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let farEnd: ChildProcess;
let server = '';

/** A command of ours in a process of its own. */
function start(file: string, args: readonly string[]): ChildProcess {
  const url = new URL(`../../${file}`, import.meta.url).href;
  const script = `const { run } = await import(${JSON.stringify(url)});
    process.exitCode = await run(process.argv.slice(2));`;
  return spawn(process.execPath, ['--input-type=module', '-e', script, '--', 'run', ...args]);
}

async function finish(child: ChildProcess) {
  const streams = [child.stdout, child.stderr].map((stream) => stream?.setEncoding('utf8'));
  const [out, err] = await Promise.all([
    ...streams.map((stream) => stream?.toArray()),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, out: out?.join('') ?? '', err: err?.join('') ?? '' };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

async function startFarEnd() {
  const port = await freePort();
  const child = start('collector/measure/main.ts', ['--listen', `127.0.0.1:${port}`]);
  const [said] = await once(child.stdout ?? child, 'data');
  expect(String(said)).toContain(`http://127.0.0.1:${port} `);
  return { child, url: `http://127.0.0.1:${port}` };
}

beforeAll(async () => {
  const started = await startFarEnd();
  farEnd = started.child;
  server = started.url;
});

afterAll(() => {
  if (farEnd.exitCode === null) farEnd.kill('SIGKILL');
});

const measure = (...args: readonly string[]) =>
  finish(start('agent/probes/uplink/measure-door.ts', args));

describe('hatang uplink measure, against hatang measure-server', () => {
  it('prints one JSON document with what it measured, and null for what it did not', async () => {
    const { code, out } = await measure('measure', '--server', server, '--json');
    expect(code).toBe(0);
    const direction = {
      available_bps: expect.any(Number),
      capacity_bps: null,
      method: expect.stringMatching(/^tcp4_(kernel|app)$/),
      seconds: expect.any(Number),
      bytes: expect.any(Number),
    };
    expect(JSON.parse(out)).toEqual({
      server,
      down: direction,
      up: direction,
      latency: {
        idle_ms: expect.any(Number),
        loaded_down_ms: expect.any(Number),
        loaded_up_ms: expect.any(Number),
        jitter_ms: expect.any(Number),
        loss_ratio: 0,
        loss_ci: [0, expect.any(Number)],
        method: 'udp_echo',
        queues_filled: true,
      },
      bottleneck: { where: expect.any(String), why: expect.any(String) },
      seconds: expect.any(Number),
      bytes: expect.any(Number),
    });
  }, 60_000);

  it.each([
    [['measure'], 2],
    [['measure', '--server', 'nonsense'], 2],
    [['measure', '--server', 'http://user:word@127.0.0.1/'], 2],
    [['guess', '--server', 'http://127.0.0.1/'], 2],
  ])('refuses %j', async (args, code) => {
    expect((await measure(...args)).code).toBe(code);
  });

  it('ends with 3 where there is no far end', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const { code, out } = await measure('measure', '--server', nowhere, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      down: { available_bps: null, error: 'refused' },
      latency: { idle_ms: null, loss_ratio: null },
    });
  }, 30_000);
});

it('hatang measure-server stops in order when it is told to', async () => {
  const { child } = await startFarEnd();
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

it.each([
  [['--listen', 'nowhere'], 2],
  [['--port', '1'], 2],
])('hatang measure-server refuses %j', async (args, code) => {
  expect((await finish(start('collector/measure/main.ts', args))).code).toBe(code);
});
