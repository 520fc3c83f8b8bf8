import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { type LabKey, sayLabKey } from '../../wire/machine-report.ts';
import { enrolCommands } from '../labs/enrol-command.ts';
import type { LabsOptions } from '../labs/options.ts';
import { configOf } from './options.ts';
import type { ExitCode, Program } from './program.ts';

const FLAGS = {
  config: { type: 'string' },
  new: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** `lab-key --config FILE [--new] [--json]`: what lab machines are set up with; `--new` shuts out those that were. */
export async function labKey(args: readonly string[], program: Program): Promise<ExitCode> {
  const read = readFlags(args);
  if (!read.ok) {
    program.complain(`hatang agent lab-key: ${read.problem}`);
    return 2;
  }
  const { config: file, new: renew, json } = read.value;
  const values = file === undefined ? {} : { config: file };
  const config = configOf({ values, json, words: [] }, program);
  if (config === undefined) return 2;
  if (config.labs === undefined) {
    program.complain(
      'hatang agent lab-key: tệp cấu hình chưa có phần labs\n' +
        'hatang agent lab-key: the config file has no section labs',
    );
    return 2;
  }
  const key = await openKey(config.data, renew, program);
  if (!key.ok) {
    program.complain(`hatang agent lab-key: ${key.problem}`);
    return 1;
  }
  const { value } = key;
  program.say(json ? JSON.stringify(told(config.labs, value)) : said(config.labs, value));
  return 0;
}

function readFlags(args: readonly string[]) {
  try {
    return ok(parseArgs({ args: [...args], options: FLAGS }).values);
  } catch (error) {
    return fail(messageOf(error));
  }
}

async function openKey(data: string, renew: boolean, { clock }: Program): Promise<Result<LabKey>> {
  const door = await import('../labs/key-door.ts');
  if (renew) door.renewLabToken(data);
  return door.labKey(data, clock.now());
}

const told = (labs: LabsOptions, key: LabKey) => ({
  key: sayLabKey(key),
  ...(labs.listen === 'off' ? {} : { agent: labs.listen }),
  commands: enrolCommands(labs, key),
});

function said(labs: LabsOptions, key: LabKey): string {
  const commands = enrolCommands(labs, key);
  const how =
    commands.length === 0
      ? [
          'Máy phòng Tin học chưa báo về được: đặt labs.listen trong tệp cấu hình.',
          'Lab machines can’t report yet: set labs.listen in the config file.',
        ]
      : [
          'Chạy trên từng máy phòng Tin học / Run on each lab machine:',
          ...commands.map(({ command }) => `  ${command}`),
        ];
  return [
    'Khóa phòng máy, giữ kín như mật khẩu / The lab key, to be kept like a password:',
    `  ${sayLabKey(key)}`,
    '',
    ...how,
  ].join('\n');
}
