/** A school for an agent to look after: 60 cameras, 80 machines, one line and a far end, in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SimulatedSchool } from '../../cli/demo/configs.ts';
import { entriesOf, fleetOf, HANGING, startFleet } from './camera-fleet.ts';

const CAMERAS = 60;
const MACHINES = 80;
const PROCESSES = 2;

export interface FarEnd {
  readonly collectorPort: number;
  readonly echoPort: number;
  /** The certificate of who signed the collector's. */
  readonly authority: string;
}

export interface BenchSchool {
  readonly far: FarEnd;
  /** Sections of an agent's config, where all answer and where nobody does. */
  readonly answering: object;
  readonly silent: object;
  readonly children: readonly ChildProcess[];
}

export async function startBenchSchool(): Promise<BenchSchool> {
  const [fleet, school, far] = await Promise.all([
    startFleet(fleetOf(CAMERAS).slice(0, -Object.keys(HANGING).length), PROCESSES),
    startProgram<SimulatedSchool>('../sim/school.ts'),
    startProgram<FarEnd>('./far-end.ts'),
  ]);
  const { machines } = school.said;
  return {
    far: far.said,
    answering: {
      uplink: uplink([
        { name: 'center', udp_echo: `127.0.0.1:${far.said.echoPort}` },
        { name: 'portal', tcp: `127.0.0.1:${far.said.collectorPort}` },
      ]),
      cameras: { list: entriesOf(fleet.cameras) },
      machines: { list: machinesOf((at) => ({ ...machines[at % machines.length] })) },
    },
    silent: {
      uplink: uplink([
        { name: 'center', udp_echo: '127.0.0.1:9' },
        { name: 'portal', tcp: '127.0.0.1:9' },
      ]),
      cameras: { list: entriesOf(dead(20_000)) },
      machines: {
        community: 'public',
        list: machinesOf((at) => ({ address: `127.0.0.1:${21_000 + at}` })),
      },
    },
    children: [...fleet.children, school.child, far.child],
  };
}

/** As the sample has it; the name that is looked up is nobody's. */
const uplink = (targets: readonly object[]) => ({
  id: 'line',
  name: 'đường truyền',
  targets,
  contract: { down: '300Mbit/s', up: '150Mbit/s' },
  watch: { gateway: '127.0.0.1', dns: { name: 'hatang.invalid', server: '127.0.0.1:9' } },
});

const machinesOf = (entry: (at: number) => object) =>
  Array.from({ length: MACHINES }, (_, at) => ({
    ...entry(at),
    id: `pc-${at}`,
    name: `Máy ${at}`,
    room: 'Phòng Tin học 1',
  }));

const dead = (firstPort: number) =>
  Array.from({ length: CAMERAS }, (_, at) => ({ id: `cam-${at}`, onvifPort: firstPort + at }));

async function startProgram<Said>(
  file: string,
): Promise<{ readonly said: Said; readonly child: ChildProcess }> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { said: JSON.parse(String(line)), child };
}
