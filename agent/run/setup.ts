import { pageKey } from '../setup/key-door.ts';
import { configOf, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

/** `setup --config FILE [--json]`: prints the link that opens the walk-through; who may read the key may change the config. */
export async function setup(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config']);
  if (!options.ok) return wrong(program, options.problem);
  const config = configOf(options.value, program);
  if (config === undefined) return 2;
  if (config.page === 'off')
    return wrong(program, 'trang đang tắt (page: off) / the page is off (page: off)');
  const key = pageKey(config.data, program.surroundings);
  if (!key.ok) {
    program.complain(`hatang agent setup: ${key.problem}`);
    return 1;
  }
  const url = `http://${config.page.listen}/setup?key=${key.value}`;
  program.say(
    options.value.json
      ? JSON.stringify({ url })
      : `Mở liên kết này trên chính máy chủ này, khi tác nhân đang chạy; đừng gửi cho ai.\nOpen this link on this very server while the agent runs; give it to nobody.\n\n  ${url}\n`,
  );
  return 0;
}

function wrong(program: Program, problem: string): ExitCode {
  program.complain(`hatang agent setup: ${problem}`);
  return 2;
}
