import { describe, expect, it } from 'vitest';
import { judgeAgent } from './agent-verdict.ts';
import { CI_PLAN, FAULT_KINDS, faultsOf, shareOf } from './faults.ts';
import { Ledger } from './ledger.ts';
import { Sender } from './sender.ts';
import { type Cheat, startStandIn } from './stand-in.ts';
import { readStored } from './stored.ts';
import { isClean, judge, type Verdict } from './verdict.ts';

const BATCHES = 4;

/** Two senders of two schools through a collector that cheats; what the oracle says of it. */
async function verdictOn(cheat: Cheat): Promise<{ ledger: Ledger; verdict: Verdict }> {
  const startedAt = Date.now();
  const ledger = new Ledger(startedAt);
  const collector = await startStandIn(cheat);
  const schools = ['thcs-a', 'thcs-b'];
  const [idle, giveUp] = [AbortSignal.abort(), new AbortController()];
  const senders = schools.map(
    (school) =>
      new Sender({ ledger, url: collector.url, school, agent: 'x', token: school, isBusy: false }),
  );
  const running = senders.map((sender) => sender.run(idle, giveUp.signal));
  for (const sender of senders) {
    for (let batch = 1; batch < BATCHES; batch += 1) sender.ask();
    sender.poisonNext('collector', 2);
  }
  while (!senders.every(({ isIdle }) => isIdle)) await new Promise((next) => setTimeout(next, 5));
  giveUp.abort();
  await Promise.all(running);
  const asked = { url: collector.url, token: '' };
  const stored = { ...(await readStored(asked, schools, startedAt)), ...collector.kept() };
  await collector.stop();
  return { ledger, verdict: judge(ledger, stored) };
}

const wrongOnes = (verdict: Verdict): readonly string[] =>
  Object.entries(verdict)
    .filter(([, found]) => found.length > 0)
    .map(([what]) => what);

describe('the oracle', () => {
  it('finds nothing wrong with a collector that keeps its word', async () => {
    const { ledger, verdict } = await verdictOn('none');
    expect(isClean(verdict), JSON.stringify(verdict)).toBe(true);
    expect(ledger.in('acknowledged')).toHaveLength(2 * BATCHES * 5);
    expect(ledger.poison.size).toBe(4);
  });

  it('names each id of a batch that was acknowledged and is not there', async () => {
    const { verdict } = await verdictOn('loses');
    expect(wrongOnes(verdict)).toEqual(['lost']);
    expect(verdict.lost).toHaveLength(5);
  });

  it('notices a batch that was stored twice, though a history shows one point a stamp', async () => {
    const { verdict } = await verdictOn('stores twice');
    expect(wrongOnes(verdict)).toEqual(['twice']);
    expect(verdict.twice[0]).toMatch(/^thcs-[ab]: 25 counted, 20 there$/);
  });

  it('names each id that nobody claimed', async () => {
    const { verdict } = await verdictOn('invents');
    expect(verdict.unknown).toHaveLength(5);
  });

  it('names each id whose figure is another than was sent', async () => {
    const { verdict } = await verdictOn('alters');
    expect(wrongOnes(verdict)).toEqual(['mismatched']);
    expect(verdict.mismatched).toHaveLength(5);
  });

  it('misses poison lines that are no dead letters', async () => {
    const { verdict } = await verdictOn('loses poison');
    expect(wrongOnes(verdict)).toEqual(['poisonAstray']);
    expect(verdict.poisonAstray).toHaveLength(4);
  });

  it('excuses what an agent loses with its damaged file, and nothing else', () => {
    const found = judgeAgent({
      owed: new Set(['there', 'waits', 'named', 'damaged', 'gone']),
      excused: new Set(['damaged', 'there']),
      waiting: new Set(['waits']),
      stored: ['there', 'other', 'other'],
      letters: new Set(['named']),
    });
    expect(found).toEqual({
      lost: ['gone'],
      excused: ['damaged'],
      twice: ['other'],
      refused: ['named'],
    });
  });
});

describe('the plan of faults', () => {
  const plan = { seed: 7, faults: 2_000, kinds: FAULT_KINDS };

  it('is the same for the same seed, and another for another', () => {
    expect(faultsOf(plan)).toEqual(faultsOf(plan));
    expect(faultsOf({ ...plan, seed: 8 })).not.toEqual(faultsOf(plan));
  });

  it('draws every kind that is left, and no other', () => {
    expect(new Set(faultsOf(plan).map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
    const only = ['poison', 'herd'] as const;
    const drawn = faultsOf({ ...plan, kinds: only }).map(({ kind }) => kind);
    expect(new Set(drawn)).toEqual(new Set(only));
  });

  it('gives both histories in CI every kind that there is for them', () => {
    const arms = ['sqlite', 'influx'] as const;
    for (const at of [0, 1]) {
      const share = shareOf(CI_PLAN, arms, at);
      const drawn = faultsOf(share);
      expect(drawn).toHaveLength(100);
      expect(new Set(drawn.map(({ kind }) => kind))).toEqual(new Set(share.kinds));
    }
    expect(shareOf(CI_PLAN, arms, 1).kinds).toEqual(FAULT_KINDS);
  });

  it('refuses to draw from nothing', () => {
    expect(() => faultsOf({ ...plan, kinds: [] })).toThrow('no kind of fault');
  });
});
