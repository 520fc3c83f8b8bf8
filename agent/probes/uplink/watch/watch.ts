import { messageOf } from '../../../../kit/result.ts';
import { type EpochMs, epochMs, type Ms, ms, seconds } from '../../../../kit/units.ts';
import type { Fact } from '../../../../wire/fact.ts';
import { type Outage, outageFact } from '../../../../wire/outage.ts';
import type { ProbeParts, ProbeSet, Watch } from '../../probe.ts';
import type { UplinkOptions } from '../options.ts';
import { count, type Minute, minuteFact } from './account.ts';
import type { LineAround } from './far-ends.ts';
import { Line } from './line.ts';
import {
  beforeOf,
  type Counted,
  freshWatching,
  observe,
  openRuns,
  setBack,
  settleAll,
  type Watching,
} from './outage.ts';
import { outageOf, secondOf } from './run.ts';
import { restore, toSave } from './saved.ts';
import { type SavedFile, savedFile } from './saved-door.ts';
import { ownSystem, type System } from './system-door.ts';

export interface WatchParts extends Pick<ProbeParts, 'clock' | 'log'> {
  readonly section: UplinkOptions;
  readonly around: LineAround;
  readonly system: System;
  readonly saved: SavedFile;
}

/** The line followed second by second; nothing where that is switched off or nobody is there to be asked. */
export function lineWatches(
  section: UplinkOptions,
  around: LineAround & { readonly data: string },
  { clock, log }: ProbeParts,
): ProbeSet {
  const isOff = section.watch === 'off' || section.targets.length + around.services.length === 0;
  if (isOff) return { devices: [], probes: [] };
  const saved = savedFile(around.data, `outages-${section.id}.json`);
  const watch = lineWatch({ section, around, clock, log, saved, system: ownSystem });
  return { devices: [], probes: [], watches: [watch] };
}

export function lineWatch(parts: WatchParts): Watch {
  return {
    id: `${parts.section.id}:watch`,
    run: (tell, signal) => new Follower(parts, tell).run(signal),
  };
}

/** When, within a second, those that have not answered are asked again. */
const AGAIN_AT = [ms(300), ms(600)];
const DOUBT_AT = ms(750);
/** An answer that takes longer is none; the looks of those who are asked in doubt end by then. */
const JUDGED_AFTER = seconds(3);
/** This machine slept, was too busy, or had its clock set: what was asked just before is judged by nobody. */
const PAUSE = ms(2_500);
const SAVED_EVERY = seconds(15);

class Follower {
  readonly #parts: WatchParts;
  readonly #tell: (facts: readonly Fact[]) => void;
  readonly #line: Line;
  #watching: Watching = freshWatching;
  #minute: Minute | undefined;
  /** Seconds that were asked in and wait for their answers. */
  #asked: readonly EpochMs[] = [];
  #last: { readonly at: EpochMs; readonly elapsed: Ms } | undefined;
  #savedAt: Ms;

  constructor(parts: WatchParts, tell: (facts: readonly Fact[]) => void) {
    this.#parts = parts;
    this.#tell = tell;
    this.#line = new Line(parts);
    this.#savedAt = parts.clock.elapsed();
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#restore();
    try {
      while (!signal.aborted) await this.#follow(signal);
    } finally {
      this.#end();
      await this.#line.close();
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    await clock.sleep(ms(1_000 - (clock.now() % 1_000)), signal);
    const at = secondOf(clock.now());
    if (signal.aborted || !this.#isNext(at)) return;
    this.#line.ask(at, signal);
    this.#asked = [...this.#asked, at];
    let waited = 0;
    for (const again of AGAIN_AT) {
      await clock.sleep(ms(again - waited), signal);
      if (signal.aborted) return;
      waited = again;
      this.#line.askAgain(at);
    }
    await clock.sleep(ms(DOUBT_AT - waited), signal);
    if (signal.aborted) return;
    this.#line.askInDoubt(at, beforeOf(this.#watching), signal);
    this.#judge(at);
  }

  /** False where the wall clock stands still: this second was asked in already. */
  #isNext(at: EpochMs): boolean {
    const elapsed = this.#parts.clock.elapsed();
    const last = this.#last;
    if (last !== undefined && at <= last.at) {
      if (last.at - at < PAUSE) return false;
      this.#setBack(ms(last.at - at + (elapsed - last.elapsed)));
    } else if (last !== undefined && Math.max(at - last.at, elapsed - last.elapsed) >= PAUSE)
      this.#asked = [];
    this.#last = { at, elapsed };
    return true;
  }

  #setBack(span: Ms): void {
    this.#asked = [];
    this.#count(settleAll(this.#watching));
    this.#flushMinute();
    this.#watching = setBack(this.#watching, span);
    this.#line.forget();
  }

  #judge(now: EpochMs): void {
    const due = this.#asked.filter((at) => now - at >= JUDGED_AFTER);
    this.#asked = this.#asked.filter((at) => now - at < JUDGED_AFTER);
    for (const at of due) {
      const step = observe(this.#watching, this.#line.seen(at, beforeOf(this.#watching)));
      this.#watching = step.watching;
      this.#count(step.counted);
      this.#tellOutages(step.told);
    }
    if (this.#parts.clock.elapsed() - this.#savedAt >= SAVED_EVERY && this.#isOpen()) this.#save();
  }

  #count(counted: readonly Counted[]): void {
    const { minute, over } = count(this.#minute, counted);
    this.#minute = minute;
    if (over.length > 0) this.#tell(over.map((each) => minuteFact(this.#parts.section.id, each)));
  }

  #flushMinute(): void {
    if (this.#minute !== undefined) this.#tell([minuteFact(this.#parts.section.id, this.#minute)]);
    this.#minute = undefined;
  }

  #tellOutages(outages: readonly Outage[]): void {
    if (outages.length === 0) return;
    const { clock, section, log } = this.#parts;
    const now = clock.now();
    // No two at one stamp: a store may take them for one.
    this.#tell(outages.map((outage, at) => outageFact(section.id, outage, epochMs(now + at))));
    for (const { subject, kind, endedAt } of outages)
      log.info({ subject, kind, open: endedAt === undefined }, 'outage');
    this.#save();
  }

  #isOpen(): boolean {
    return openRuns(this.#watching).length > 0;
  }

  #restore(): void {
    const { saved, clock, log } = this.#parts;
    const text = saved.read();
    if (text === undefined) return;
    const restored = restore(text, this.#line.subjects, secondOf(clock.now()));
    if (!restored.ok) {
      log.warn({ problem: restored.problem }, 'open outages not read');
      return;
    }
    this.#watching = restored.value.watching;
    const open = openRuns(this.#watching).map((run) => outageOf(run));
    this.#tellOutages([...restored.value.gone, ...open]);
  }

  #save(): void {
    this.#savedAt = this.#parts.clock.elapsed();
    try {
      this.#parts.saved.write(toSave(this.#watching));
    } catch (error) {
      // The line is followed all the same; only a restart would not know of what is open.
      this.#parts.log.warn({ problem: messageOf(error) }, 'open outages not kept');
    }
  }

  /** What was seen and not told yet. What waits for its answers is dropped: nobody will have seen them. */
  #end(): void {
    this.#count(settleAll(this.#watching));
    this.#flushMinute();
    if (this.#isOpen()) this.#save();
  }
}
