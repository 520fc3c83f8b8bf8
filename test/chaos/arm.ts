import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers, makeParts, type Parts } from './arm-parts.ts';
import { enrolAgent, enrolSender, settleType } from './enrolment.ts';
import { sweepFakedClocks } from './faked-clock.ts';
import type { ArmKind } from './faults.ts';
import { Ledger } from './ledger.ts';
import { Sender } from './sender.ts';
import { SpoolWatch } from './spool-watch.ts';
import { until } from './waits.ts';

const SCHOOLS = ['thcs-a', 'thcs-b', 'thcs-c', 'thcs-d', 'thcs-e'] as const;
const SENDERS_OF_A_SCHOOL = 10;
const BUSY_OF_A_SCHOOL = 2;
const GIVE_UP_AFTER_MS = 30_000;
const FRESH_WITHIN_MS = 20_000;
/** A busy machine is slow, and no fault of what is tested. */
const READY_WITHIN_MS = 20_000;

/** A collector and all who send to it, while they are hurt and after. */
export class Arm {
  readonly parts: Parts;
  readonly ledger: Ledger;
  readonly spool: SpoolWatch;
  readonly troubles: string[] = [];
  readonly startedAt: number;
  senders: readonly Sender[] = [];
  /** Until every sender had a fresh batch acknowledged, once all was healed. */
  freshAfterMs = 0;
  readonly #stop = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #due = new Map<NodeJS.Timeout, () => void>();
  #running: Promise<unknown> = Promise.resolve();
  #removing: Promise<void> | undefined;

  private constructor(parts: Parts) {
    this.parts = parts;
    this.startedAt = Date.now();
    this.ledger = new Ledger(this.startedAt);
    this.spool = new SpoolWatch(parts.agentDisk.folder);
  }

  static async start(kind: ArmKind): Promise<Arm> {
    const arm = new Arm(await makeParts(kind));
    try {
      await arm.#open();
    } catch (error) {
      await arm.remove(true);
      throw error;
    }
    return arm;
  }

  async #open(): Promise<void> {
    await this.parts.collector.startReady();
    const names = SCHOOLS.flatMap((school) =>
      Array.from({ length: SENDERS_OF_A_SCHOOL }, (_, at) => ({ school, agent: `agent-${at}` })),
    );
    const { ledger } = this;
    const url = this.parts.senderProxy.url;
    const made: Sender[] = [];
    for (const [at, name] of names.entries()) {
      const isBusy = at % SENDERS_OF_A_SCHOOL < BUSY_OF_A_SCHOOL;
      made.push(
        new Sender({ ledger, url, ...name, token: await enrolSender(this.parts, name), isBusy }),
      );
    }
    this.senders = made;
    await settleType(this.parts, made[0]);
    await enrolAgent(this.parts);
    await this.parts.agent.startReady();
    this.#running = Promise.all([
      ...this.senders.map((sender) => sender.run(this.#stop.signal, this.#giveUp.signal)),
      this.spool.run(this.#giveUp.signal),
    ]);
  }

  async enrolAgentAnew(how: 'killed' | 'told to end'): Promise<void> {
    await enrolAgent(this.parts);
    await (how === 'killed' ? this.parts.agent.kill() : this.parts.agent.end());
    await this.parts.agent.startReady();
  }

  /** `count` of them, from the place that 0–1 names. */
  someSenders(place: number, count: number): readonly Sender[] {
    const first = Math.floor(place * this.senders.length);
    return Array.from(
      { length: count },
      (_, at) => this.senders[(first + at) % this.senders.length],
    ).filter((sender) => sender !== undefined);
  }

  /** Done after so long, or when all is healed. */
  later(spanMs: number, deed: () => void): void {
    const timer = setTimeout(() => {
      this.#due.delete(timer);
      deed();
    }, spanMs);
    this.#due.set(timer, deed);
  }

  /** Nothing is hurt any more: what was on its way gets through without help. */
  async heal(): Promise<void> {
    for (const [timer, deed] of this.#due) {
      clearTimeout(timer);
      deed();
    }
    this.#due.clear();
    const { senderProxy, agentProxy, database } = this.parts;
    for (const proxy of [senderProxy, agentProxy, database?.proxy]) proxy?.heal();
    await this.check('the collector is ready', READY_WITHIN_MS, () =>
      answers(`${this.parts.collectorUrl}/readyz`),
    );
    this.#stop.abort();
    await this.check('what was on its way is answered', GIVE_UP_AFTER_MS, () =>
      this.senders.every(({ isIdle }) => isIdle),
    );
  }

  /**
   * After a clean restart something fresh arrives within seconds. Who is back need not wait out what the faults taught
   * it to wait: up to a minute between tries, five for a token.
   */
  async refresh(): Promise<void> {
    const { collector, agent } = this.parts;
    await collector.end();
    await collector.startReady();
    await agent.end();
    await agent.startReady();
    await this.#sendFresh();
    await this.check('the agent’s spool is empty', GIVE_UP_AFTER_MS, () =>
      this.spool.look().every((fact) => Number(fact.split(' ').at(-1)) > Date.now() - 4_000),
    );
    await agent.end();
  }

  async #sendFresh(): Promise<void> {
    const before = new Set(this.ledger.in('acknowledged'));
    const asked = Date.now();
    for (const sender of this.senders) sender.ask();
    await this.check('every sender gets a fresh batch through', FRESH_WITHIN_MS, () =>
      this.senders.every(({ isIdle }) => isIdle),
    );
    this.freshAfterMs = Date.now() - asked;
    const fresh = this.ledger.in('acknowledged').filter((id) => !before.has(id)).length;
    if (fresh < this.senders.length)
      this.troubles.push(`only ${fresh} fresh ids were acknowledged`);
    this.#giveUp.abort();
    await this.#running;
  }

  /** What does not come true in time is a trouble, and the run goes on. */
  async check(
    what: string,
    withinMs: number,
    isSo: () => boolean | Promise<boolean>,
  ): Promise<void> {
    try {
      await until(withinMs, isSo);
    } catch {
      this.troubles.push(`not so within ${withinMs} ms: ${what}`);
    }
  }

  /** Ends what still runs, and tells of programs that did not behave. */
  async stop(): Promise<readonly string[]> {
    this.#stop.abort();
    this.#giveUp.abort();
    await this.#running;
    const { collector, agent } = this.parts;
    for (const child of [agent, collector]) await child.end();
    await this.#stopRest();
    return [...this.troubles, ...agent.troubles, ...collector.troubles];
  }

  /** Ends everything at once; its folder goes unless it is to be looked at. */
  remove(keep: boolean): Promise<void> {
    this.#removing ??= this.#remove(keep);
    return this.#removing;
  }

  async #remove(keep: boolean): Promise<void> {
    this.#stop.abort();
    this.#giveUp.abort();
    const { folder, collector, agent, collectorDisk, agentDisk } = this.parts;
    for (const child of [agent, collector]) await child.kill();
    await this.#stopRest();
    sweepFakedClocks();
    for (const disk of [collectorDisk, agentDisk]) disk.remove(keep);
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }

  async #stopRest(): Promise<void> {
    const { database, senderProxy, agentProxy } = this.parts;
    await database?.child.kill();
    for (const proxy of [senderProxy, agentProxy, database?.proxy]) await proxy?.stop();
  }

  get logFile(): string {
    return join(this.parts.folder, 'timeline.log');
  }
}
