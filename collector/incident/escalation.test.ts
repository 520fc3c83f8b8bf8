import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { epochMs, hours, minutes } from '../../kit/units.ts';
import { ACTORS, at, incidentStage } from '../../test/incident-stage.ts';
import type { Notice } from '../notify/notice.ts';
import { dueEscalations, Escalation, type EscalationRule } from './escalation.ts';

const FRIDAY_EVENING = at('2026-11-27T16:50:00');
const rule = (id: string, wait: EscalationRule['escalate'], when: EscalationRule['hours']) => ({
  ...{ id, escalate: wait, hours: when },
});
const WAIT = { after: minutes(30), to: ['leader'] } as const;
const RULES = [
  rule('always', WAIT, 'always'),
  rule('school', WAIT, 'school'),
  rule('never', undefined, 'always'),
];

let stage: ReturnType<typeof incidentStage>;
let told: string[];
let refuse: boolean;
beforeEach(() => {
  stage = incidentStage(FRIDAY_EVENING);
  told = [];
  refuse = false;
  return () => stage.sql.close();
});

/** A new one over the same database, as after a restart. */
function tick(): void {
  const noticeOf = (incident: string, kind: Notice['kind']): Notice => ({
    ...{ kind, incident, rule: 'always', title: { vi: 'x', en: 'x' }, severity: 'critical' },
    ...{
      tell: 'at_once',
      duties: ['leader'],
      group: undefined,
      members: [],
      at: stage.clock.now(),
    },
    ...{ openedAt: FRIDAY_EVENING, resolvedAt: undefined, silentUntil: undefined },
    words: () => {
      throw new Error('nobody asked');
    },
  });
  const accept = ({ incident, kind }: Notice) => {
    if (refuse) throw new Error('disk full');
    told.push(`${incident} ${kind}`);
  };
  const { sql, schoolTime, clock } = stage;
  const parts = { sql, schoolTime, clock, noticeOf, notifiers: [{ accept }], rules: RULES };
  new Escalation({ ...parts, log: silentLog }).escalate();
}
const plant = (id: string, of: string, more: object = {}) =>
  stage.plant({ id, rule: of, members: [{ school: 'thcs-a', device: id }], ...more });

describe('which incidents are due', () => {
  it.each([
    ['always', minutes(30) - 1, false],
    ['always', minutes(30), true],
    ['never', hours(99), false],
    ['unheard-of', hours(99), false],
    // Ten minutes of school on Friday, then from Saturday's first lesson.
    ['school', hours(10), false],
    ['school', hours(14) + minutes(10) + minutes(20) - 1, false],
    ['school', hours(14) + minutes(10) + minutes(20), true],
  ])('of rule %s after %d ms: %s', (id, waited, due) => {
    const waiting = [{ id: 'i', rule: id, toldAt: FRIDAY_EVENING }];
    const now = epochMs(FRIDAY_EVENING + waited);
    const { schoolTime } = stage;
    expect(dueEscalations(waiting, RULES, { schoolTime, now })).toHaveLength(due ? 1 : 0);
  });
});

describe('the escalation', () => {
  it('is told once, in its row and its timeline, over ticks and restarts', async () => {
    plant('i', 'always');
    tick();
    expect(told).toEqual([]);
    await stage.clock.advance(minutes(30));
    tick();
    tick();
    await stage.clock.advance(hours(5));
    tick();
    expect(told).toEqual(['i escalated']);
    expect(stage.events('i').map(({ kind }) => kind)).toEqual(['opened', 'escalated']);
    const seen = stage.incidents.incident('i', undefined)?.incident;
    expect(seen?.escalatedAt).toBe(FRIDAY_EVENING + minutes(30));
  });

  it('counts from when it could be heard of, not from when it went wrong behind announced work', async () => {
    plant('i', 'always');
    await stage.clock.advance(hours(5));
    stage.sql.run('UPDATE incident_member SET joined_at = ?', stage.clock.now());
    tick();
    expect(told).toEqual([]);
    await stage.clock.advance(minutes(30));
    tick();
    expect(told).toEqual(['i escalated']);
  });

  it('spares what is acknowledged, silent, over, or told in the digest', async () => {
    for (const id of ['acknowledged', 'silent', 'taken-back']) plant(id, 'always');
    plant('over', 'always', { resolvedAt: FRIDAY_EVENING });
    plant('digest', 'always', { tell: 'digest' });
    const { desk, clock } = stage;
    for (const id of ['acknowledged', 'taken-back']) desk.acknowledge(ACTORS.school, id);
    desk.silence(ACTORS.school, 'silent', epochMs(clock.now() + hours(4)));
    await clock.advance(hours(1));
    tick();
    expect(told).toEqual([]);
    desk.takeBack(ACTORS.school, 'taken-back');
    tick();
    expect(told).toEqual(['taken-back escalated']);
    await clock.advance(hours(3));
    tick();
    expect(told).toEqual(['taken-back escalated', 'silent escalated']);
  });

  it('leaves nothing behind where the telling fails, tells the others, and tries again', async () => {
    plant('i', 'always');
    await stage.clock.advance(hours(1));
    refuse = true;
    tick();
    expect(stage.incidents.incident('i', undefined)?.incident.escalatedAt).toBeUndefined();
    expect(stage.events('i')).toHaveLength(1);
    refuse = false;
    tick();
    expect(told).toEqual(['i escalated']);
  });
});
