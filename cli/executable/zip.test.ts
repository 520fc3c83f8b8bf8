import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithPeers, peerPath } from '../../test/peers.ts';
import { runProgram } from '../../test/sim/run-program.ts';
import { zip } from './zip.ts';

const READ = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
for one in archive.infolist(): print(one.filename, one.file_size, archive.read(one)[:5].decode())`;

describeWithPeers(['python3'], 'a zip archive', () => {
  it('is read by another program as it was written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hatang-zip-'));
    const file = join(folder, 'a.zip');
    const entries = [
      { name: 'a/one.txt', bytes: Buffer.from('first '.repeat(1_000)) },
      { name: 'a/empty', bytes: Buffer.alloc(0) },
      { name: 'a/two.txt', bytes: Buffer.from('second') },
    ];
    try {
      writeFileSync(file, zip(entries));
      expect(await runProgram(peerPath('python3'), ['-c', READ, file])).toEqual({
        code: 0,
        stdout: 'a/one.txt 6000 first\na/empty 0 \na/two.txt 6 secon\n',
        stderr: '',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('dates every file to the same day, so that the same files make the same archive', () => {
    const archive = zip([{ name: 'one', bytes: Buffer.from('1') }]);
    expect(archive.readUInt32LE(10)).toBe(0x21_0000);
  });
});
