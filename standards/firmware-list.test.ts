import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareFirmware,
  FirmwareList,
  type InstalledFirmware,
  standingOf,
} from './firmware-list.ts';

const listOf = (...entries: readonly object[]) =>
  FirmwareList.parse({
    checked: '2026-11-25',
    cameras: entries.map((entry) => ({
      ...{ manufacturer: '*', model: '*', sound_from: '2.0', source: 'test' },
      ...{ weakness: { vi: 'thử', en: 'test' }, confidence: 'quoted', ...entry },
    })),
  });
const isSound = (list: FirmwareList, installed: InstalledFirmware) =>
  standingOf(list, installed)?.sound;
const camera = { manufacturer: 'Hãng A', model: 'AB-2CD1021-I', firmware: '1.9' };

describe('firmware', () => {
  it.each([
    ['V5.5.82 build 190318', 'V5.7.1 build 210625', -1],
    ['V5.7.1 build 210625', 'V5.7.1 build 210625', 0],
    ['V5.10', '5.9.9', 1],
    ['1.2', '1.2.0', 0],
    ['V9.9 build 210624', 'build 210625', -1],
    ['V1.0 Build: 210626', 'build 210625', 1],
    ['V9.9', 'build 210625', undefined],
    ['beta', '1.0', undefined],
    ['V5.7.1', 'V5.7.1 build 210625', undefined],
    ['V5.8', 'V5.7.1 build 210625', 1],
    ['2.800.0.16.R, Build Date: 2020-01-01', '2.800.0.16.R build 210630', -1],
    ['2.800.0.16.R, Build Date: 2021-06-30', '2.800.0.16.R build 210630', 0],
    ['V5.7.1_200101', 'V5.7.1 build 210625', -1],
    ['V5.7.1 build 20200101', 'build 210625', -1],
  ])('%s beside %s', (installed, wanted, order) => {
    const told = compareFirmware(installed, wanted);
    expect(told === undefined ? undefined : Math.sign(told)).toBe(order);
  });

  it('is compared alike both ways, and without a throw, whatever a device says', () => {
    const version = fc.oneof(
      fc.string(),
      fc.array(fc.nat(99)).map((all) => `V${all.join('.')}`),
    );
    fc.assert(
      fc.property(version, version, (one, other) => {
        const [there, back] = [compareFirmware(one, other), compareFirmware(other, one)];
        if (there !== undefined && back !== undefined && there !== 0)
          expect(Math.sign(there)).toBe(-Math.sign(back));
      }),
    );
  });
});

describe('the list of weak firmware', () => {
  it('says nothing of a camera that is not on it', () => {
    expect(isSound(listOf(), camera)).toBeUndefined();
    expect(isSound(listOf({ model: 'XY*' }), camera)).toBeUndefined();
    expect(isSound(listOf({ manufacturer: 'Hãng' }), camera)).toBeUndefined();
  });

  it('takes one entry that calls it weak over all that do not', () => {
    const entries = [{ sound_from: '1.0' }, { model: 'ab-2cd*-i', sound_from: '2.0' }];
    expect(isSound(listOf(...entries), camera)).toBe(false);
    expect(isSound(listOf(...entries), { ...camera, firmware: '2.0' })).toBe(true);
  });

  it('names the version from which every entry is content', () => {
    const entries = [{ sound_from: '2.0' }, { sound_from: '3.1' }, { sound_from: '3.0' }];
    expect(standingOf(listOf(...entries), camera)).toEqual({ sound: false, soundFrom: '3.1' });
  });

  it('does not call sound what it cannot compare', () => {
    const entries = [{ sound_from: '1.0' }, { sound_from: 'build 210625' }];
    expect(isSound(listOf(...entries), camera)).toBeUndefined();
  });

  it('takes a star for any run of letters, and nothing twice', () => {
    const fits = (model: string, given: string) =>
      isSound(listOf({ model }), { ...camera, model: given }) !== undefined;
    expect(fits('A*B*C', 'AxxBxxC')).toBe(true);
    expect(fits('A*B*C', 'AxxC')).toBe(false);
    expect(fits('AB*BA', 'ABA')).toBe(false);
    expect(fits('*'.repeat(90), 'x'.repeat(10_000))).toBe(true);
  });
});
