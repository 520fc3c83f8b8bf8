import { serverFact } from '../../../agent/probes/server/facts.ts';
import { agentFact, declarationFacts, deviceFacts } from '../../../agent/self/facts.ts';
import { type EpochMs, minutes, seconds } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { between, oneOf } from '../chance.ts';
import { AGENT, type Turn } from '../school.ts';
import { cameraId } from './camera.ts';
import { LINE } from './line.ts';
import { machineId, roomOf } from './machine.ts';

const GIB = 1024 ** 3;
const ZONES = ['public', 'yard', 'corridor', 'classroom'] as const;
const SERVER = 'server';

export function simulatedAgent({ school, turn }: Turn, at: EpochMs): Fact {
  const { seed, index, startedAt } = school;
  return agentFact(
    AGENT,
    {
      version: '0.1.0',
      startedAt,
      clockOffsetS: between(-0.5, 0.5, seed, index, turn, 60),
      rssBytes: 90_000_000 + Math.round(between(0, 9e6, seed, index, turn, 61)),
      spool: { batches: 1, bytes: 2_000, dropped: 0 },
      latePasses: 0,
      refusedReports: undefined,
      slowest: { target: cameraId(0), tookS: between(5, 8, seed, index, turn, 62) },
    },
    at,
  );
}

export function simulatedServer({ school, turn }: Turn, at: EpochMs): Fact {
  const { seed, index } = school;
  const nature = {
    osName: 'Ubuntu',
    osVersion: '24.04',
    manufacturer: 'Dell',
    model: 'PowerEdge T150',
    cores: 8,
  };
  const reading = {
    memoryBytes: 16 * GIB,
    availableBytes: Math.round(16 * GIB * between(0.3, 0.8, seed, index, turn, 63)),
    cpuLoadPercent: between(1, 60, seed, index, turn, 64),
    uptimeS: 86_400 + (turn % 10_000) * 60,
    disks: [
      {
        type: 'ext4',
        sizeBytes: 480 * GIB,
        availableBytes: Math.round(480 * GIB * between(0.2, 0.7, seed, index, 65)),
        writable: true,
      },
    ],
  };
  return serverFact(SERVER, { nature, reading }, at);
}

/** Everything that is configured, and what the school states of itself. */
export function simulatedInventory({ school }: Turn, at: EpochMs): readonly Fact[] {
  const { seed, index, every } = school;
  const cameras = Array.from({ length: school.cameras }, (_, number) => ({
    id: cameraId(number),
    kind: 'camera' as const,
    name: `Camera ${number + 1}`,
    zone: oneOf(ZONES, seed, index, number, 66),
    address: `192.168.1.${(number % 200) + 20}`,
    every,
  }));
  const machines = Array.from({ length: school.machines }, (_, number) => ({
    id: machineId(number),
    kind: 'machine' as const,
    name: `Máy ${number + 1}`,
    room: roomOf(number),
    address: `192.168.2.${(number % 200) + 20}`,
    every,
  }));
  const others = [
    { id: LINE, kind: 'uplink', name: 'Đường truyền', every: seconds(30) },
    { id: SERVER, kind: 'server', name: 'Máy chủ', every: minutes(1) },
  ] as const;
  return [
    ...deviceFacts([...others, ...cameras, ...machines], true, at),
    ...declarationFacts({ fibre: true, contract_down_bps: 300e6, contract_up_bps: 150e6 }, at),
  ];
}
