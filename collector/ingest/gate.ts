import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Lane } from './ingest.ts';

/** Why a body isn't taken now, and when to come again. */
export interface ComeAgain {
  readonly after: Ms;
  readonly reason: string;
}

/** Of one body that was let in. */
export interface Pass {
  /** It has come in whole and is to be stored; or it must come again after all. */
  arrived(): ComeAgain | undefined;
  /** Called once, whatever became of it. */
  leave(): void;
}

const MIB = 1024 * 1024;
/** What is let in at once; the rest is told to come again before a byte of it is kept. */
const MOST = {
  /** Bodies that still come in, compressed, as they were announced: slow ones hold memory, and no one else's way. */
  comingBytes: 64 * MIB,
  /** Bodies on their way to the disk: some seconds of work, so that whoever is let in is soon answered. */
  storingBytes: 8 * MIB,
  /** Of these the backlog's share, which live facts never wait for. */
  backlogBytes: 2 * MIB,
  /** A body of unknown or small size costs at least this. */
  leastBytes: 4 * 1024,
  bodiesOfOneAgent: 4,
  bytesOfOneAgent: 4 * MIB,
} as const;

/** Those told to come again are spread: a city comes back after an outage at one moment. */
const AGAIN: Readonly<Record<Lane, { readonly least: Ms; readonly most: Ms }>> = {
  live: { least: seconds(1), most: seconds(3) },
  backlog: { least: seconds(3), most: seconds(20) },
};

interface Own {
  readonly bodies: number;
  readonly bytes: number;
}

/** Counts what is on its way, so that memory stays bounded whatever comes. */
export class Gate {
  readonly #random: () => number;
  readonly #ofAgent = new Map<string, Own>();
  readonly #storing: Record<Lane, number> = { live: 0, backlog: 0 };
  #coming = 0;
  #turnedAway = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How many were told to come again since the start. */
  get turnedAway(): number {
    return this.#turnedAway;
  }

  enter(agent: string, lane: Lane, announcedBytes: number): Pass | ComeAgain {
    const bytes = Math.max(MOST.leastBytes, announcedBytes);
    const reason = this.#whyNotCome(agent, bytes) ?? this.#whyNotStore(lane, bytes);
    if (reason !== undefined) return this.#later(lane, reason);
    this.#coming += bytes;
    this.#change(agent, { bodies: 1, bytes });
    let isStored = false;
    return {
      arrived: () => {
        const full = this.#whyNotStore(lane, bytes);
        if (full !== undefined) return this.#later(lane, full);
        isStored = true;
        this.#coming -= bytes;
        this.#storing[lane] += bytes;
        return undefined;
      },
      leave: () => {
        if (isStored) this.#storing[lane] -= bytes;
        else this.#coming -= bytes;
        this.#change(agent, { bodies: -1, bytes: -bytes });
      },
    };
  }

  #whyNotCome(agent: string, bytes: number): string | undefined {
    const own = this.#ofAgent.get(agent);
    if (own !== undefined && own.bodies >= MOST.bodiesOfOneAgent)
      return `at most ${MOST.bodiesOfOneAgent} batches of one agent at once`;
    if (own !== undefined && own.bytes + bytes > MOST.bytesOfOneAgent)
      return `at most ${MOST.bytesOfOneAgent} bytes of one agent at once`;
    return this.#coming > 0 && this.#coming + bytes > MOST.comingBytes
      ? 'too much is coming in'
      : undefined;
  }

  #whyNotStore(lane: Lane, bytes: number): string | undefined {
    const { live, backlog } = this.#storing;
    if (lane === 'backlog' && backlog > 0 && backlog + bytes > MOST.backlogBytes)
      return 'the backlog of others is being stored';
    return live + backlog > 0 && live + backlog + bytes > MOST.storingBytes
      ? 'too much is being stored'
      : undefined;
  }

  #change(agent: string, by: Own): void {
    const { bodies = 0, bytes = 0 } = this.#ofAgent.get(agent) ?? {};
    if (bodies + by.bodies === 0) this.#ofAgent.delete(agent);
    else this.#ofAgent.set(agent, { bodies: bodies + by.bodies, bytes: bytes + by.bytes });
  }

  #later(lane: Lane, reason: string): ComeAgain {
    this.#turnedAway += 1;
    const { least, most } = AGAIN[lane];
    return { reason, after: ms(Math.round(least + (most - least) * this.#random())) };
  }
}
