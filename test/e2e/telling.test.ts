import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { minutes } from '../../kit/units.ts';
import { ManualClock } from '../manual-clock.ts';
import { outReceiver } from '../out-receiver.ts';
import { startedCollector } from './started.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hatang-telling-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function collector(config: string, data: string) {
  const file = join(data, 'collector.yaml');
  writeFileSync(file, config);
  const child = spawn(process.execPath, [MAIN, 'collector', '--config', file, '--data', data]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, closed: once(child, 'close') };
}

describe('a collector and the watcher outside', () => {
  it('is heard of while it works, and no more once it is killed', async () => {
    const watcher = await outReceiver();
    const { child, closed } = collector(
      `listen: 127.0.0.1:0\nbackup: off\ndead_man: { url: '${watcher.url}/ping', every: 10s }\n`,
      folder(),
    );
    await watcher.until(1);
    expect(watcher.received[0]?.path).toBe('/ping');
    child.kill('SIGKILL');
    await closed;
    expect(watcher.received).toHaveLength(1);
  }, 60_000);

  it('is not told that all is well while mail has been due for long', async () => {
    const watcher = await outReceiver();
    const clock = new ManualClock();
    const config = {
      backup: 'off',
      dead_man: { url: `${watcher.url}/up`, fail_url: `${watcher.url}/fail` },
      mail: { from: 'a@hcm.edu.vn', smtp: 'smtp://127.0.0.1:9', to: [{ address: 'b@hcm.edu.vn' }] },
    };
    const started = await startedCollector({ clock, config });
    onTestFinished(() => started.end());
    const made = await started.call('/api/v1/contacts', { json: { address: 'an@hcm.edu.vn' } });
    const { id } = (await made.json()) as { id: number };
    await clock.advance(minutes(1));
    await watcher.until(1);
    expect((await started.call(`/api/v1/contacts/${id}/test`, { method: 'POST' })).status).toBe(
      202,
    );
    for (let turn = 2; turn < 30; turn += 1) {
      await clock.advance(minutes(1));
      await watcher.until(turn);
    }
    const paths = watcher.received.map(({ path }) => path);
    expect([paths[0], paths[5], paths.at(-1)]).toEqual(['/up', '/up', '/fail']);
  }, 60_000);
});

describe('the config of a collector', () => {
  it('with a private mailbox or a webhook in the clear ends it with 2, each mistake at its path', async () => {
    const { child, closed } = collector(
      `mail: { from: a@hcm.edu.vn, to: [{ address: an.nguyen@gmail.com }] }
webhooks: [{ name: ioc, url: 'http://10.0.0.9/in', secret: ${secret} }]
`,
      folder(),
    );
    const said = child.stderr.setEncoding('utf8').toArray();
    expect((await closed)[0]).toBe(2);
    const text = (await said).join('');
    expect(text).toContain('mail.to.0.address: not at an official domain (@hcm.edu.vn, @*.edu.vn');
    expect(text).toContain('webhooks.0.url: http can be read on the way');
    expect(text).not.toContain('gmail');
    expect(text).not.toContain(secret);
  }, 60_000);
});
