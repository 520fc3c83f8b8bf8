import { join } from 'node:path';
import { build } from 'esbuild';

/** The agent as one file, as it is installed at a school; gives the file's path. */
export async function bundleAgent(folder: string): Promise<string> {
  const outfile = join(folder, 'hatang-agent.mjs');
  await build({
    stdin: {
      contents: `import { run } from './agent/main.ts'; process.exitCode = await run(process.argv.slice(2));`,
      resolveDir: new URL('../..', import.meta.url).pathname,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    // Packages written for require() find it here.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}
