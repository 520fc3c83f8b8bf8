import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../cli/hatang.mjs', import.meta.url));

let folder = '';
const after: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-main-'));
});
afterEach(() => {
  for (const deed of after.splice(0).reverse()) deed();
});

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, 'agent', ...args], { cwd: folder });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  after.push(() => child.kill('SIGKILL'));
  return { child, said };
}

async function agent(...args: readonly string[]) {
  const { child, said } = start(...args);
  const [code] = await once(child, 'close');
  return { code, ...said };
}

function config(text: string): string {
  const file = join(folder, 'agent.yaml');
  writeFileSync(file, text);
  return file;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

type Stored = Map<string, readonly string[]>;

function answer(
  request: IncomingMessage,
  body: Buffer,
  { response, stored }: { response: ServerResponse; stored: Stored },
) {
  const problem = (status: number): void => {
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end('{}');
  };
  if (request.url === '/api/v1/enroll') {
    if (!body.toString().includes('"good-code"')) return problem(403);
    const given = { token: 'token-of-this-agent', school: 'thcs-demo' };
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(given));
  } else if (request.headers.authorization === 'Token token-of-this-agent') {
    stored.set(String(request.headers['idempotency-key']), gunzipSync(body).toString().split('\n'));
    response.writeHead(204).end();
  } else problem(401);
}

/**
 * As much of a collector as an agent meets: it knows one code, stores a batch once, and never answers a question, which
 * must hold up no batch.
 */
async function collector() {
  const stored: Stored = new Map();
  const server = createServer((request, response) => {
    if (request.method === 'GET') return;
    void bodyOf(request).then((body) => answer(request, body, { response, stored }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const lines = (): readonly string[] => [...stored.values()].flat();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
}

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  const [code] = await once(child, 'close');
  return code;
}

describe('hatang agent check', () => {
  it('names every problem at once and ends with 2', async () => {
    const file = config('agent: A B\ncolector: 1\n');
    const { code, err, out } = await agent('check', '--config', file);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('3 problem(s)');
    expect(err).toContain('agent: expected a-z');
    const json = await agent('check', '--config', file, '--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out).problems).toHaveLength(3);
  });

  it('ends with 0 when there is none, and has made no folder', async () => {
    const file = config('collector: { url: http://127.0.0.1:9 }\n');
    expect(await agent('check', '--config', file)).toMatchObject({ code: 0, err: '' });
    expect(() => statSync(join(folder, 'data'))).toThrow('ENOENT');
  });

  it('ends with 2 on a wrong flag, a missing file and a missing command', async () => {
    expect((await agent('check', '--colour')).code).toBe(2);
    expect((await agent('check', '--config', 'nowhere.yaml')).code).toBe(2);
    expect((await agent('prove')).code).toBe(2);
  });
});

describe('hatang agent enroll', () => {
  it('keeps token and school, readable by nobody else, and never prints the token', async () => {
    const { url } = await collector();
    const data = join(folder, 'data');
    const given = ['--collector', url, '--code', 'good-code', '--data', data, '--json'];
    const { code, out, err } = await agent('enroll', ...given);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ school: 'thcs-demo', agent: 'agent', data });
    expect(readFileSync(join(data, 'token'), 'utf8')).toBe('token-of-this-agent\n');
    expect(readFileSync(join(data, 'school'), 'utf8')).toBe('thcs-demo\n');
    expect(statSync(join(data, 'token')).mode & 0o777).toBe(0o600);
    expect(out).not.toContain('token-of-this-agent');
  });

  it('ends with 1 on a bad code, 3 when the collector can’t be reached, 2 on wrong use', async () => {
    const { url } = await collector();
    const bad = await agent('enroll', '--collector', url, '--code', 'bad-code!', '--data', folder);
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.err).toContain('the collector refuses the code (403)');
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const away = await agent(
      ...['enroll', '--collector', nowhere, '--code', 'good-code', '--data', folder],
    );
    expect(away.code).toBe(3);
    expect(away.err).toContain('cannot be reached: ECONNREFUSED');
    expect((await agent('enroll', '--code', 'good-code')).code).toBe(2);
    expect((await agent('enroll', '--collector', url, '--data', folder)).code).toBe(2);
  });
});

describe('hatang agent enroll where there is no config yet', () => {
  it('writes one that passes the check, keeps it over a wrong code, and goes on from there', async () => {
    const { url } = await collector();
    const file = join(folder, 'etc', 'agent.yaml');
    const given = ['--collector', url, '--config', file];
    const bad = await agent('enroll', ...given, '--code', 'bad-code!');
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.err).toContain('With a new code, run this command again');
    expect(existsSync(join(folder, 'etc', 'data'))).toBe(false);
    const text = readFileSync(file, 'utf8');
    expect(await agent('check', '--config', file)).toMatchObject({ code: 0 });
    const good = await agent('enroll', ...given, '--code', 'good-code', '--json');
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(good.out)).toMatchObject({ school: 'thcs-demo', agent: 'may-chu' });
    expect(readFileSync(join(folder, 'etc', 'data', 'token'), 'utf8')).toMatch(/^token-of/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('writes none for a wrong address, a wrong name or a missing code', async () => {
    const file = join(folder, 'agent.yaml');
    for (const given of [
      ['--collector', 'https://u:p@x.vn', '--code', 'good-code'],
      ['--collector', 'https://x.vn', '--code', 'good-code', '--agent', 'Máy Chủ'],
      ['--collector', 'https://x.vn'],
      ['--code', 'good-code'],
    ])
      expect(await agent('enroll', ...given, '--config', file)).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
  });

  it('leaves a config that is there as it is', async () => {
    const { url } = await collector();
    const file = config('agent: here\ncollector: { url: http://127.0.0.1:9 }\n');
    const before = readFileSync(file, 'utf8');
    const given = ['--collector', url, '--code', 'good-code', '--config', file];
    expect(await agent('enroll', ...given)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('hatang agent setup', () => {
  it('prints a link with a key that only the agent’s user can read, the same each time', async () => {
    const file = config(
      'collector: { url: http://127.0.0.1:9 }\npage: { listen: 127.0.0.1:8499 }\n',
    );
    const first = await agent('setup', '--config', file, '--json');
    expect(first).toMatchObject({ code: 0, err: '' });
    const { url } = JSON.parse(first.out);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8499\/setup\?key=[A-Za-z0-9_-]{32}$/);
    expect(statSync(join(folder, 'data', 'page-key')).mode & 0o777).toBe(0o600);
    expect((await agent('setup', '--config', file)).out).toContain(url);
  });

  it('ends with 1 where others can read the key, and 2 where there is no page', async () => {
    const file = config('collector: { url: http://127.0.0.1:9 }\n');
    await agent('setup', '--config', file);
    chmodSync(join(folder, 'data', 'page-key'), 0o644);
    const open = await agent('setup', '--config', file);
    expect(open).toMatchObject({ code: 1, out: '' });
    expect(open.err).toContain('can be read by others (mode 644)');
    const off = config('collector: { url: http://127.0.0.1:9 }\npage: off\n');
    expect(await agent('setup', '--config', off)).toMatchObject({ code: 2, out: '' });
  });
});

describe('hatang agent probe', () => {
  it('prints facts, findings and problems as one document, and ends with 1 when something fails', async () => {
    const port = await freePort();
    const file = config(
      `collector: { url: http://127.0.0.1:9 }\ndeclarations: { fibre: true }\nuplink: { probes: 1, targets: [{ name: dead, tcp: 127.0.0.1:${port} }] }\nserver: {}\n`,
    );
    const { code, out } = await agent('probe', '--config', file, '--json');
    expect(code).toBe(1);
    const { facts, findings, problems } = JSON.parse(out);
    const names = facts.map(({ measurement }: { measurement: string }) => measurement);
    expect(new Set(names)).toEqual(new Set(['device', 'declaration', 'server', 'uplink_ping']));
    expect(findings.some((each: { verdict: string }) => each.verdict === 'unknown')).toBe(true);
    expect(problems).toEqual([
      {
        id: 'line:ping:dead',
        problem: {
          vi: 'Điểm đo dead không trả lời (từ chối kết nối).',
          en: 'The far end dead does not answer (connection refused).',
        },
      },
    ]);
    const one = await agent('probe', 'server', '--config', file, '--json');
    expect(one.code).toBe(0);
    const seen = JSON.parse(one.out).facts as { measurement: string; tags: { device?: string } }[];
    expect(seen.map(({ measurement }) => measurement)).not.toContain('uplink_ping');
    // The line is still a device of the school: its criteria must not become not_applicable.
    expect(seen.filter(({ measurement }) => measurement === 'device')).toHaveLength(2);
    expect((await agent('probe', 'toaster', '--config', file)).code).toBe(2);
  }, 30_000);
});

describe('hatang agent run', () => {
  it('ships what it measured under its token, shows its page, and stops cleanly when told to', async () => {
    const { url, lines } = await collector();
    const port = await freePort();
    const file = config(
      `agent: may-chu\ncollector: { url: "${url}" }\npage: { listen: "127.0.0.1:${port}" }\nschool: { simulated: true }\nserver: { every: 1s }\n`,
    );
    await agent('enroll', '--config', file, '--code', 'good-code');
    const { child, said } = start('run', '--config', file);
    await until(() => lines().some((line) => line.startsWith('server,device=server ')));
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(page).toContain('thcs-demo');
    expect(page).toContain('mô phỏng');
    expect(lines().find((line) => line.startsWith('device,device=server'))).toContain(
      'simulated=true',
    );
    const began = Date.now();
    expect(await stopped(child, 'SIGTERM')).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(said.err).toContain('agent stopped');
    expect(said.err + page).not.toContain('token-of-this-agent');
  }, 30_000);

  it('says on its page that the collector is away, and loses nothing over a kill', async () => {
    const away = await freePort();
    const port = await freePort();
    const text = (url: string): string =>
      `collector: { url: "${url}" }\npage: { listen: "127.0.0.1:${port}" }\nserver: { every: 1s }\n`;
    const { url, lines } = await collector();
    const data = join(folder, 'data');
    await agent('enroll', '--collector', url, '--code', 'good-code', '--data', data);
    const { child } = start('run', '--config', config(text(`http://127.0.0.1:${away}`)));
    const page = async (): Promise<string> => {
      const got = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      return (await got?.text()) ?? '';
    };
    await until(async () => /Không liên lạc được trung tâm/.test(await page()));
    await until(async () => /✓ Tốt/.test(await page()));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await stopped(child, 'SIGKILL');
    const killedAt = Date.now();
    const again = start('run', '--config', config(text(url)));
    const stamps = (): readonly number[] =>
      lines()
        .filter((line) => line.startsWith('server,'))
        .map((line) => Number(line.split(' ').at(-1)));
    await until(() => stamps().some((at) => at < killedAt - 1_000));
    expect(new Set(stamps()).size).toBe(stamps().length);
    await stopped(again.child, 'SIGTERM');
  }, 60_000);

  it('goes on without its page when the port is taken, and refuses a token others can read', async () => {
    const { url } = await collector();
    const port = await freePort();
    const file = config(
      `collector: { url: "${url}" }\npage: { listen: "127.0.0.1:${port}" }\nserver: {}\n`,
    );
    await agent('enroll', '--config', file, '--code', 'good-code');
    chmodSync(join(folder, 'data', 'token'), 0o644);
    const taken = createTcpServer().listen(port, '127.0.0.1');
    after.push(() => taken.close());
    const { child, said } = start('run', '--config', file);
    await until(() => said.err.includes('agent started') && said.err.includes('not_enrolled'));
    expect(said.err).toContain('EADDRINUSE');
    expect(said.err).toContain('can be read by others (mode 644)');
    expect(await stopped(child, 'SIGINT')).toBe(0);
  }, 30_000);
});
