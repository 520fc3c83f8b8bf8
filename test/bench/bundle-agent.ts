import { join } from 'node:path';
import { build } from 'esbuild';

/** The agent as one file, as it is installed at a school; gives the file's path. */
export async function bundleAgent(folder: string): Promise<string> {
  const outfile = join(folder, 'hatang-agent.cjs');
  await build({
    stdin: {
      contents: `import { run } from './agent/main.ts';
        void run(process.argv.slice(2)).then((code) => { process.exitCode = code; });`,
      resolveDir: new URL('../..', import.meta.url).pathname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    // Not esm: an import of node:http touches all its names, and one of them loads a second HTTP client, 14 MB.
    format: 'cjs',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  return outfile;
}
