import type { Text } from '../../kit/text.ts';
import { type EpochMs, epochMs, type Ms, minutes } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import { isHealthy, type PassReport, problemOf } from '../schedule/pass.ts';

/** Bounds the memory whatever a device invents: a school has a few hundred series. */
const SERIES_AT_MOST = 5_000;

export interface LastPass {
  readonly at: EpochMs;
  readonly took: Ms;
  readonly healthy: boolean;
  readonly late: boolean;
  readonly problem: Text | undefined;
  /** The first look of the unbroken row that found it as it is now. */
  readonly since: EpochMs;
  /** False where it was so at the first look of all: then it may have begun earlier. */
  readonly turned: boolean;
}

/** How things stand: the last pass of each probe and the newest fact of each series. */
export class Standing {
  readonly #passes = new Map<string, LastPass>();
  readonly #facts = new Map<string, Fact>();
  #late = 0;

  report(report: PassReport): void {
    if (report.late) this.#late += 1;
    const healthy = isHealthy(report);
    const before = this.#passes.get(report.probe.id);
    const same = before?.healthy === healthy ? before : undefined;
    this.#passes.set(report.probe.id, {
      at: report.startedAt,
      took: report.took,
      healthy,
      since: same?.since ?? report.startedAt,
      turned: same?.turned ?? before !== undefined,
      late: report.late,
      problem: problemOf(report),
    });
    if (report.outcome.kind === 'measured') this.learn(report.outcome.pass.facts);
  }

  learn(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const key = seriesKey(fact);
      if (this.#facts.has(key) || this.#facts.size < SERIES_AT_MOST) this.#facts.set(key, fact);
    }
  }

  get latePasses(): number {
    return this.#late;
  }

  facts(): readonly Fact[] {
    return [...this.#facts.values()];
  }

  /** The last passes of all probes of a device: `cam-01` and `cam-01:stream`. */
  passesOf(device: string): readonly LastPass[] {
    return [...this.#passes]
      .filter(([id]) => id === device || id.startsWith(`${device}:`))
      .map(([, pass]) => pass);
  }

  /** Who held a slot longest in the last minute. */
  slowest(now: EpochMs): { readonly target: string; readonly tookS: number } | undefined {
    const since = epochMs(now - minutes(1));
    let found: { readonly target: string; readonly tookS: number } | undefined;
    for (const [target, { at, took }] of this.#passes)
      if (at >= since && took / 1_000 > (found?.tookS ?? -1))
        found = { target, tookS: took / 1_000 };
    return found;
  }
}
