import { describe, expect, it } from 'vitest';
import { epochMs, minutes, seconds } from '../../../kit/units.ts';
import { ROW_NOW as NOW } from '../../../test/latest-row.ts';
import { shippedRules } from '../../../test/shipped-rules.ts';
import type { CollectorFields } from './collector-fields.ts';
import { observeCollector, observeSilence } from './observe-silence.ts';
import { ruleSet } from './rule-set.ts';

const set = ruleSet(await shippedRules());

describe('silence', () => {
  const look = (heardAgo: number | undefined, listenedFor: number) =>
    observeSilence(
      set,
      {
        ...{ school: 's', agent: 'a' },
        lastReceivedAt: heardAgo === undefined ? undefined : epochMs(NOW - heardAgo),
      },
      { listeningSince: epochMs(NOW - listenedFor), silentAfter: minutes(3) },
      NOW,
    );

  it.each([
    ['heard just now', seconds(1), minutes(60), [false]],
    ['heard on the limit', minutes(3), minutes(60), [false]],
    ['over the limit', minutes(3) + 1, minutes(60), [true]],
    ['over the limit, but the collector has just started', minutes(60), minutes(3), []],
    ['never heard', undefined, minutes(60), []],
  ] as const)('%s', (_, heardAgo, listenedFor, expected) => {
    expect(look(heardAgo, listenedFor).map(({ bad }) => bad)).toEqual(expected);
  });

  it('is of the agent, from when it was last heard', () => {
    expect(look(minutes(5), minutes(60))).toEqual([
      {
        ...{ rule: 'agent_silent', school: 's', device: 'a', bad: true, live: true },
        ...{ at: NOW, happenedAt: NOW - minutes(5), evidence: {} },
      },
    ]);
  });
});

describe('the collector about itself', () => {
  const seen = (fields: CollectorFields) =>
    observeCollector(set, fields, NOW).map(({ rule, bad }) => `${rule} ${bad ? 'bad' : 'good'}`);

  it.each<[CollectorFields, string[]]>([
    [{}, []],
    [{ store_failing: true }, ['collector_cannot_store bad']],
    [{ store_failing: false }, ['collector_cannot_store good']],
    [{ mail_stuck_s: 901 }, ['mail_failing bad']],
    [{ mail_stuck_s: 900 }, []],
    [{ mail_stuck_s: 0 }, ['mail_failing good']],
    [{ history_failing: true }, ['history_failing bad']],
    [{ disk_spare_bytes: -1 }, ['collector_disk_full bad']],
    [{ disk_spare_bytes: 0 }, []],
    [{ disk_spare_bytes: 1e9 }, ['collector_disk_full good']],
    [{ disk_full_in_s: 6 * 86_400 }, ['collector_disk_filling bad']],
    [{ disk_full_in_s: 8 * 86_400 }, []],
    [{ disk_full_in_s: 30 * 86_400 }, ['collector_disk_filling good']],
    [{ backup_age_s: 49 * 3_600 }, ['backup_old bad']],
    [{ backup_age_s: 40 * 3_600 }, []],
    [{ backup_age_s: 3_600 }, ['backup_old good']],
  ])('reads %j as %j', (fields, expected) => {
    expect(seen(fields)).toEqual(expected);
  });

  it('is of no school, and keeps why', () => {
    const fields = { store_failing: true, store_error: 'disk I/O error' };
    expect(observeCollector(set, fields, NOW)).toEqual([
      {
        ...{ rule: 'collector_cannot_store', school: '', device: 'collector' },
        ...{ bad: true, live: true, at: NOW, happenedAt: NOW },
        evidence: { 'collector.store_error': 'disk I/O error' },
      },
    ]);
  });
});
