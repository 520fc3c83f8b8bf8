import { resolve } from 'node:path';
import { sayProblems } from '../../kit/load-config.ts';
import { seconds } from '../../kit/units.ts';
import { EnrolmentRequest } from '../../wire/enrolment.ts';
import type { AgentConfig } from '../config.ts';
import { keepEnrolment } from '../enrol/data-door.ts';
import { type EnrolmentProblem, enrol } from '../enrol/enrol.ts';
import { writeStarter } from '../setup/starter-door.ts';
import { httpPoster } from '../ship/http-door.ts';
import { configOf, type Options, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

const DEADLINE = seconds(20);

/**
 * `enroll --collector URL --code CODE --config FILE [--data DIR] [--agent NAME]` writes a first config where there is none;
 * `enroll --collector URL --code CODE --data DIR` fills the folder alone.
 */
export async function enroll(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['collector', 'code', 'data', 'agent', 'config']);
  if (!options.ok) return wrong(program, options.problem);
  const problem = mistakeIn(options.value);
  if (problem !== undefined) return wrong(program, problem);
  const { config: file } = options.value.values;
  if (!begin(options.value, program)) return 2;
  const config = file === undefined ? undefined : configOf(options.value, program);
  if (file !== undefined && config === undefined) return 2;
  const { collector, data, request } = gather(options.value, config);
  if (collector === undefined || data === undefined || !request.success)
    return wrong(program, '--collector URL and --data DIR, or --config FILE, are needed');
  const poster = httpPoster(DEADLINE);
  const answer = await enrol(poster.post, collector, request.data, program.stop);
  poster.close();
  if (!answer.ok) return refused(program, answer.problem);
  keepEnrolment(data, answer.value);
  const { school } = answer.value;
  const { agent } = request.data;
  const done = { school, agent, data };
  program.say(options.value.json ? JSON.stringify(done) : sayDone({ school, data, file }));
  return 0;
}

/** What is wrong with the flags themselves, before anything is written. */
function mistakeIn(options: Options): string | undefined {
  const { collector } = options.values;
  if (collector !== undefined && !/^https?:\/\//.test(collector))
    return '--collector: expected http(s)://…';
  const { request } = gather(options, undefined);
  return request.success ? undefined : request.error.issues.map(sayIssue).join('; ');
}

/** Writes the first config where `--config` names none and the centre is known; false when it is said why it cannot be. */
function begin({ values, json }: Options, program: Program): boolean {
  const { config: file, collector, data, agent = 'may-chu' } = values;
  if (file === undefined || collector === undefined) return true;
  const known = {
    agent,
    collector: collector.replace(/\/+$/, ''),
    data: data === undefined ? './data' : resolve(data),
  };
  const written = writeStarter(file, known, program.surroundings);
  if (!written.ok) program.complain(sayProblems(file, written.problem));
  else if (written.value && !json)
    program.say(`Đã tạo tệp cấu hình ${file}.\nWrote the config file ${file}.`);
  return written.ok;
}

function gather({ values }: Options, config: AgentConfig | undefined) {
  return {
    collector: (values['collector'] ?? config?.collector.url)?.replace(/\/+$/, ''),
    data: values['data'] ?? config?.data,
    request: EnrolmentRequest.safeParse({
      code: values['code'],
      agent: values['agent'] ?? config?.agent ?? 'agent',
    }),
  };
}

interface Done {
  readonly school: string;
  readonly data: string;
  readonly file: string | undefined;
}

function sayDone({ school, data, file }: Done): string {
  const next =
    file === undefined
      ? ''
      : `\nTiếp theo / next: hatang agent run --config ${file}\n                  hatang agent setup --config ${file}`;
  return `Đã ghi danh cho trường ${school}; mã truy cập nằm trong ${data}.\nEnrolled for school ${school}; the token is in ${data}.${next}`;
}

const sayIssue = (issue: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
  `--${issue.path.map(String).join('.')}: ${issue.message}`;

/** The config stays: with a good code, or the centre back, the same command goes on from there. */
function refused(program: Program, { kind, message }: EnrolmentProblem): ExitCode {
  const next =
    kind === 'refused'
      ? 'Xin mã ghi danh mới ở trung tâm rồi chạy lại lệnh này. / With a new code, run this command again.'
      : 'Kiểm tra địa chỉ trung tâm và đường truyền rồi chạy lại lệnh này. / Check the address and the line, then run this command again.';
  program.complain(`hatang agent enroll: ${message}\n${next}`);
  return kind === 'unreached' ? 3 : 1;
}

function wrong(program: Program, problem: string): ExitCode {
  program.complain(`hatang agent enroll: ${problem}`);
  return 2;
}
