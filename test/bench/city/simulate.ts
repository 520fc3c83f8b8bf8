import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { ADMIN_TOKEN } from '../ingest/collector.ts';

const MAIN = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

const Account = z.looseObject({
  schools: z.number(),
  ran_s: z.number(),
  lines_per_s: z.number(),
  acknowledged: z.object({ batches: z.number(), lines: z.number() }).loose(),
  live_lag_s: z.object({ p50: z.number(), p95: z.number(), max: z.number() }),
  backlog_left_h: z.number(),
  failures: z.record(z.string(), z.number()),
});
export type Account = z.infer<typeof Account>;

/** `hatang simulate` in a process of its own; its progress goes to our stderr. */
export async function simulate(url: string, options: readonly string[]): Promise<Account> {
  const args = [MAIN, 'simulate', '--collector', url, '--json', ...options];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HATANG_ADMIN_TOKEN: ADMIN_TOKEN },
  });
  const ended = once(child, 'exit');
  let said = '';
  for await (const part of child.stdout) said += String(part);
  await ended;
  return Account.parse(JSON.parse(said));
}
