import type { Text } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';
import type { Fact } from '../../wire/fact.ts';
import { encodeFact } from '../../wire/line-protocol.ts';
import { inventoryOf } from '../agent.ts';
import { readToken } from '../enrol/data-door.ts';
import { hostSearchId } from '../probes/hosts/options.ts';
import { loadProbes, PROBE_KINDS } from '../probes/registry.ts';
import { isHealthy, problemOf } from '../schedule/pass.ts';
import { sweep } from '../schedule/sweep.ts';
import { openJudge } from './judge.ts';
import { configOf, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

interface Seen {
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
  readonly problems: readonly { readonly id: string; readonly problem: Text }[];
}

/** `probe [KIND] --config FILE [--json]`: one pass now over every target; ships nothing. */
export async function probe(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config'], 1);
  if (!options.ok) return wrong(program, options.problem);
  const [kind] = options.value.words;
  if (kind !== undefined && !PROBE_KINDS.includes(kind))
    return wrong(program, `no kind ${JSON.stringify(kind)}: expected ${PROBE_KINDS.join(', ')}`);
  const config = configOf(options.value, program);
  if (config === undefined) return 2;
  const token = (): string | undefined => {
    const read = readToken(config.data, program.surroundings);
    return read.ok ? read.value : undefined;
  };
  const set = await loadProbes(config, { ...program, token }, kind);
  // A search for hosts takes minutes: it is made where it is asked for.
  const slow = kind === undefined ? hostSearchId(config.agent) : undefined;
  const reports = await sweep(
    set.probes.filter(({ id }) => id !== slow),
    program,
  );
  const now = program.clock.now();
  const facts = [
    ...inventoryOf(config, set, now),
    ...reports.flatMap(({ outcome }) => (outcome.kind === 'measured' ? outcome.pass.facts : [])),
  ];
  const problems = reports.flatMap((report) => {
    const problem = problemOf(report);
    return problem === undefined ? [] : [{ id: report.probe.id, problem }];
  });
  const judge = openJudge(program.standards, undefined, program.log);
  const seen: Seen = { facts, findings: await judge(facts, now), problems };
  program.say(options.value.json ? JSON.stringify(seen) : say(seen));
  return reports.every(isHealthy) ? 0 : 1;
}

/** Facts as lines, then what is wrong, in both languages. */
function say({ facts, problems }: Seen): string {
  const wrongs = problems.map(({ id, problem }) => `✕ ${id}: ${problem.vi}\n  ${problem.en}`);
  return [...facts.map(encodeFact), ...wrongs].join('\n');
}

function wrong(program: Program, problem: string): ExitCode {
  program.complain(`hatang agent probe: ${problem}`);
  return 2;
}
