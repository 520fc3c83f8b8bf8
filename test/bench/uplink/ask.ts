import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import { SECTIONS, type Section } from './case.ts';
import type { Scale } from './cases.ts';

export interface Asked {
  readonly sections: readonly Section[];
  readonly scale: Scale;
  readonly runs: number;
  readonly patienceS: number;
  readonly peers: boolean;
  readonly router: boolean;
  /** Only cases whose name holds it. */
  readonly only: string;
}

export const USAGE = `npm run bench:uplink -- [--cases quick|full] [--runs N] [--section NAME]… [--only TEXT] [--no-peers] [--no-router]
  sections: ${SECTIONS.join(', ')}
  --patience S a run waits so long until the machine has little else to do (30)
  --no-peers   without iperf3 and the plain test, which take most of the time
  --no-router  the agent does not ask the router for its counters, so no link capacity
`;

const MOST_RUNS = 20;

export function asked(args: readonly string[]): Result<Asked> {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const sections = values.section ?? [...SECTIONS];
    const strange = sections.find((name) => !isSection(name));
    if (strange !== undefined) return fail(`no section is called ${strange}`);
    if (values.cases !== 'quick' && values.cases !== 'full')
      return fail('--cases takes quick or full');
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS)
      return fail(`--runs takes 1 to ${MOST_RUNS}`);
    const patience = Number(values.patience);
    if (!(patience >= 0 && patience <= 600)) return fail('--patience takes 0 to 600 seconds');
    return ok({
      sections: sections.filter(isSection),
      scale: values.cases,
      runs,
      patienceS: patience,
      peers: !values['no-peers'],
      router: !values['no-router'],
      only: values.only,
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}

const options = {
  section: { type: 'string', multiple: true },
  cases: { type: 'string', default: 'quick' },
  runs: { type: 'string', default: '2' },
  patience: { type: 'string', default: '30' },
  only: { type: 'string', default: '' },
  'no-peers': { type: 'boolean', default: false },
  'no-router': { type: 'boolean', default: false },
} as const;

const isSection = (name: string): name is Section => SECTIONS.some((one) => one === name);
