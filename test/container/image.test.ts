import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'hatang-image-'));
let child: ChildProcess | undefined;

/** The image's last stage: what the Dockerfile copies, and of the packages those that `npm ci` without dev brings. */
beforeAll(() => {
  const stage = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('\nFROM '));
  for (const [, from, to] of stage.matchAll(/^COPY (?!--)(\S+) (\S+)$/gm))
    if (from !== undefined && to !== undefined) {
      const place = to === './' ? join(folder, from) : join(folder, to);
      mkdirSync(dirname(place), { recursive: true });
      cpSync(join(ROOT, from), place, { recursive: true });
    }
  for (const found of productionPackages()) {
    const place = join(folder, relative(ROOT, found));
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(found, place);
  }
}, 60_000);
afterAll(() => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Folders right below node_modules; what is nested comes along. */
function productionPackages(): readonly string[] {
  const listed = execFileSync(
    'npm',
    ['ls', '--all', '--parseable', '--omit=dev', '--omit=optional'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return listed.split('\n').filter((path) => path.split('node_modules').length === 2);
}

describe('the image', () => {
  it('has all the collector needs, and its own health check passes', async () => {
    child = spawn(
      process.execPath,
      ['cli/hatang.mjs', 'collector', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = await once(child.stdout ?? child, 'data');
    const url = /^listening (\S+)$/m.exec(String(said))?.[1] ?? '';
    const check =
      /^HEALTHCHECK [\s\S]*?CMD \["node", "-e", (".+")\]$/m.exec(DOCKERFILE)?.[1] ?? '""';
    const script = String(JSON.parse(check)).replace('http://127.0.0.1:8480', url);
    expect(script).toContain(`${url}/readyz`);
    const [code] = await once(spawn(process.execPath, ['-e', script]), 'close');
    expect(code).toBe(0);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    const [refused] = await once(spawn(process.execPath, ['-e', script]), 'close');
    expect(refused).toBe(1);
  }, 60_000);

  it('runs as nobody in particular, and copies no test and no secret', () => {
    expect(DOCKERFILE).toMatch(/^USER node$/m);
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['*', 'config/docker/secrets', '**/*.test.ts']));
    const named = [...DOCKERFILE.matchAll(/^COPY (?!--)(\S+) /gm)].map(([, from]) => from);
    for (const from of named) expect(ignored).toContain(`!${from}`);
  });
});
