/**
 * A simulated lab whose machines report by themselves: `node test/sim/lab-machines.ts --agent HOST:PORT [--every SECONDS]`, with the
 * labs' key in HATANG_LAB_KEY. Every machine reports at once, then all of them again each period. Ends with its standard input.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endpointOf } from '../../kit/endpoint.ts';
import {
  LAB_TESTS_PATH,
  LabTests,
  MACHINE_REPORT_PATH,
  type MachineReport,
  readLabKey,
} from '../../wire/machine-report.ts';
import { type LabMachine, labMachines } from './lab/roster.ts';
import { tellAgent } from './lab/tell-agent.ts';

const { values } = parseArgs({
  options: { agent: { type: 'string', default: '' }, every: { type: 'string', default: '60' } },
});
const endpoint = endpointOf(values.agent);
const key = readLabKey(process.env['HATANG_LAB_KEY'] ?? '');
if (endpoint === undefined || key === undefined) {
  process.stderr.write('lab-machines: --agent HOST:PORT and HATANG_LAB_KEY are needed\n');
  process.exit(2);
}
const agent = { ...endpoint, key };
process.stdin.on('close', () => process.exit(0)).resume();

for (;;) {
  try {
    for (const machine of labMachines) await report(machine);
    await delay(Number(values.every) * 1_000);
  } catch (error) {
    // The agent is not up yet, or is being started anew: a lab machine tries again too.
    process.stderr.write(`lab-machines: ${error instanceof Error ? error.message : 'no answer'}\n`);
    await delay(1_000);
  }
}

async function report(machine: LabMachine): Promise<void> {
  const asked = await tellAgent(agent, { method: 'GET', path: LAB_TESTS_PATH });
  const tests = LabTests.parse(JSON.parse(asked.body));
  const body: MachineReport = {
    ...machine,
    program: 'mô phỏng',
    taken_at_ms: Date.now(),
    apps: tests.services.map(({ name }, at) => ({
      service: name,
      up: true,
      ...{ dns_s: 0.004, connect_s: 0.011, tls_s: 0.024, first_byte_s: 0.08 + at * 0.03 },
      ...{ total_s: 0.119 + at * 0.03, status: 200 },
    })),
    ...(tests.echo === undefined
      ? {}
      : { meeting: { rtt_s: 0.014, jitter_s: 0.002, loss_ratio: 0, sent: 200 } }),
  };
  const told = await tellAgent(agent, { method: 'POST', path: MACHINE_REPORT_PATH, body });
  if (told.status !== 200) throw new Error(`${machine.name}: ${told.status} ${told.body}`);
}
