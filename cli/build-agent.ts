/**
 * `npm run build:agent`: the agent as one file, dist/hatang-agent.cjs, that needs nothing beside it but Node 24. It carries the
 * standards and the lists of systems as data that was read and checked here, so that a school's server never parses them.
 * What a school installs is made from the same by cli/executable/.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { openYearLists } from '../agent/probes/service/year-list-door.ts';
import type { YearList } from '../agent/probes/service/year-list-schema.ts';
import { type CarriedStandards, openCarried } from '../standards/carried.ts';
import { openShipped } from '../standards/shipped-door.ts';

/**
 * What keeps an idle agent small, at the price of speed it has no use for: a young generation of 1 MB, no threads beside
 * the one it runs on, no optimizing compilers (the baseline compiler stays). test/bench/agent-memory.ts has the figures.
 */
export const AGENT_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--single-threaded',
  '--v8-pool-size=0',
  '--no-opt',
  '--no-maglev',
];

/**
 * For whoever starts the agent on Linux, as its systemd unit does: freed memory goes back to the system at once. Parsing and compiling
 * take pieces of 32 KiB and more; left to itself glibc keeps 8 MB of them, freed, between pieces still in use.
 */
export const AGENT_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '24576',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A lab machine's reporter is in the same file; neither role loads what the other needs. */
const ENTRY = `
  const [role, ...rest] = process.argv.slice(2);
  const ended = role === 'machine'
    ? import('./agent/machine/main.ts').then(({ run }) => run(rest))
    : import('./agent/main.ts').then(({ run }) => run(process.argv.slice(2)));
  void ended.then((code) => { process.exitCode = code; });`;

/** Builds into a folder; gives the file's path. */
export async function buildAgent(folder: string): Promise<string> {
  const outfile = join(folder, 'hatang-agent.cjs');
  const source = await bundle(ENTRY);
  // `env -S` splits the line: started by its name, the file brings its own flags.
  const shebang = `#!/usr/bin/env -S node ${AGENT_FLAGS.join(' ')}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(outfile, shebang + source);
  chmodSync(outfile, 0o755);
  return outfile;
}

/** What these lines, as of a file at the root, start: one file of CommonJS with all that it loads. */
export async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    write: false,
    bundle: true,
    platform: 'node',
    // Not esm: an import of node:http touches all its names, and one of them loads a second HTTP client, 14 MB.
    format: 'cjs',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    // Nothing lies beside the one file: what asks where it lies learns that there is no such place.
    define: { 'import.meta.url': 'undefined' },
    plugins: [carryStandards(await checkedStandards()), carryYearLists(await openYearLists())],
  });
  return toAscii(outputFiles.map(({ text }) => text).join(''));
}

async function checkedStandards(): Promise<CarriedStandards> {
  const standards = await openShipped();
  const carried: CarriedStandards = {
    sources: standards.map(({ standard }) => ({ file: `${standard.id}.yaml`, standard })),
    osSupport: standards[0]?.osSupport,
    firmwareList: standards[0]?.firmwareList,
  };
  await openCarried(carried);
  return carried;
}

function carryStandards(carried: CarriedStandards): Plugin {
  const json = JSON.stringify(JSON.stringify(carried));
  return {
    name: 'carry-standards',
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]standards[/\\]shipped-door\.ts$/ }, () => ({
        contents: `import { openCarried } from './carried.ts';
          export const openShipped = () => openCarried(JSON.parse(${json}));`,
        loader: 'ts',
        resolveDir: join(ROOT, 'standards'),
      }));
    },
  };
}

function carryYearLists(lists: readonly YearList[]): Plugin {
  const json = JSON.stringify(JSON.stringify(lists));
  return {
    name: 'carry-year-lists',
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]service[/\\]year-list-door\.ts$/ }, () => ({
        contents: `export const openYearLists = async () => JSON.parse(${json});`,
        loader: 'ts',
      }));
    },
  };
}

/** One letter beyond Latin makes V8 keep the whole source at two bytes a character: 1 MB. Holds in strings, templates and patterns. */
const toAscii = (source: string): string =>
  source.replace(
    /[^\0-\x7F]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

if (import.meta.main) {
  const dist = join(ROOT, 'dist');
  const file = await buildAgent(dist);
  process.stdout.write(`node ${AGENT_FLAGS.join(' ')} ${file}\n`);
}
