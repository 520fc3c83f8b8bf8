import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { delayArguments, groundCommands, hasDelayLine, lineCommands } from './commands.ts';
import { type LineOptions, namespaceOf, PLACES, type Place } from './line.ts';
import { must, run, untilSaid } from './process-door.ts';
import { startRouterSnmp } from './snmpd-door.ts';
import type { StandingLine } from './standing-line.ts';

/** More is a mistake of somebody's loop. */
const MOST_LINES = 6;
const HERE = fileURLToPath(new URL('.', import.meta.url));

export async function raiseLine(options: LineOptions): Promise<StandingLine> {
  refuseTooMany(options.prefix);
  const folder = mkdtempSync(join(tmpdir(), 'hatang-netlab-'));
  const undertaker = startUndertaker(options, folder);
  const line = lineOf(options, folder, undertaker);
  try {
    await allowCongestion(options.congestion, folder);
    for (const command of groundCommands(options)) await must(command);
    if (hasDelayLine(options)) await startDelay(line);
    for (const command of lineCommands(options)) await must(command);
    if (showsPort(options)) writeFileSync(join(folder, 'speed'), `${options.portMbit}\n`);
    if (options.counterAgeS !== undefined) await startRouterSnmp(line, options.counterAgeS);
    return line;
  } catch (error) {
    await line.close();
    throw error;
  }
}

function lineOf(options: LineOptions, folder: string, undertaker: ChildProcess): StandingLine {
  const at = (place: Place): readonly string[] => [
    'ip',
    'netns',
    'exec',
    namespaceOf(options.prefix, place),
    ...(place === 'agt' && showsPort(options) ? portSpeed(folder) : []),
  ];
  const buried = once(undertaker, 'exit');
  return {
    options,
    folder,
    at,
    run: (place, argv, timeoutMs) => run([...at(place), ...argv], timeoutMs),
    start(place, argv) {
      const [program = '', ...rest] = [...at(place), ...argv];
      return spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
    },
    async close() {
      undertaker.stdin?.end();
      await buried;
    },
  };
}

const showsPort = ({ portMbit, portShown }: LineOptions): boolean =>
  portMbit !== undefined && portShown;

/** A veth says 10 Gbit/s whatever its shaper; the server is to read its port's true speed. */
const portSpeed = (folder: string): readonly string[] => [
  'sh',
  '-c',
  `mount --bind ${folder}/speed /sys/class/net/eth0/speed && exec "$@"`,
  'sh',
];

/** In a session of its own, so that a signal to our whole group does not reach it. */
function startUndertaker({ prefix, lifeS }: LineOptions, folder: string): ChildProcess {
  const names = PLACES.map((place) => namespaceOf(prefix, place));
  return spawn('/bin/sh', [join(HERE, 'undertaker.sh'), String(lifeS), folder, ...names], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

function refuseTooMany(prefix: string): void {
  const standing = namespaces().filter((name) => name.endsWith('-rtr'));
  if (standing.length >= MOST_LINES) throw new Error(`${standing.length} lines stand already`);
  if (standing.includes(namespaceOf(prefix, 'rtr'))) throw new Error(`${prefix} stands already`);
}

export function namespaces(): readonly string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    // No namespace was ever made on this machine.
    return [];
  }
}

async function startDelay(line: StandingLine): Promise<void> {
  const program = join(line.folder, 'delaytun');
  await must(['gcc', '-O2', '-o', program, join(HERE, 'delaytun.c'), '-lpthread']);
  // The scheduler must not let a packet wait for anybody's time slice.
  const [chrt, ...rest] = ['chrt', '-f', '20', program, ...delayArguments(line.options)] as const;
  const child = spawn(chrt, rest, {
    cwd: line.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilSaid(child, 'ready');
}

const ALLOWED = '/proc/sys/net/ipv4/tcp_allowed_congestion_control';

/** A namespace may choose only what the host allows; the undertaker puts the host's list back. */
async function allowCongestion(name: string, folder: string): Promise<void> {
  const allowed = readFileSync(ALLOWED, 'utf8').trim();
  if (allowed.split(' ').includes(name)) return;
  writeFileSync(join(folder, 'congestion'), allowed);
  writeFileSync(ALLOWED, `${allowed} ${name}`);
}
