/** `hatang collector`: reads its config, starts, says where it is and how to get in, stops on a signal. */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../kit/clock.ts';
import { type ConfigProblem, loadConfig, sayProblems } from '../kit/load-config.ts';
import { stderrLog } from '../kit/log.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import type { Repair } from './backup/ready-door.ts';
import { type Collector, startCollector } from './collector.ts';
import { CollectorConfig, Listen } from './config.ts';
import { needed, StartProblem } from './start-problem.ts';

const USAGE = `usage: hatang collector [--config FILE] [--data DIR] [--listen HOST:PORT]
         [--rebuild]         set a damaged database file aside, put the newest backup in its place
         [--abandon-facts]   where there is no backup of facts.db: begin with an empty one
         [--no-copy]         upgrade database files without keeping a copy of them
`;
/** A disk that damages what was just restored must not be filled with copies. */
const REBUILDS_AT_MOST = 3;

export async function run(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  const asked = askedOf(args);
  if (!asked.ok) {
    process.stderr.write(asked.problem);
    return 2;
  }
  // A terminal and a wrapper both pass the signal on: the second one must not cut the first one's work short.
  const stopped = new Promise<undefined>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(undefined));
  });
  try {
    return await runUntil(stopped, asked.value);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    process.stderr.write(`hatang collector: ${error.message}\n`);
    return error.kind === 'config' ? 2 : 3;
  }
}

/** Throws a StartProblem where a file is damaged and may not be rebuilt. */
async function runUntil(stopped: Promise<undefined>, asked: AskedCollector): Promise<0> {
  const mayRebuild = asked.repair.rebuild || asked.config.damage === 'rebuild';
  for (let rebuilds = 0; ; rebuilds += 1) {
    const collector = await start(asked);
    greet(collector);
    const damage = await Promise.race([stopped, collector.damaged]);
    await collector.stop();
    if (damage === undefined) return 0;
    if (!mayRebuild || rebuilds === REBUILDS_AT_MOST) throw new StartProblem('needed', damage);
  }
}

interface AskedCollector {
  readonly config: CollectorConfig;
  readonly repair: Repair;
}

async function start({ config, repair }: AskedCollector): Promise<Collector> {
  needed(() => mkdirSync(config.data, { recursive: true, mode: 0o700 }), 'data folder');
  return await startCollector({
    config,
    repair,
    clock: systemClock,
    log: stderrLog('collector', config.log.level),
    random: Math.random,
    version: versionOf(),
    adminToken: process.env['HATANG_ADMIN_TOKEN'] || undefined,
  });
}

/** What a person needs to know, and a script can read: where it listens, and the first way in. */
function greet({ url, signIn }: Collector): void {
  process.stdout.write(`listening ${url}\n`);
  process.stdout.write(`Trang / page: ${url}\n`);
  if (signIn !== undefined)
    process.stdout.write(`Lối vào lần đầu của quản trị / first admin's way in: ${signIn}\n`);
}

function askedOf(args: readonly string[]): Result<AskedCollector> {
  const options = optionsOf(args);
  if (!options.ok) return options;
  const { config: file, data, listen, repair } = options.value;
  const read = readConfig(file);
  if (!read.ok) return fail(`${sayProblems(file ?? 'config', read.problem)}\n`);
  const at =
    listen === undefined ? { success: true as const, data: undefined } : Listen.safeParse(listen);
  if (!at.success) return fail(`--listen: expected HOST:PORT, not ${JSON.stringify(listen)}\n`);
  const config = {
    ...read.value,
    ...(data === undefined ? {} : { data }),
    ...(at.data === undefined ? {} : { listen: at.data }),
  };
  return ok({ config, repair });
}

function readConfig(file: string | undefined): Result<CollectorConfig, readonly ConfigProblem[]> {
  if (file === undefined) return ok(CollectorConfig.parse({}));
  return loadConfig(file, CollectorConfig, {
    env: process.env,
    checkModes: process.platform !== 'win32',
  });
}

function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ config: text, data: text, listen: text },
        ...{ rebuild: flag, 'abandon-facts': flag, 'no-copy': flag },
      },
    });
    return ok({
      repair: {
        rebuild: values.rebuild,
        abandonFacts: values['abandon-facts'],
        noCopy: values['no-copy'],
      },
      config: values.config,
      data: values.data ?? (process.env['HATANG_DATA'] || undefined),
      listen: values.listen ?? (process.env['HATANG_LISTEN'] || undefined),
    });
  } catch (error) {
    return fail(`hatang collector: ${messageOf(error)}\n${USAGE}`);
  }
}

/** The version stands in package.json, once. */
function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
