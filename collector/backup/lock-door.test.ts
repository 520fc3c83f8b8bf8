import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/data-folder.ts';
import { DataInUse, lockData } from './lock-door.ts';

it('a data folder is one process’s until it lets go, and says whose', () => {
  const data = temporaryFolder();
  const lock = lockData(data);
  expect(() => lockData(data)).toThrow(DataInUse);
  expect(() => lockData(data)).toThrow(`in use by process ${process.pid}`);
  lock.release();
  lockData(data).release();
});

it('is free again the moment its holder is killed', async () => {
  const data = temporaryFolder();
  const door = new URL('./lock-door.ts', import.meta.url).href;
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { lockData } from ${JSON.stringify(door)};
       globalThis.lock = lockData(${JSON.stringify(data)});
       setInterval(() => globalThis.lock, 1e6); console.log('held');`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(holder.stdout, 'data');
  expect(() => lockData(data)).toThrow(`in use by process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  lockData(data).release();
});

it('a lock file that is none is told by its name, and not replaced', () => {
  const data = temporaryFolder();
  writeFileSync(join(data, 'collector.lock'), 'no lock '.repeat(200));
  expect(() => lockData(data)).toThrow(/collector\.lock .*delete it/);
});
