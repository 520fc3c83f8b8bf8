import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT, type ArmKind, answers, hatang, makeParts, type Parts, TOKEN } from './arm-parts.ts';
import { Ledger } from './ledger.ts';
import { KEPT_AS_NUMBER, Sender } from './sender.ts';
import { SpoolWatch } from './spool-watch.ts';

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
      made.push(new Sender({ ledger, url, ...name, token: await this.enrol(name), isBusy }));
    }
    this.senders = made;
    await this.#settleType();
    await this.#enrolAgent();
    await this.parts.agent.startReady();
    this.#running = Promise.all([
      ...this.senders.map((sender) => sender.run(this.#stop.signal, this.#giveUp.signal)),
      this.spool.run(this.#giveUp.signal),
    ]);
  }

  /** From now on the database keeps this field as a number, and refuses words in it. */
  async #settleType(): Promise<void> {
    const { database, collectorUrl } = this.parts;
    if (database === undefined) return;
    const { at } = this.ledger.payload(0);
    const answer = await fetch(`${collectorUrl}/api/v2/write?precision=ms`, {
      method: 'POST',
      headers: { Authorization: `Token ${this.senders[0]?.token}` },
      body: `${KEPT_AS_NUMBER},device=first value=1.5 ${at}`,
    });
    if (answer.status !== 204) throw new Error(`the first line gave ${answer.status}`);
    const query = new URLSearchParams({
      school: this.senders[0]?.name.school ?? '',
      measurement: KEPT_AS_NUMBER,
      field: 'value',
    });
    await until(10_000, async () => {
      const found = await fetch(`${collectorUrl}/api/v1/history?${query}`, {
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      return (await found.text()).includes('1.5');
    });
  }

  /** A new token; the one before is worth nothing from now on. */
  async enrol({ school, agent }: { school: string; agent: string }): Promise<string> {
    let token = '';
    await until(20_000, async () => {
      const code = await this.#code(school);
      const enrolled = await this.#post('/api/v1/enroll', { code, agent });
      token = `${enrolled['token'] ?? ''}`;
      return token !== '';
    });
    return token;
  }

  async #code(school: string): Promise<string> {
    const made = await this.#post('/api/v1/enrolment-codes', { school, name: `Trường ${school}` });
    return `${made['code'] ?? ''}`;
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    try {
      const answer = await fetch(this.parts.collectorUrl + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(3_000),
      });
      return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
    } catch {
      // Down for the moment: whoever asks tries again.
      return {};
    }
  }

  /** By the command a teacher uses. */
  async #enrolAgent(): Promise<void> {
    const { folder, collectorUrl, agentDisk } = this.parts;
    await until(30_000, async () => {
      const code = await this.#code(AGENT.school);
      if (code === '') return false;
      const args = ['agent', 'enroll', '--collector', collectorUrl, '--code', code];
      const place = ['--data', agentDisk.folder, '--agent', AGENT.agent];
      const enrolling = hatang(folder, 'enroll', [...args, ...place], {
        env: {},
        ready: () => !enrolling.isRunning,
      });
      await enrolling.startReady();
      return enrolling.troubles.every((trouble) => trouble.endsWith(' 0'));
    });
  }

  async enrolAgentAnew(how: 'killed' | 'told to end'): Promise<void> {
    await this.#enrolAgent();
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

  /** Nothing is hurt any more: everybody gets through without help, and something fresh within seconds. */
  async heal(): Promise<void> {
    for (const [timer, deed] of this.#due) {
      clearTimeout(timer);
      deed();
    }
    this.#due.clear();
    const { senderProxy, agentProxy, database, collector, agent } = this.parts;
    for (const proxy of [senderProxy, agentProxy, database?.proxy]) proxy?.heal();
    await this.#check('the collector is ready', READY_WITHIN_MS, () =>
      answers(`${this.parts.collectorUrl}/readyz`),
    );
    this.#stop.abort();
    await this.#check('what was on its way is answered', GIVE_UP_AFTER_MS, () =>
      Promise.resolve(this.senders.every(({ isIdle }) => isIdle)),
    );
    // Who is back need not wait out what the faults taught it to wait: up to a minute between tries, five for a token.
    await collector.end();
    await collector.startReady();
    await agent.end();
    await agent.startReady();
    await this.#sendFresh();
    await this.#check('the agent’s spool is empty', GIVE_UP_AFTER_MS, () =>
      Promise.resolve(
        this.spool.look().every((fact) => Number(fact.split(' ').at(-1)) > Date.now() - 4_000),
      ),
    );
    await agent.end();
  }

  async #sendFresh(): Promise<void> {
    const before = new Set(this.ledger.in('acknowledged'));
    const asked = Date.now();
    for (const sender of this.senders) sender.ask();
    await this.#check('every sender gets a fresh batch through', FRESH_WITHIN_MS, () =>
      Promise.resolve(this.senders.every(({ isIdle }) => isIdle)),
    );
    this.freshAfterMs = Date.now() - asked;
    const fresh = this.ledger.in('acknowledged').filter((id) => !before.has(id)).length;
    if (fresh < this.senders.length)
      this.troubles.push(`only ${fresh} fresh ids were acknowledged`);
    this.#giveUp.abort();
    await this.#running;
  }

  async #check(what: string, withinMs: number, isSo: () => Promise<boolean>): Promise<void> {
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
    const { collector, agent, database, senderProxy, agentProxy } = this.parts;
    for (const child of [agent, collector]) await child.end();
    await database?.child.kill();
    for (const proxy of [senderProxy, agentProxy, database?.proxy]) await proxy?.stop();
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
    const { folder, collector, agent, database, collectorDisk, agentDisk } = this.parts;
    for (const child of [agent, collector, database?.child]) await child?.kill();
    for (const disk of [collectorDisk, agentDisk]) disk.remove(keep);
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }

  get logFile(): string {
    return join(this.parts.folder, 'timeline.log');
  }
}

export async function until(withinMs: number, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + withinMs; ; await pause(50)) {
    if (await isSo()) return;
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms`);
  }
}

const pause = (spanMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, spanMs));
