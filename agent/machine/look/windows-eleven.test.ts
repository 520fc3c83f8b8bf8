import { expect, it } from 'vitest';
import { type Minimum, windows11Of } from './windows-eleven.ts';

const GIB = 1024 ** 3;
const fit: Minimum = {
  ...{ tpm: '2.0', memoryBytes: 8 * GIB, diskBytes: 256e9, cores: 4, ghz: 3.2 },
  ...{ is64Bit: true, uefi: true },
};

it.each<[string, Partial<Minimum>, string[]]>([
  ['nothing', {}, []],
  ['a newer TPM', { tpm: '1.2' }, ['tpm']],
  ['any TPM', { tpm: 'none' }, ['tpm']],
  ['memory', { memoryBytes: 3 * GIB }, ['memory']],
  ['room on its disk', { diskBytes: 32e9 }, ['disk']],
  ['a second core', { cores: 1 }, ['cpu']],
  ['speed', { ghz: 0.9 }, ['cpu']],
  ['64 bits', { is64Bit: false }, ['cpu']],
  ['UEFI', { uefi: false }, ['firmware']],
  ['most of it', { tpm: 'none', cores: 1, uefi: false }, ['tpm', 'cpu', 'firmware']],
])('a machine is told to lack %s', (_, parts, lacks) => {
  expect(windows11Of({ ...fit, ...parts })).toEqual({ ready: lacks.length === 0, lacks });
});

it.each<[string, Partial<Minimum>]>([
  ['4 GB, of which graphics took some', { memoryBytes: 3.8 * GIB }],
  ['a disk sold as 64 GB', { diskBytes: 62.5e9 }],
  ['exactly two cores of 1 GHz', { cores: 2, ghz: 1 }],
])('%s will do', (_, parts) => {
  expect(windows11Of({ ...fit, ...parts })).toEqual({ ready: true, lacks: [] });
});

it('what could not be read is not held against a machine', () => {
  expect(windows11Of({ tpm: undefined, memoryBytes: 8 * GIB, uefi: undefined })).toEqual({
    ready: true,
    lacks: [],
  });
});

it('nothing is said where nothing could be read', () => {
  expect(windows11Of({ tpm: undefined })).toBeUndefined();
});
