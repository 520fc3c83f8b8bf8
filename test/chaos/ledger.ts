/**
 * What senders owe and are owed: an id is claimed before it is sent, an acknowledgement of its batch makes it an obligation.
 * Everything about an id follows from the id, so that a payload can be checked without having been kept.
 */
export interface Payload {
  readonly at: number;
  readonly latency: number;
}

export interface Claim {
  readonly school: string;
  readonly device: string;
  readonly state: 'claimed' | 'acknowledged' | 'refused';
}

/** Lines that must never be stored; `later` are taken by the collector and refused by its database. */
export interface Poison {
  readonly school: string;
  readonly refusedBy: 'collector' | 'database';
  readonly isSent: boolean;
}

/** So many ids share an hour, so that a run fills many slots of history that are over. */
const IDS_AN_HOUR = 50;
const HOURS = 18;
const STEP_MS = 20;

export class Ledger {
  readonly #from: number;
  readonly claims = new Map<number, Claim>();
  readonly poison = new Map<string, Poison>();
  readonly batches = new Map<string, Claim['state']>();
  /** Why ids were refused that are no poison. */
  readonly refusals = new Map<number, string>();
  #next = 1;

  /** All stamps lie in the day before `now`. */
  constructor(now: number) {
    this.#from = now - 20 * 3_600_000;
  }

  claim(school: string, device: string): number {
    const id = this.#next;
    this.#next += 1;
    this.claims.set(id, { school, device, state: 'claimed' });
    return id;
  }

  acknowledge(id: number): void {
    this.#turn(id, 'acknowledged');
  }

  refuse(id: number, reason: string): void {
    this.#turn(id, 'refused');
    this.refusals.set(id, reason);
  }

  #turn(id: number, state: Claim['state']): void {
    const claim = this.claims.get(id);
    if (claim === undefined) throw new Error(`id ${id} was never claimed`);
    this.claims.set(id, { ...claim, state });
  }

  /** No two ids share a stamp. */
  payload(id: number): Payload {
    const row = Math.floor(id / IDS_AN_HOUR);
    const inHour = Math.floor(row / HOURS) * IDS_AN_HOUR + (id % IDS_AN_HOUR);
    const at = this.#from + (row % HOURS) * 3_600_000 + inHour * STEP_MS;
    return { at, latency: ((id * 7_919) % 99_991) / 1_000 };
  }

  in(state: Claim['state']): readonly number[] {
    return [...this.claims].filter(([, claim]) => claim.state === state).map(([id]) => id);
  }
}
