import { ArrivalLines } from '../../../agent/probes/uplink/arrival-lines.ts';
import { disproof } from '../../../agent/probes/uplink/bandwidth.ts';
import { estimate } from '../../../agent/probes/uplink/estimate.ts';
import { LeaseAnswer } from '../../../wire/lease.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const line = (tick: number): string =>
  JSON.stringify({
    atMs: tick * 20,
    bytes: tick * 250_000,
    port: { bytes: tick * 261_000, frames: tick * 173 },
    busy: 0.2,
    tests: 1,
    congestion: 'bbr',
  });
const upload = (ticks: number): string =>
  `${Array.from({ length: ticks }, (_, tick) => line(tick)).join('\n')}\n`;
const lease = {
  state: 'granted',
  lease: 'x'.repeat(32),
  expiresAt: '2026-11-25T00:00:00.000Z',
  expiresInS: 20,
  seconds: 3,
  downBytes: 1e8,
  upBytes: 1e8,
};

/** What a far end says of an upload, in whatever pieces it comes, and of a lease. */
export const arrivals: Target = {
  name: 'arrivals',
  seeds: async () =>
    [
      upload(3),
      upload(60),
      JSON.stringify(lease),
      '{"state":"wait","retryAfterS":3,"ahead":0}',
    ].map(bytesOf),
  words: [
    ...['"port":', '"atMs":', '"bytes":', '\n', '{', '}', '-1', '1e308', 'null', '0'],
    ...['"state":"wait"', '"__proto__":', '9007199254740993'],
  ],
  feed(bytes, random) {
    const text = textOf(bytes);
    const lines = new ArrivalLines();
    for (let at = 0; at < text.length; ) {
      const next = at + 1 + Math.floor(random() * 400);
      if (!lines.take(text.slice(at, next))) break;
      at = next;
    }
    const seen = estimate(lines.states);
    promise(
      seen === undefined || (Number.isFinite(seen.rate) && seen.rate > 0),
      `a rate of ${seen?.rate}`,
    );
    disproof(lines.states, { bytes: 1e6, portBytes: undefined, spanMs: 1_000 });
    const answer = LeaseAnswer.safeParse(parsed(text)).data;
    promise(answer?.state !== 'granted' || answer.seconds > 0, 'a lease of no time');
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reader of answers says the same of what is no JSON.
    return undefined;
  }
}
