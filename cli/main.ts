/** The command line: names the command, hands over, and turns what comes back into an exit code. */
import { messageOf } from '../kit/result.ts';

/** 0 fine, 1 it ran and found failures, 2 wrong use or config, 3 could not reach what it needed. */
type ExitCode = 0 | 1 | 2 | 3;
interface Command {
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Loaded only when called for, so that the agent never carries the collector's memory. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  collector: () => import('../collector/main.ts'),
  agent: () => import('../agent/main.ts'),
  machine: () => import('../agent/machine/main.ts'),
  camera: () => import('../agent/probes/onvif/inspect-door.ts'),
  snmp: () => import('../agent/probes/snmp/inspect-door.ts'),
  uplink: () => import('../agent/run/line.ts'),
  standards: () => import('./standards.ts'),
  'measure-server': () => import('../collector/measure/main.ts'),
  report: () => import('./report.ts'),
  demo: () => import('./demo.ts'),
};

const USAGE = `hatang: hạ tầng trường học / school infrastructure

  hatang collector [--config FILE] [--data DIR] [--listen HOST:PORT]
  hatang agent run|enroll|check|probe|discover …
  hatang machine enroll|report|show …
  hatang camera inspect ADDRESS [--user U --password-file F] [--compare] [--json]
  hatang snmp inspect ADDRESS [--community-file F | --v3 …] [--json]
  hatang uplink measure --server URL [--json]
  hatang standards list | show ID | assess --facts FILE [--json]
  hatang measure-server [--listen HOST:PORT]
  hatang report upgrade-plan|shared-cameras --school ID|--unit ID [--format csv|json] [--out FILE]
  hatang demo [stop|start|freeze|thaw DEVICE | list]
`;

async function main(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return await (await load()).run(rest);
  const said = name === '' ? '' : `hatang: no command ${JSON.stringify(name)}\n\n`;
  process.stderr.write(said + USAGE);
  return 2;
}

// Whoever reads us may stop reading, as `| head` does: that is the end, not a fault.
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`hatang: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
