import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs, minutes } from '../../../kit/units.ts';
import { type Ask, GATHER, plan, type Told, type Waiting } from './plan.ts';

const NOW = epochMs(1_000_000_000_000);
const ago = (span: number): EpochMs => epochMs(NOW - span);

function waiting(id: string, more: Partial<Waiting> = {}): Waiting {
  const [incident, kind] = id.split(' ');
  return {
    ...{ id, incident, createdAt: NOW, handed: false },
    kind: kind === '-' ? 'resolved' : kind === '!' ? 'escalated' : 'opened',
    ...more,
  };
}

const old = { createdAt: ago(GATHER) };
const ask = (mails: readonly Waiting[], more: Partial<Ask> = {}) =>
  plan({
    ...{ waiting: mails, bundling: false, sentLately: 0, most: 10, now: NOW },
    told: ({ incident }) =>
      mails.some((mail) => mail.incident === incident && mail.kind !== 'resolved')
        ? 'waiting'
        : 'itself',
    ...more,
  });
const told = (how: Told) => ({ told: () => how });
const NOTHING = { hold: [], bundle: [], drop: [], expired: [], overBudget: false };

describe('a recipient’s waiting mails', () => {
  it('go as they are while they are fresh and few', () => {
    expect(ask([waiting('i1'), waiting('i1 -'), waiting('i2 !')])).toEqual(NOTHING);
  });

  it.each([
    ['test', 60, []],
    ['test', 61, ['i1']],
    ['digest', 61, []],
  ] as const)('of kind %s are dropped after %d minutes: %j', (kind, age, expired) => {
    const mail = waiting('i1', { kind, incident: undefined, createdAt: ago(minutes(age)) });
    expect(ask([mail])).toEqual({ ...NOTHING, expired });
    expect(ask([{ ...mail, handed: true }]).expired).toEqual([]);
  });

  it('wait over the budget, escalations too', () => {
    const held = ask([waiting('i1'), waiting('i2'), waiting('i3 !')], { sentLately: 9 });
    expect(held.hold.map(({ id }) => id)).toEqual(['i2', 'i3 !']);
    expect(held.hold[0]?.until).toBe(NOW + GATHER);
    expect(held.bundle).toEqual([]);
  });

  it('count one that may have arrived into the budget, and send it again as it is', () => {
    const mails = [waiting('i1', { handed: true, ...old }), waiting('i2'), waiting('i3')];
    expect(ask(mails, { sentLately: 8 }).hold).toEqual([{ id: 'i3', until: NOW + GATHER }]);
  });

  it.each([
    ['a quarter of an hour', GATHER, ['i1', 'i2']],
    ['a little less', GATHER - 1, []],
  ] as const)('are told together once they waited %s', (_, span, together) => {
    const createdAt = ago(span);
    const mails = [waiting('i1', { createdAt }), waiting('i2', { createdAt })];
    expect(ask(mails).bundle).toEqual(together);
  });

  it('leave a lone late one as it is', () => {
    expect(ask([waiting('i1', old), waiting('i2')])).toEqual(NOTHING);
  });

  it('take a fresh recovery along with its late opening', () => {
    expect(ask([waiting('i1', old), waiting('i1 -')]).bundle).toEqual(['i1', 'i1 -']);
  });

  it('hold a recovery as long as its opening', () => {
    const mails = [waiting('i1', { createdAt: ago(minutes(5)) }), waiting('i1 -')];
    expect(ask(mails, { sentLately: 10 }).hold.map(({ id }) => id)).toEqual(['i1', 'i1 -']);
  });

  it('send a recovery with the beginning that it ends, not with an earlier one', () => {
    const mails = [
      waiting('i1', old),
      { ...waiting('i1 -', old), id: 'over' },
      { ...waiting('i1'), id: 'again' },
      { ...waiting('i1 -'), id: 'over again' },
    ];
    expect(ask(mails).bundle).toEqual(['i1', 'over']);
  });

  it('keep a recovery out of a mail of many while its opening may have arrived', () => {
    const mails = [
      waiting('i1', { handed: true, ...old }),
      waiting('i1 -', old),
      waiting('i2', old),
    ];
    expect(ask(mails).bundle).toEqual([]);
  });

  it.each([
    ['never told', 'never', {}, { drop: ['i1 -'] }],
    ['told in a mail of many that waits', 'bundling', {}, { bundle: ['i1 -'] }],
    ['told in a mail of many before', 'bundled', {}, { hold: ['i1 -'] }],
    ['told in a mail of its own', 'itself', {}, {}],
    ['told in a mail of its own, long ago', 'itself', old, { bundle: ['i1 -'] }],
  ] as const)('treat a recovery by how its opening was told: %s', (_, how, when, fate) => {
    const planned = ask([waiting('i1 -', when)], { ...told(how), bundling: how !== 'bundled' });
    const { bundle, drop } = planned;
    const hold = planned.hold.map(({ id }) => id);
    expect({ bundle, drop, hold }).toEqual({ bundle: [], drop: [], hold: [], ...fate });
  });

  it('leave alone what is no incident’s', () => {
    const digest = waiting('d', { kind: 'digest', incident: undefined, ...old });
    expect(ask([digest, waiting('i1', old)])).toEqual(NOTHING);
  });
});
