import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { SettingsKeeper } from './keeper-door.ts';
import { nothingKept, onTrial, proven } from './kept.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => new SettingsKeeper(folder, '1.0', silentLog);
const good = proven(onTrial(nothingKept('1.0'), { version: '1-a', settings: { server: {} } }));

describe('the kept settings', () => {
  it('come back as they were kept, readable by nobody else', () => {
    open().keep(good);
    expect(open().kept).toEqual(good);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('are set aside when any one byte is another, and the local file alone counts', () => {
    open().keep(good);
    const sound = readFileSync(file);
    for (let at = 0; at < sound.length - 1; at += 7) {
      const bent = Buffer.from(sound);
      bent[at] = (bent[at] ?? 0) ^ 0x01;
      writeFileSync(file, bent);
      const { kept } = open();
      expect([kept, existsSync(`${file}.damaged`)], `byte ${at}`).toEqual([
        nothingKept('1.0'),
        true,
      ]);
      rmSync(`${file}.damaged`);
    }
  });

  it.each([
    ['torn', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['too large', (text: string) => text + ' '.repeat(3 * 1024 * 1024)],
  ])('are set aside when they are %s', (_, bend) => {
    open().keep(good);
    writeFileSync(file, bend(readFileSync(file, 'utf8')));
    expect(open().kept).toEqual(nothingKept('1.0'));
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be written change nothing when kept, and hold all the same when held', () => {
    const keeper = open();
    mkdirSync(join(file, 'in-the-way'), { recursive: true });
    expect(() => keeper.keep(good)).toThrow();
    expect(keeper.kept).toEqual(nothingKept('1.0'));
    keeper.hold(good);
    expect(keeper.kept).toEqual(good);
  });
});
