import { interfaceFacts, machineFact, silentFacts } from '../../../agent/probes/snmp/facts.ts';
import type { MachineReading } from '../../../agent/probes/snmp/reading.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { between, chance, oneOf } from '../chance.ts';
import type { Turn } from '../school.ts';

const GIB = 1024 ** 3;
const PROCESSORS = ['Intel Core i3-10105', 'Intel Core i5-8400', 'Intel Pentium G4560'] as const;

export const machineId = (number: number): string => `pc-${String(number + 1).padStart(2, '0')}`;
export const roomOf = (number: number): string => `Phòng Tin học ${Math.floor(number / 40) + 1}`;

/** One pass over a lab machine by SNMP: the machine and its network port. */
export function simulatedMachine(machine: Turn, at: EpochMs): readonly Fact[] {
  const { school, number, turn } = machine;
  const { seed, index } = school;
  const device = machineId(number);
  // Rooms are switched on and off together, more or less.
  if (chance(seed, index, Math.floor(number / 40), Math.floor(turn / 30), 20) < 0.3)
    return silentFacts(
      { device, kind: 'machine' },
      { kind: 'silent', detail: 'no answer: off, not SNMP, or another community' },
      at,
    );
  const reading = readingOf(machine);
  const most = 2e7;
  const rate = { inBps: 0, outBps: 0 };
  rate.inBps = Math.round(between(0, most, seed, index, number, turn, 21));
  rate.outBps = Math.round(between(0, most / 10, seed, index, number, turn, 22));
  return [
    machineFact(device, { reading, problems: [] }, at),
    ...interfaceFacts(device, { interfaces: reading.interfaces, rateOf: () => rate }, at),
  ];
}

function readingOf({ school, number, turn }: Turn): MachineReading {
  const { seed, index } = school;
  const sizeBytes = 256 * GIB;
  return {
    system: { name: `PC-${number + 1}`, uptimeS: 1_000 + (turn % 30) * (school.every / 1_000) },
    os: { name: 'Windows 10', version: '19045' },
    cores: 4,
    cpuModel: oneOf(PROCESSORS, seed, index, 23),
    memoryBytes: 8 * GIB,
    memoryUsedRatio: between(0.3, 0.7, seed, index, number, turn, 24),
    cpuLoadRatio: between(0, 0.6, seed, index, number, turn, 25),
    softwareCount: 60 + (number % 7),
    disks: [
      {
        name: 'C:',
        sizeBytes,
        usedBytes: Math.round(sizeBytes * between(0.2, 0.9, seed, index, number, 26)),
      },
    ],
    interfaces: [
      { index: '1', name: 'Ethernet', up: true, speedBps: 1e9, inErrors: 0, outErrors: 0 },
    ],
  };
}
