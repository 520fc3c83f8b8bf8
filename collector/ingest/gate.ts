import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Lane } from './ingest.ts';

/** Why a body isn't taken now, and when to come again. */
export interface ComeAgain {
  readonly after: Ms;
  readonly reason: string;
}

/** What is let in at once; the rest is told to come again before a byte of it is kept. */
const MOST = {
  /** Bodies on their way to the disk, compressed: some seconds of work, so that whoever is let in is soon answered. */
  bytes: 8 * 1024 * 1024,
  /** Of these the backlog's share, which live facts never wait for. */
  backlogBytes: 2 * 1024 * 1024,
  /** A body of unknown or small size costs at least this. */
  leastBytes: 4 * 1024,
  ofOneAgent: 4,
} as const;

/** Those told to come again are spread: a city comes back after an outage at one moment. */
const AGAIN: Readonly<Record<Lane, { readonly least: Ms; readonly most: Ms }>> = {
  live: { least: seconds(1), most: seconds(3) },
  backlog: { least: seconds(3), most: seconds(20) },
};

/** Counts what is on its way, so that memory stays bounded whatever comes. */
export class Gate {
  readonly #random: () => number;
  readonly #ofAgent = new Map<string, number>();
  readonly #bytes: Record<Lane, number> = { live: 0, backlog: 0 };
  #turnedAway = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How many were told to come again since the start. */
  get turnedAway(): number {
    return this.#turnedAway;
  }

  /** The way out, to be called once; or when to come again. */
  enter(agent: string, lane: Lane, announcedBytes: number): (() => void) | ComeAgain {
    const bytes = Math.max(MOST.leastBytes, announcedBytes);
    const reason = this.#whyNot(agent, lane, bytes);
    if (reason !== undefined) {
      this.#turnedAway += 1;
      const { least, most } = AGAIN[lane];
      return { reason, after: ms(Math.round(least + (most - least) * this.#random())) };
    }
    this.#bytes[lane] += bytes;
    this.#ofAgent.set(agent, (this.#ofAgent.get(agent) ?? 0) + 1);
    return () => {
      this.#bytes[lane] -= bytes;
      const left = (this.#ofAgent.get(agent) ?? 1) - 1;
      if (left === 0) this.#ofAgent.delete(agent);
      else this.#ofAgent.set(agent, left);
    };
  }

  #whyNot(agent: string, lane: Lane, bytes: number): string | undefined {
    if ((this.#ofAgent.get(agent) ?? 0) >= MOST.ofOneAgent)
      return `at most ${MOST.ofOneAgent} batches of one agent at once`;
    const { live, backlog } = this.#bytes;
    if (lane === 'backlog' && backlog > 0 && backlog + bytes > MOST.backlogBytes)
      return 'the backlog of others is being stored';
    return live + backlog > 0 && live + backlog + bytes > MOST.bytes
      ? 'too much is being stored'
      : undefined;
  }
}
