import type { Clock } from '../../../kit/clock.ts';
import type { Ms } from '../../../kit/units.ts';
import type { Lookup } from '../../dial/dial-door.ts';
import { stepThrough, type Way } from '../../dial/exchange-door.ts';
import { passageOf } from '../../dial/passage.ts';
import type { Failure } from '../../dial/seen.ts';
import type { ServiceReply } from './facts.ts';
import { type Hop, judgeHops, type PlainReply, sayPath } from './redirect.ts';

export interface ServiceQuestion {
  readonly url: string;
  /** Its unencrypted address, asked beside it whether it sends on to https. */
  readonly httpUrl?: string | undefined;
  readonly deadline: Ms;
  readonly clock: Clock;
  /** Authorities as PEM instead of the ones Node brings. */
  readonly ca?: string;
  readonly lookup?: Lookup;
}

/** Asks for the head of one page, step by step, and beside it what its unencrypted address does. */
export async function checkService(
  question: ServiceQuestion,
  outer: AbortSignal,
): Promise<ServiceReply> {
  const { deadline, clock, httpUrl } = question;
  const [limit, done] = [new AbortController(), new AbortController()];
  void clock.sleep(deadline, done.signal).then(() => limit.abort());
  const asking = { ...question, old: true, signal: AbortSignal.any([outer, limit.signal]) };
  try {
    const [reply, plain] = await Promise.all([
      checkPage(asking),
      httpUrl === undefined ? undefined : followPlain(httpUrl, asking),
    ]);
    return { ...reply, ...(plain === undefined ? {} : { plain }) };
  } finally {
    done.abort();
  }
}

interface Asking extends ServiceQuestion {
  readonly old: boolean;
  readonly signal: AbortSignal;
}

async function checkPage(asking: Asking): Promise<ServiceReply> {
  const url = new URL(asking.url);
  const passage = passageOf(asking.clock, asking.signal);
  const seen: Way['seen'] = {};
  const head = await stepThrough(url, { ...asking, passage, seen });
  const { spent } = passage;
  if (!head.ok) return { spent, ...seen, failed: head.problem };
  return { spent, ...seen, head: { status: head.value.status, after: passage.total() } };
}

/** Follows what the unencrypted address says, over the configured host alone and a few steps at most. */
async function followPlain(start: string, asking: Asking): Promise<PlainReply> {
  const hops: Hop[] = [];
  for (let next: URL | string = new URL(start); next instanceof URL; ) {
    const passage = passageOf(asking.clock, asking.signal);
    const head: Awaited<ReturnType<typeof stepThrough>> = await stepThrough(next, {
      ...asking,
      passage,
      seen: {},
    });
    if (!head.ok) return { outcome: silenceOf(head.problem, hops), path: sayPath(hops) };
    hops.push({ url: next, ...head.value });
    const judged = judgeHops(hops);
    if (typeof judged === 'string') return { outcome: judged, path: sayPath(hops) };
    next = judged;
  }
  return { outcome: 'silent', path: sayPath(hops) };
}

/** Nobody answers at the first address, so nothing goes in the clear; or nothing can be said. */
const silenceOf = ({ error }: Failure, hops: readonly Hop[]): 'closed' | 'silent' =>
  hops.length === 0 && ['refused', 'connection cut'].includes(error) ? 'closed' : 'silent';
