import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { epochMs } from '../../../kit/units.ts';
import { encodeFact } from '../../../wire/line-protocol.ts';
import { measurements } from '../../../wire/measurements.ts';
import { type DiskReading, type ServerReading, serverFact } from './facts.ts';
import { ServerOptions } from './options.ts';
import { serverProbes } from './probe.ts';

const GIB = 1024 ** 3;
const nature = {
  osName: 'Debian GNU/Linux',
  osVersion: '12',
  manufacturer: 'Dell Inc.',
  model: 'PowerEdge T40',
  cores: 8,
};
const disk = (part: Partial<DiskReading>): DiskReading => ({
  type: 'ext4',
  sizeBytes: 100 * GIB,
  availableBytes: 50 * GIB,
  writable: true,
  ...part,
});
const reading: ServerReading = {
  memoryBytes: 8 * GIB,
  availableBytes: 6 * GIB,
  cpuLoadPercent: 25,
  uptimeS: 1_000,
  disks: [disk({})],
};
const fieldsOf = (part: Partial<ServerReading>) =>
  serverFact('server', { nature, reading: { ...reading, ...part } }, epochMs(1)).fields;

describe('the server fact', () => {
  it('holds ratios of one and sizes in bytes', () => {
    expect(fieldsOf({})).toMatchObject({
      up: true,
      model: 'Dell Inc. PowerEdge T40',
      cpu_load_ratio: 0.25,
      memory_used_ratio: 0.25,
      disk_used_ratio: 0.5,
    });
  });

  it('tells of the fullest disk that somebody could fill', () => {
    const fields = fieldsOf({
      disks: [
        disk({}),
        disk({ availableBytes: 10 * GIB }),
        disk({ type: 'squashfs', availableBytes: 0 }),
        disk({ writable: false, availableBytes: 0 }),
        disk({ sizeBytes: GIB / 2, availableBytes: 0 }),
      ],
    });
    expect(fields['disk_used_ratio']).toBeCloseTo(0.9);
    expect(fields['disk_free_bytes']).toBe(10 * GIB);
  });

  it('leaves out what the machine did not say', () => {
    const fields = fieldsOf({ memoryBytes: 0, cpuLoadPercent: Number.NaN, uptimeS: 0, disks: [] });
    expect(Object.keys(fields)).toEqual(['up', 'os_name', 'os_version', 'model', 'cores']);
  });
});

it('reads this very machine, in fields the register has', async () => {
  const section = ServerOptions.parse({});
  const { devices, probes } = serverProbes(section, {
    clock: systemClock,
    log: silentLog,
    random: () => 0.5,
  });
  expect(devices).toEqual([{ id: 'server', kind: 'server', name: 'Máy chủ', every: 60_000 }]);
  const fact = (await probes[0]?.measure(new AbortController().signal))?.facts[0];
  expect(fact?.fields['cores']).toBe(cpus().length);
  expect(fact?.fields['memory_used_ratio']).toBeGreaterThan(0);
  expect(Object.keys(measurements.server.fields)).toEqual(
    expect.arrayContaining(Object.keys(fact?.fields ?? {})),
  );
  if (fact !== undefined) expect(encodeFact(fact)).toMatch(/^server,device=server up=true/);
}, 30_000);

it('reads its sample', () => {
  const sample = parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8'));
  expect(ServerOptions.parse(sample.server)).toEqual(ServerOptions.parse({}));
});
