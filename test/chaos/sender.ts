import { gzipSync } from 'node:zlib';
import { httpPoster, type Poster } from '../../agent/ship/http-door.ts';
import { type Decision, decide } from '../../agent/ship/policy.ts';
import { ms } from '../../kit/units.ts';
import { BATCH_ID_HEADER, LANE_HEADER } from '../../wire/batch.ts';
import type { Ledger } from './ledger.ts';
import { pause } from './waits.ts';

/** Whoever sends facts: it speaks to the collector as the agent does, by the agent's own code. */
export interface SenderParts {
  readonly ledger: Ledger;
  readonly url: string;
  readonly school: string;
  readonly agent: string;
  readonly token: string;
  /** Sends without end; others only when they are asked to. */
  readonly isBusy: boolean;
}

interface Pending {
  readonly id: string;
  readonly body: Uint8Array;
  /** What stands in each line, in order: a claimed id, or the name of a poison line. */
  readonly lines: readonly (number | string)[];
  /** What was sent once and not answered waits behind the live facts of others. */
  readonly lane: 'live' | 'backlog';
}

const LINES = 5;
const DEADLINE = ms(3_000);
const PAUSE_MS = 120;
const LONGEST_WAIT_MS = 1_000;
/** The measurement whose first value was a number: a word in it is what the database refuses. */
export const KEPT_AS_NUMBER = 'chaos_kind';

export class Sender {
  readonly #parts: SenderParts;
  readonly #poster: Poster = httpPoster(DEADLINE);
  readonly #device: string;
  #sequence = 0;
  #pending: Pending | undefined;
  #asked = 0;
  #poison: ('collector' | 'database')[] = [];
  token: string;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#device = `line-${parts.agent}`;
    this.token = parts.token;
  }

  get name(): { readonly school: string; readonly agent: string } {
    return this.#parts;
  }

  /** All poison the collector would take has this stamp. */
  get stampOfPoison(): number {
    return this.#parts.ledger.payload(0).at;
  }

  get isIdle(): boolean {
    return this.#pending === undefined && this.#asked === 0;
  }

  /** One batch more, as soon as it can. */
  ask(): void {
    this.#asked += 1;
  }

  /** So many lines that must not be stored, within the next batch. */
  poisonNext(refusedBy: 'collector' | 'database', lines: number): void {
    this.#poison.push(...Array.from({ length: lines }, () => refusedBy));
    this.ask();
  }

  /** Until told to give up; told to stop it sends nothing new but what it is asked for. */
  async run(stop: AbortSignal, giveUp: AbortSignal): Promise<void> {
    while (!giveUp.aborted) {
      if (this.#pending === undefined && !this.#wants(stop)) {
        await pause(20);
        continue;
      }
      this.#pending ??= this.#claim();
      await pause(await this.#attempt(this.#pending, giveUp));
    }
    this.#poster.close();
  }

  #wants(stop: AbortSignal): boolean {
    if (this.#asked > 0) {
      this.#asked -= 1;
      return true;
    }
    return this.#parts.isBusy && !stop.aborted;
  }

  #claim(): Pending {
    const { ledger, school, agent } = this.#parts;
    this.#sequence += 1;
    const id = `${agent}.chaos.${this.#sequence}`;
    const good = Array.from({ length: LINES }, () => ledger.claim(school, this.#device));
    const bad = this.#poison.splice(0).map((refusedBy) => {
      const name = `poison-${ledger.poison.size + 1}`;
      ledger.poison.set(name, { school, refusedBy, isSent: false });
      return name;
    });
    // The bad ones stand between the good ones.
    const lines = [...good.slice(0, 2), ...bad, ...good.slice(2)];
    ledger.batches.set(`${school} ${id}`, 'claimed');
    return {
      id,
      lines,
      lane: 'live',
      body: gzipSync(lines.map((line) => this.#text(line)).join('\n')),
    };
  }

  #text(line: number | string): string {
    const { ledger } = this.#parts;
    if (typeof line === 'string') return poisonText(line, ledger);
    const { at, latency } = ledger.payload(line);
    return `uplink_ping,device=${this.#device},target=ledger sent=${line}i,latency_s=${latency} ${at}`;
  }

  /** Sends once; gives how long to wait before the next deed. */
  async #attempt(pending: Pending, signal: AbortSignal): Promise<number> {
    const answer = await this.#poster.post(
      {
        url: `${this.#parts.url}/api/v2/write?precision=ms`,
        headers: {
          authorization: `Token ${this.token}`,
          'content-encoding': 'gzip',
          [BATCH_ID_HEADER]: pending.id,
          [LANE_HEADER]: pending.lane,
        },
        body: pending.body,
      },
      signal,
    );
    const decision = decide(answer);
    this.#note(decision, pending);
    return waitAfter(decision);
  }

  #note(decision: Decision, pending: Pending): void {
    if (decision.kind !== 'settle' && decision.kind !== 'refuse') {
      this.#pending = { ...pending, lane: 'backlog' };
      return;
    }
    const { ledger, school } = this.#parts;
    const refused = new Map(
      decision.kind === 'settle'
        ? decision.refused.map(({ line, reason }) => [line, reason])
        : pending.lines.map((_, at) => [at + 1, decision.reason]),
    );
    pending.lines.forEach((line, at) => {
      const reason = refused.get(at + 1);
      if (typeof line === 'string') sent(ledger, line);
      else if (reason === undefined) ledger.acknowledge(line);
      else ledger.refuse(line, reason);
    });
    ledger.batches.set(`${school} ${pending.id}`, 'acknowledged');
    this.#pending = undefined;
  }
}

function waitAfter(decision: Decision): number {
  if (decision.kind === 'settle') return PAUSE_MS;
  return decision.kind === 'wait' ? Math.min(decision.after, LONGEST_WAIT_MS) : PAUSE_MS;
}

function sent(ledger: Ledger, name: string): void {
  const known = ledger.poison.get(name);
  if (known !== undefined) ledger.poison.set(name, { ...known, isSent: true });
}

/** What a broken shipper writes; each is refused for a reason of its own. */
function poisonText(name: string, ledger: Ledger): string {
  const { at } = ledger.payload(0);
  if (ledger.poison.get(name)?.refusedBy === 'database')
    return `${KEPT_AS_NUMBER},device=${name} value="a word" ${at}`;
  const texts = [
    `uplink_ping,device=${name},target=ledger sent="many" ${at}`,
    `uplink_ping,device=${name},target=ledger no_such_field=1 ${at}`,
    `uplink_ping,device=${name},school=another,target=ledger sent=1i ${at}`,
    `uplink_ping,device=${name},target=ledger sent=1i 1`,
    `${name} is no line at all`,
    `uplink_ping,device=${name},target=ledger sent=1i ${at * 4}`,
  ];
  return texts[Number(name.split('-')[1]) % texts.length] ?? name;
}
