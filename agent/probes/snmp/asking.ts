import { ok } from '../../../kit/result.ts';
import type { Answer, Asking, Question, SnmpProblem, SnmpVersion } from './session.ts';

type Ask = (question: Question) => Promise<Answer>;

/** One way to ask, whatever the version: v1 knows no GETBULK, and refuses a whole question for one object it lacks. */
export function askingOf(version: SnmpVersion, ask: Ask): Asking {
  const single = async (deed: 'get' | 'next', oids: readonly string[]) => {
    const answer = version === '1' ? await askWithout(ask, deed, oids) : await ask({ deed, oids });
    return answer.ok ? ok(answer.value.flat()) : answer;
  };
  return {
    version,
    get: (oids) => single('get', oids),
    next: (oids) => single('next', oids),
    bulk: (oids, repetitions) =>
      version === '1' ? askWithout(ask, 'next', oids) : ask({ deed: 'bulk', oids, repetitions }),
  };
}

/** What the agent lacks is left out of the question, one object at a time, and stands in the answer without a value. */
async function askWithout(
  ask: Ask,
  deed: 'get' | 'next',
  oids: readonly string[],
): Promise<Answer> {
  const lacking = new Set<string>();
  for (;;) {
    const asked = oids.filter((oid) => !lacking.has(oid));
    const answer: Answer = asked.length === 0 ? ok([]) : await ask({ deed, oids: asked });
    if (answer.ok) {
      const columns = new Map(asked.map((oid, at) => [oid, answer.value[at] ?? []]));
      return ok(oids.map((oid) => columns.get(oid) ?? [{ oid, value: undefined }]));
    }
    const missing = missingOf(answer.problem, asked);
    if (missing === undefined) return answer;
    lacking.add(missing);
  }
}

/** An agent that names no object means the only one asked. */
function missingOf({ missing }: SnmpProblem, asked: readonly string[]): string | undefined {
  if (missing === undefined) return undefined;
  if (asked.includes(missing)) return missing;
  return asked.length === 1 ? asked[0] : undefined;
}
