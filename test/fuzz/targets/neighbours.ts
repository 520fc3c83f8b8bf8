import { readFileSync } from 'node:fs';
import { readArpTable, readProcArp } from '../../../agent/probes/hosts/neighbours.ts';
import { promise, promiseSmall, type Target, textOf } from '../target.ts';

const CAPTURES = ['proc-net-arp.txt', 'arp-a-en.txt', 'arp-a-vi.txt'].map(
  (name) => new URL(`../../../agent/probes/hosts/captures/${name}`, import.meta.url),
);

/** The system's table of neighbours, which anybody on the cable can write into. */
export const neighbours: Target = {
  name: 'neighbours',
  seeds: async () => CAPTURES.map((file) => readFileSync(file)),
  words: ['0x2', '00-11-22-33-44-55', '00:11:22:33:44:55', '192.168.1.1', '999.1.1.1', '\r\n', ' '],
  feed(bytes) {
    const text = textOf(bytes);
    for (const found of [readProcArp(text), readArpTable(text)]) {
      promiseSmall(found, 400_000, 'the neighbours');
      for (const { address, mac } of found) {
        promise(/^(\d{1,3}\.){3}\d{1,3}$/.test(address), `an address of ${address.length} letters`);
        promise(
          /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac),
          `a hardware address of ${mac.length} letters`,
        );
      }
    }
  },
};
