import { seconds } from '../../kit/units.ts';
import { EnrolmentRequest } from '../../wire/enrolment.ts';
import type { AgentConfig } from '../config.ts';
import { keepEnrolment } from '../enrol/data-door.ts';
import { enrol } from '../enrol/enrol.ts';
import { httpPoster } from '../ship/http-door.ts';
import { configOf, type Options, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

const DEADLINE = seconds(20);

/** `enroll --collector URL --code CODE --data DIR [--agent NAME]`, or the rest from `--config FILE`. */
export async function enroll(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['collector', 'code', 'data', 'agent', 'config']);
  if (!options.ok) return wrong(program, options.problem);
  const withConfig = options.value.values['config'] !== undefined;
  const config = withConfig ? configOf(options.value, program) : undefined;
  if (withConfig && config === undefined) return 2;
  const { collector, data, request } = gather(options.value, config);
  if (collector === undefined || data === undefined)
    return wrong(program, '--collector URL and --data DIR, or --config FILE, are needed');
  if (!/^https?:\/\//.test(collector)) return wrong(program, '--collector: expected http(s)://…');
  if (!request.success) return wrong(program, request.error.issues.map(sayIssue).join('; '));
  const poster = httpPoster(DEADLINE);
  const answer = await enrol(poster.post, collector, request.data, program.stop);
  poster.close();
  if (!answer.ok) {
    program.complain(`hatang agent enroll: ${answer.problem.message}`);
    return answer.problem.kind === 'unreached' ? 3 : 1;
  }
  keepEnrolment(data, answer.value);
  const { school } = answer.value;
  program.say(
    options.value.json
      ? JSON.stringify({ school, agent: request.data.agent, data })
      : `Đã ghi danh cho trường ${school}; mã truy cập nằm trong ${data}.\nEnrolled for school ${school}; the token is in ${data}.`,
  );
  return 0;
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

const sayIssue = (issue: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
  `--${issue.path.map(String).join('.')}: ${issue.message}`;

function wrong(program: Program, problem: string): ExitCode {
  program.complain(`hatang agent enroll: ${problem}`);
  return 2;
}
