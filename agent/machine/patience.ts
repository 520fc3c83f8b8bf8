import type { Clock } from '../../kit/clock.ts';
import type { Result } from '../../kit/result.ts';
import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { AskProblem } from './asking.ts';

/** Before the second, third … try: a machine is often up before its network is. */
const WAITS: readonly Ms[] = [seconds(4), seconds(8), seconds(16)];

export interface Patience {
  readonly clock: Clock;
  readonly random: () => number;
}

/** Tries again what may pass, a few times, each machine of a lab at a time of its own. */
export async function withPatience<Value>(
  ask: () => Promise<Result<Value, AskProblem>>,
  { clock, random }: Patience,
  signal: AbortSignal,
): Promise<Result<Value, AskProblem>> {
  let answer = await ask();
  for (const wait of WAITS) {
    if (answer.ok || !answer.problem.passing || signal.aborted) break;
    await clock.sleep(ms(wait * (0.5 + random())), signal);
    if (!signal.aborted) answer = await ask();
  }
  return answer;
}

/** Work whose signal aborts when its time is up, or with the outer one. */
export async function withDeadline<Value>(
  { clock, span, outer }: { readonly clock: Clock; readonly span: Ms; readonly outer: AbortSignal },
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const [limit, done] = [new AbortController(), new AbortController()];
  const late = clock.sleep(span, done.signal).then(() => limit.abort());
  try {
    return await work(AbortSignal.any([outer, limit.signal]));
  } finally {
    done.abort();
    await late;
  }
}
