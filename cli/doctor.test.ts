import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../collector/backup/make-door.ts';
import { systemClock } from '../kit/clock.ts';
import { dataFolder, temporaryFolder } from '../test/data-folder.ts';
import type { Check } from './doctor/check.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function doctor(...args: readonly string[]) {
  const { HATANG_LISTEN: _l, HATANG_DATA: _d, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, 'doctor', ...args], { env });
  const out = child.stdout.setEncoding('utf8').toArray();
  const err = child.stderr.setEncoding('utf8').toArray();
  const [code] = await once(child, 'close');
  return { code, said: (await out).join(''), err: (await err).join('') };
}

/** What it found, by id. */
async function checks(...args: readonly string[]) {
  const { code, said, err } = await doctor('--json', ...args);
  expect(err).toBe('');
  const list = (JSON.parse(said) as { checks: Check[] }).checks;
  return {
    ...{ code, said },
    marks: Object.fromEntries(list.map(({ id, mark }) => [id, mark])),
    words: Object.fromEntries(list.map(({ id, found }) => [id, found.en])),
  };
}

async function listening(server: ReturnType<typeof createTcp>): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as { port: number }).port;
}

function config(text: string): string {
  const file = join(temporaryFolder(), 'collector.yaml');
  writeFileSync(file, text);
  return file;
}

describe('hatang doctor', () => {
  it('finds nothing wrong with a collector that is looked after, and says so in both languages', async () => {
    const data = dataFolder();
    const to = join(data, 'backups');
    await makeBackup({ data, to, withFacts: true, version: '1', clock: systemClock });
    const file = config('listen: 127.0.0.1:0');
    const { code, marks } = await checks('--config', file, '--data', data);
    expect(marks).toMatchObject({
      ...{ node: 'pass', config: 'pass', standards: 'pass', data: 'pass', disk: 'pass' },
      ...{ 'hatang.db': 'pass', 'facts.db': 'pass', backup: 'pass', port: 'pass' },
      ...{ history: 'pass', mail: 'unknown', addresses: 'pass', certificate: 'unknown' },
    });
    expect(code).toBe(Object.values(marks).includes('fail') ? 1 : 0);
    const vi = await doctor('--config', file, '--data', data);
    expect(vi.said).toMatch(/^✓ Cơ sở dữ liệu facts\.db +.*đã kiểm tra$/m);
    const en = await doctor('--config', file, '--data', data, '--language', 'en');
    expect(en.said).toMatch(/^✓ Database facts\.db +.*checked$/m);
  }, 60_000);

  it('says what is damaged, open to others, old or unreachable, and what to do', async () => {
    const data = dataFolder();
    const facts = join(data, 'facts.db');
    writeFileSync(facts, readFileSync(facts).fill(0xa5, 60 * 4_096, 64 * 4_096));
    chmodSync(data, 0o755);
    const old = { now: () => systemClock.now() - 5 * 86_400_000 } as typeof systemClock;
    const to = join(data, 'backups');
    await makeBackup({ data, to, withFacts: false, version: '1', clock: old });
    const taken = await listening(createTcp((socket) => socket.destroy()));
    const file = config(`
listen: 127.0.0.1:${taken}
public_url: https://127.0.0.1:${taken}
history: { kind: influx, url: 'http://127.0.0.1:${taken}', database: hatang }
mail: { from: hatang@example.vn, smtp: 'smtp://127.0.0.1:${taken}' }`);
    const { code, marks, words } = await checks('--config', file, '--data', data);
    expect(code).toBe(1);
    for (const id of ['facts.db', 'data', 'backup', 'port', 'history', 'mail', 'certificate'])
      expect([id, marks[id]]).toEqual([id, 'fail']);
    expect(marks['hatang.db']).toBe('pass');
    expect(words['facts.db']).toContain('hatang restore');
    expect(words['data']).toContain('chmod 700');
    expect(words['backup']).toContain('5 d ago: old');
  }, 60_000);

  it('writes to the history that is configured, and tells no secret', async () => {
    const seen: string[] = [];
    const influx = await listening(
      createServer(async (request, response) => {
        for await (const chunk of request) seen.push(`${request.url} ${String(chunk)}`);
        response.writeHead(request.headers.authorization?.includes('PLANTED') ? 204 : 401).end();
      }),
    );
    const file = config(`
listen: 127.0.0.1:0
history: { kind: influx, url: 'http://127.0.0.1:${influx}', database: hatang, token: PLANTED-TOKEN }
mail: { from: hatang@example.vn, official_domains: any, smtp: 'smtps://ai:PLANTED-PASSWORD@127.0.0.1:${influx}' }`);
    chmodSync(file, 0o600);
    const { marks, said } = await checks('--config', file, '--data', temporaryFolder());
    expect(marks).toMatchObject({ history: 'pass', mail: 'fail', addresses: 'unknown' });
    expect(seen).toEqual([expect.stringContaining('hatang_doctor written=true')]);
    expect(said).not.toContain('PLANTED');
  }, 60_000);

  it('names what is wrong with a config, and ends with 2 where it is used wrongly', async () => {
    const { code, words } = await checks('--config', config('lisen: x'));
    expect([code, words['config']]).toEqual([1, expect.stringContaining('lisen')]);
    expect(await doctor('--language', 'fr')).toMatchObject({ code: 2, said: '' });
  }, 60_000);

  it('changes nothing: neither a data folder that is not there, nor a file in one', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    expect((await checks('--data', data)).marks['data']).toBe('unknown');
    mkdirSync(data, { mode: 0o700 });
    const { marks } = await checks('--data', data);
    expect([marks['hatang.db'], marks['backup']]).toEqual(['unknown', 'unknown']);
  }, 60_000);
});
