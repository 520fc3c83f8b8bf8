import { seconds } from '../../kit/units.ts';
import { readArguments } from './arguments.ts';
import { lookAtMachine } from './look/look-door.ts';
import { withDeadline } from './patience.ts';
import { bothOf, type ExitCode, type MachineProgram } from './program.ts';
import { sayDescription } from './say-description.ts';
import { readEnrolled } from './settings-door.ts';

const LIMIT = seconds(60);

/** `show [--data DIR]`: what would be told, and to whom; sends nothing. */
export async function show(args: readonly string[], program: MachineProgram): Promise<ExitCode> {
  const given = readArguments(args, ['data']);
  if (!given.ok) {
    program.complain(`hatang machine show: ${given.problem}`);
    return 2;
  }
  const { data } = given.value.values;
  const enrolled = data === undefined ? undefined : readEnrolled(data, program.surroundings);
  if (enrolled?.ok === false && enrolled.problem !== undefined) {
    program.complain(`hatang machine show: ${enrolled.problem}`);
    return 2;
  }
  const settings = enrolled?.ok === true ? enrolled.value.settings : undefined;
  const { clock, version, stop } = program;
  const seen = await withDeadline({ clock, span: LIMIT, outer: stop }, (signal) =>
    lookAtMachine({ clock, version, room: settings?.room }, signal),
  );
  if (given.value.flags.has('json'))
    program.say(JSON.stringify({ agent: settings?.agent, report: seen }));
  else program.say(`${bothOf(headOf(settings?.agent))}\n\n${sayDescription(seen)}`);
  return 0;
}

const headOf = (agent: string | undefined) =>
  agent === undefined
    ? {
        vi: 'Máy này chưa được cài để báo cho ai. Những gì sẽ được báo (lệnh này không gửi gì):',
        en: 'This machine is not set up to tell anybody. What would be told (this command sends nothing):',
      }
    : {
        vi: `Những gì được báo cho ${agent} (lệnh này không gửi gì):`,
        en: `What is told to ${agent} (this command sends nothing):`,
      };
