import { saySpan } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { seconds } from '../../kit/units.ts';
import { askAgent } from './agent-door.ts';
import { readArguments } from './arguments.ts';
import { lookAtMachine } from './look/look-door.ts';
import { bothOf, type ExitCode, type MachineProgram } from './program.ts';
import { type Reported, tellReport } from './report.ts';
import { agentOf, type Enrolled, isToldAlready } from './settings.ts';
import { keepLast, readEnrolled, readLast } from './settings-door.ts';
import { openSystemTrust } from './trial/authorities-door.ts';
import { tryMeeting } from './trial/try-meeting.ts';
import { tryServices } from './trial/try-services.ts';

/** `report --data DIR [--now]`: one report, unless one was taken a short while ago. */
export async function report(args: readonly string[], program: MachineProgram): Promise<ExitCode> {
  const given = readArguments(args, ['data'], ['now']);
  if (!given.ok) return wrong(program, given.problem);
  const { data } = given.value.values;
  if (data === undefined) return wrong(program, '--data DIR is needed');
  const enrolled = readEnrolled(data, program.surroundings);
  if (!enrolled.ok)
    return wrong(program, enrolled.problem ?? `${data}: not set up yet: hatang machine enroll`);
  const json = given.value.flags.has('json');
  const last = readLast(data);
  if (!given.value.flags.has('now') && isToldAlready(last, program.clock.now())) {
    program.say(json ? JSON.stringify({ told: false, last }) : bothOf(TOLD_ALREADY));
    return 0;
  }
  return await tell(enrolled.value, { data, json }, program);
}

async function tell(
  enrolled: Enrolled,
  { data, json }: { readonly data: string; readonly json: boolean },
  program: MachineProgram,
): Promise<ExitCode> {
  const { clock, random, version, stop } = program;
  const { agent, room } = enrolled.settings;
  const known = agentOf(enrolled);
  const systemTrust = openSystemTrust();
  const told = await tellReport(
    {
      ...{ agent, clock, random },
      ask: (question, signal) => askAgent(known, question, signal),
      look: (signal) => lookAtMachine({ clock, version, room }, signal),
      tryServices: (services, signal) => tryServices(services, { clock, systemTrust }, signal),
      tryMeeting: (echo, signal) => tryMeeting(echo, clock, signal),
    },
    stop,
  );
  if (!told.ok) {
    program.complain(bothOf(told.problem.text));
    return told.problem.kind === 'unreached' ? 3 : 1;
  }
  const { machine, every_s } = told.value.answer;
  keepLast(data, { at_ms: clock.now(), every_s, machine });
  program.say(json ? sayJson(told.value) : bothOf(sayTold(agent, told.value)));
  return 0;
}

const sayJson = ({ report: sent, answer }: Reported): string =>
  JSON.stringify({ told: true, machine: answer.machine, every_s: answer.every_s, report: sent });

const TOLD_ALREADY: Text = {
  vi: 'Vừa báo cáo cách đây không lâu; lần này không gửi (thêm --now để gửi ngay).',
  en: 'It reported a short while ago; nothing is sent this time (--now sends at once).',
};

function sayTold(agent: string, { answer: { machine, every_s }, report: sent }: Reported): Text {
  const up = sent.apps.filter((app) => app.up).length;
  const next = seconds(every_s);
  return {
    vi: `Đã báo cho ${agent}: máy này được ghi là ${machine}; vào được ${up}/${sent.apps.length} hệ thống. Lần sau: ${saySpan(next, { language: 'vi' })} nữa.`,
    en: `Told ${agent}: this machine is recorded as ${machine}; ${up}/${sent.apps.length} systems can be reached. Next: in ${saySpan(next, { language: 'en' })}.`,
  };
}

function wrong(program: MachineProgram, problem: string): ExitCode {
  program.complain(`hatang machine report: ${problem}`);
  return 2;
}
