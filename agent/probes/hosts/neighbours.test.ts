import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArpTable, readProcArp } from './neighbours.ts';

const capture = (name: string): string =>
  readFileSync(new URL(`./captures/${name}`, import.meta.url), 'latin1');
const TWO = [
  { address: '192.168.1.1', mac: '00:11:22:33:44:55' },
  { address: '192.168.1.201', mac: 'aa:bb:cc:00:00:01' },
];

describe('a table of neighbours', () => {
  it('of Linux counts whoever answered for his address, and nobody who has yet to', () => {
    expect(readProcArp(capture('proc-net-arp.txt'))).toEqual(TWO);
  });

  it.each(['arp-a-en.txt', 'arp-a-vi.txt'])(
    'of Windows reads alike in every language, without broadcast and groups: %s',
    (name) => {
      expect(readArpTable(capture(name))).toEqual(TWO);
    },
  );

  it.each([
    ['an address out of range', '  300.1.1.1   00-11-22-33-44-55  dynamic'],
    ['nobody’s hardware address', '  10.0.0.1   00-00-00-00-00-00  dynamic'],
    ['a word behind the address', '  10.0.0.1   00-11-22-33-44-55x'],
  ])('has no row for %s', (_, line) => {
    expect(readArpTable(line)).toEqual([]);
  });

  it('is read no further than a school can be large', () => {
    const row = (at: number): string =>
      `10.${at >> 16}.${(at >> 8) & 255}.${at & 255} 0x1 0x2 00:11:22:33:44:55 * eth0\n`;
    const many = Array.from({ length: 30_000 }, (_, at) => row(at)).join('');
    expect(readProcArp(many)).toHaveLength(4_096);
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readProcArp(text);
        readArpTable(text);
      }),
    );
  });
});
