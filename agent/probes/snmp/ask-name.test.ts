import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimMachine, startMachine } from '../../../test/sim/machine/machine.ts';
import { askNameWith } from './ask-name.ts';

let machine: SimMachine;

beforeAll(async () => {
  machine = await startMachine({
    name: `MAY\u0000\u0007CHỦ${'x'.repeat(300)}`,
    community: 'school',
  });
});
afterAll(() => machine.stop());

const ask = (community: string, signal = new AbortController().signal) =>
  askNameWith(community, machine.port)('127.0.0.1', signal);

describe('one question for a host’s name', () => {
  it('gives name and description, cleaned and short', async () => {
    const said = await ask('school');
    expect(said?.name).toMatch(/^MAY CHỦx+$/);
    expect(said?.name).toHaveLength(200);
    expect(said?.descr).toContain('Windows');
  });

  it('is put once: another community gets no answer, and no second question', async () => {
    expect(await ask('other')).toBeUndefined();
    expect(machine.counters.refused).toBe(1);
  });

  it('ends with the signal', async () => {
    expect(await ask('school', AbortSignal.abort())).toBeUndefined();
  });
});
