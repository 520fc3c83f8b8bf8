import { describe, expect, it } from 'vitest';
import { days, epochMs, minutes, ms } from '../../kit/units.ts';
import { nearBy } from './near.ts';
import { Refusals } from './refusals.ts';
import { Turns } from './turns.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));

describe('who was turned away', () => {
  it('is known by address, the newest first, twenty at most, whoever knocks', () => {
    const refusals = new Refusals();
    for (let at = 0; at < 1_000; at += 1) refusals.add(`10.0.${at % 100}.1`, 'outside', now);
    const lately = refusals.lately(now);
    expect(lately).toHaveLength(20);
    expect(lately[0]).toMatchObject({ address: '10.0.99.1', count: 1 });
    expect(refusals.total).toBe(1_000);
  });

  it('is told anew only when the reason is another', () => {
    const refusals = new Refusals();
    expect(refusals.add('10.0.0.1', 'wrong_token', now)).toBe(true);
    expect(refusals.add('10.0.0.1', 'wrong_token', now)).toBe(false);
    expect(refusals.add('10.0.0.1', 'unreadable', now)).toBe(true);
  });

  it('keeps the first reason of who knocks too often for it', () => {
    const refusals = new Refusals();
    refusals.add('10.0.0.1', 'wrong_token', now);
    refusals.add('10.0.0.1', 'too_many', now);
    expect(refusals.lately(now)).toMatchObject([{ reason: 'wrong_token', count: 2 }]);
  });

  it.each([
    ['six days', days(6), 1],
    ['seven days', days(7), 0],
  ])('is shown after %s: %j', (_, span, shown) => {
    const refusals = new Refusals();
    refusals.add('10.0.0.1', 'wrong_token', now);
    expect(refusals.lately(epochMs(now + span))).toHaveLength(shown);
  });
});

describe('turns', () => {
  it('are as many as allowed in a minute, for each address', () => {
    const turns = new Turns(2);
    const take = (address: string, at = ms(0)) => turns.take(address, at);
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([true, true, false, true]);
    expect(take('a', ms(minutes(1) - 1))).toBe(false);
    expect(take('a', minutes(1))).toBe(true);
  });

  it('are kept for so many addresses that a flood of them costs little', () => {
    const turns = new Turns(1);
    turns.take('first', ms(0));
    for (let at = 0; at < 5_000; at += 1) turns.take(`10.${at}`, ms(0));
    expect(turns.take('first', ms(0))).toBe(true);
    expect(turns.take('10.4999', ms(0))).toBe(false);
  });
});

describe('an address nearby', () => {
  it.each([
    ['192.168.1.7', ['192.168.1.0/24'], true],
    ['192.168.2.7', ['192.168.1.0/24'], false],
    ['127.0.0.1', ['192.168.1.0/24'], false],
    ['10.255.255.255', [], true],
    ['172.15.255.255', [], false],
    ['172.16.0.0', [], true],
    ['172.32.0.0', [], false],
    ['169.254.9.9', [], true],
    ['127.0.0.1', [], true],
    ['203.0.113.9', [], false],
    ['fe80::1', [], false],
    ['', [], false],
  ])('%j within %j: %s', (address, subnets, near) => {
    expect(nearBy(subnets)(address)).toBe(near);
  });
});
