import { readLabKey } from '../../wire/machine-report.ts';
import { askAgent } from './agent-door.ts';
import { readArguments } from './arguments.ts';
import { bothOf, type ExitCode, type MachineProgram } from './program.ts';
import { askForTests } from './report.ts';
import { agentOf, type Enrolled, Settings } from './settings.ts';
import { keepEnrolled } from './settings-door.ts';

/** `enroll --agent HOST:PORT --key hl1.… [--room ID] --data DIR`: makes sure that the two know each other, and keeps it. */
export async function enroll(args: readonly string[], program: MachineProgram): Promise<ExitCode> {
  const given = readArguments(args, ['agent', 'key', 'room', 'data']);
  if (!given.ok) return wrong(program, given.problem);
  const { agent, key, room, data } = given.value.values;
  if (agent === undefined || key === undefined || data === undefined)
    return wrong(program, '--agent HOST:PORT, --key hl1.… and --data DIR are needed');
  const labKey = readLabKey(key);
  if (labKey === undefined) return wrong(program, '--key: expected the whole line hl1.…');
  const { fingerprint, token } = labKey;
  const settings = Settings.safeParse(
    { agent, fingerprint, ...(room === undefined ? {} : { room }) },
    { reportInput: false },
  );
  if (!settings.success)
    return wrong(
      program,
      settings.error.issues
        .map(({ path, message }) => `--${path.join('.')}: ${message}`)
        .join('; '),
    );
  const enrolled = { settings: settings.data, token };
  return await meetAgent(enrolled, { data, json: given.value.flags.has('json') }, program);
}

async function meetAgent(
  enrolled: Enrolled,
  { data, json }: { readonly data: string; readonly json: boolean },
  program: MachineProgram,
): Promise<ExitCode> {
  const { agent, room } = enrolled.settings;
  const known = agentOf(enrolled);
  const ask: Parameters<typeof askForTests>[0]['ask'] = (question, signal) =>
    askAgent(known, question, signal);
  const tests = await askForTests({ ...program, agent, ask }, program.stop);
  if (!tests.ok) {
    program.complain(bothOf(tests.problem.text));
    return tests.problem.kind === 'unreached' ? 3 : 1;
  }
  keepEnrolled(data, enrolled);
  const { every_s, services } = tests.value;
  program.say(
    json
      ? JSON.stringify({ agent, room, data, every_s, services: services.length })
      : bothOf({
          vi: `Máy này đã được cài để báo cho máy chủ ${agent}; mã nằm trong ${data}.`,
          en: `This machine is set up to tell the server ${agent}; the key is in ${data}.`,
        }),
  );
  return 0;
}

function wrong(program: MachineProgram, problem: string): ExitCode {
  program.complain(`hatang machine enroll: ${problem}`);
  return 2;
}
