import type { Answer } from '../../agent/ship/http-door.ts';
import { type Decision, decide } from '../../agent/ship/policy.ts';
import type { EpochMs } from '../../kit/units.ts';
import { Lags } from './lags.ts';
import type { Given, Span } from './spool.ts';

const nothing = () => ({ batches: 0, lines: 0, live: 0, late: 0, outage: 0, again: 0 });

/** What was sent, and what became of it: end to end, as the agents see it. */
export class Ledger {
  /** Each POST, whatever came of it. */
  sent = 0;
  readonly acknowledged = nothing();
  readonly refused = { batches: 0, lines: 0 };
  /** Answers of a batch that the collector had before. */
  replayed = 0;
  /** Batches that were acknowledged, sent again, and stored as if they were new: must stay 0. */
  storedTwice = 0;
  /** Batches never acknowledged before that were answered as known. After a lost answer that is as it should be. */
  knownBefore = 0;
  readonly missed = { wait: 0, retry: 0, token_refused: 0 };
  readonly problems = new Map<string, number>();
  readonly lags = new Lags();
  readonly recent = { lags: new Lags(), lines: 0 };
  readonly #heard = new Set<string>();
  readonly #acknowledgedOf = new Map<string, Span[]>();

  /** Of these schools each acknowledged span is kept. */
  constructor(sampled: Iterable<string>) {
    for (const school of sampled) this.#acknowledgedOf.set(school, []);
  }

  answered(given: Given, answer: Answer): void {
    this.sent += 1;
    const decision = decide(answer);
    if (decision.kind === 'settle') this.#settled(given, decision, answer);
    else if (decision.kind === 'refuse') {
      this.refused.batches += 1;
      this.#problem(decision.reason);
    } else {
      this.missed[decision.kind] += 1;
      this.#problem(decision.problem);
    }
  }

  acknowledge(school: string, given: Given, now: EpochMs): void {
    if (given.kind === 'again') return;
    this.#heard.add(school);
    this.acknowledged.batches += 1;
    this.acknowledged.lines += given.lines;
    this.acknowledged[given.kind] += given.lines;
    this.recent.lines += given.lines;
    if (given.kind !== 'outage')
      for (const at of given.stamps) {
        this.lags.add(now - at);
        this.recent.lags.add(now - at);
      }
    this.#acknowledgedOf.get(school)?.push(given.span);
  }

  /** Schools that had something acknowledged. */
  get heard(): readonly string[] {
    return [...this.#heard];
  }

  acknowledgedSpans(school: string): readonly Span[] {
    return this.#acknowledgedOf.get(school) ?? [];
  }

  /** What came in since this was asked before. */
  takeRecent(): { readonly lags: Lags; readonly lines: number } {
    const taken = { ...this.recent };
    this.recent.lags = new Lags();
    this.recent.lines = 0;
    return taken;
  }

  #settled(
    { kind }: Given,
    { refused }: Extract<Decision, { kind: 'settle' }>,
    answer: Answer,
  ): void {
    const isKnown = answer.kind === 'answered' && answer.replayed === true;
    if (isKnown) this.replayed += 1;
    if (kind === 'again' && !isKnown) this.storedTwice += 1;
    if (kind !== 'again' && isKnown) this.knownBefore += 1;
    this.refused.lines += refused.length;
    for (const { reason } of refused) this.#problem(reason);
  }

  #problem(words: string): void {
    const known = this.problems.get(words);
    if (known !== undefined || this.problems.size < 50) this.problems.set(words, (known ?? 0) + 1);
  }
}
