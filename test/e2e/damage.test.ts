import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { dataFolder } from '../data-folder.ts';
import { ADMIN_TOKEN } from './started.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
let child: ChildProcess | undefined;
afterEach(() => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  child = undefined;
});

function command(...args: readonly string[]) {
  const { HATANG_LISTEN: _l, HATANG_DATA: _d, ...env } = process.env;
  const started = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, HATANG_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  const err = started.stderr.setEncoding('utf8').toArray();
  return { started, err };
}

async function ending(...args: readonly string[]) {
  const { started, err } = command(...args);
  const out = started.stdout.setEncoding('utf8').toArray();
  const [code] = await once(started, 'close');
  return { code, said: (await err).join(''), out: (await out).join('') };
}

async function collector(data: string, ...args: readonly string[]) {
  const made = command('collector', '--data', data, '--listen', '127.0.0.1:0', ...args);
  child = made.started;
  const listening = async () => {
    const [text] = await once(made.started.stdout, 'data');
    return /^listening (\S+)$/m.exec(String(text))?.[1] ?? '';
  };
  return { ...made, url: await listening(), listening };
}

/** Asks what counts rows of every table; where that finds damage, the answer may not come any more. */
const counted = (url: string) => fetch(`${url}/metrics`).catch(() => undefined);

/** Overwrites all pages but the first, as a failing disk may under a running collector. */
function spoilPages(file: string): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(statSync(file).size - 4_096, 0xa5), 0, undefined, 4_096);
  closeSync(handle);
}

it('a page that turns out damaged while it runs ends a collector with 3, and the next start stays refused', async () => {
  const data = dataFolder(400);
  const { started, err, url } = await collector(data);
  spoilPages(join(data, 'facts.db'));
  const [, [code]] = await Promise.all([counted(url), once(started, 'close')]);
  expect(code).toBe(3);
  const said = (await err).join('');
  expect(said).toMatch(/hatang collector: database .*facts\.db is damaged .*hatang restore/);
  expect(existsSync(join(data, 'facts.db.suspect'))).toBe(true);
  const again = await ending('collector', '--data', data, '--listen', '127.0.0.1:0');
  expect(again).toMatchObject({ code: 3, out: '' });
  expect(again.said).toContain('facts.db is damaged');
}, 60_000);

it('with --rebuild it goes on over the newest backup, keeps the damaged file, and says so in the audit log', async () => {
  const data = dataFolder(400);
  const { started, err, url, listening } = await collector(data, '--rebuild');
  const made = await ending('backup', '--data', data, '--json');
  expect(made.code).toBe(0);
  expect(JSON.parse(made.out).files[1].rows.dead_letter).toBe(400);
  spoilPages(join(data, 'facts.db'));
  const [, next] = await Promise.all([counted(url), listening()]);
  const metrics = await (await counted(next))?.text();
  expect(metrics).toContain('hatang_dead_letters 400');
  expect(metrics).toContain('hatang_files_restored 1');
  started.kill('SIGTERM');
  const [code] = await once(started, 'close');
  expect([code, (await err).join('')]).toEqual([0, expect.stringContaining('rebuilt')]);
  expect(readdirSync(data).some((name) => name.startsWith('facts.db.damaged-'))).toBe(true);
  const state = new DatabaseSync(join(data, 'hatang.db'), { readOnly: true });
  const [deed] = state.prepare("SELECT detail FROM audit WHERE who = 'hatang'").all();
  state.close();
  expect(deed?.['detail']).toMatch(/^facts\.db rebuilt from hatang-backup-/);
}, 60_000);

it('beside a running collector a backup is made and a restore is refused; stopped, it is restored', async () => {
  const data = dataFolder(50);
  const { started } = await collector(data);
  const made = await ending('backup', '--data', data, '--json');
  const { folder } = JSON.parse(made.out) as { folder: string };
  const early = await ending('restore', '--from', folder, '--data', data);
  expect(early.code).toBe(3);
  expect(early.said).toContain(`in use by process ${started.pid}`);
  started.kill('SIGTERM');
  await once(started, 'close');
  const restored = await ending('restore', '--from', folder, '--data', data);
  expect(restored).toMatchObject({ code: 0, said: '' });
  expect(restored.out).toContain('Khởi động lại trung tâm');
  const { url } = await collector(data);
  expect(await (await counted(url))?.text()).toContain('hatang_dead_letters 50');
}, 60_000);

it.each([
  [['backup', '--data', '/nowhere'], 3, '/nowhere'],
  [['backup', '--port', '1'], 2, '--port'],
  [['backup', '--config', '/no/such/file'], 2, '/no/such/file'],
  [['restore'], 2, '--from is missing'],
  [['restore', '--from', '/nowhere', '--data', '.tmp-data'], 1, '/nowhere'],
])('%j ends with %i', async (args, expected, names) => {
  const data = dataFolder(0);
  const { code, said } = await ending(...args.map((arg) => (arg === '.tmp-data' ? data : arg)));
  expect([code, said]).toEqual([expected, expect.stringContaining(names)]);
});
