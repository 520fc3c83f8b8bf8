import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, hours } from '../../kit/units.ts';
import { ACTORS, at, incidentStage } from '../../test/incident-stage.ts';

const NOW = at('2026-11-23T08:00:00');
const { admin, city, officer, school } = ACTORS;
const otherOfficer = ACTORS['other officer'];

let stage: ReturnType<typeof incidentStage>;
beforeEach(() => {
  stage = incidentStage(NOW);
  stage.plant({ id: 'own', members: [{ school: 'thcs-a', device: 'cam' }] });
  stage.plant({
    id: 'shared',
    rule: 'line_down',
    members: ['thcs-c', 'thcs-b'].map((id) => ({ school: id })),
  });
  stage.plant({ id: 'centre', rule: 'disk_filling', members: [{ school: '', device: 'disk' }] });
  stage.plant({ id: 'over', rule: 'x', resolvedAt: NOW, members: [{ school: 'thcs-a' }] });
  return () => stage.sql.close();
});

const said = (result: { ok: boolean; problem?: unknown }) => (result.ok ? 'ok' : result.problem);
const seen = (id: string) => stage.incidents.incident(id, undefined)?.incident;

describe('who may acknowledge what', () => {
  it.each([
    ['admin', 'own', 'ok'],
    ['city', 'own', 'ok'],
    ['officer', 'own', 'ok'],
    ['school', 'own', 'ok'],
    ['other officer', 'own', 'unknown'],
    ['other school', 'own', 'unknown'],
    ['admin', 'shared', 'ok'],
    ['officer', 'shared', 'ok'],
    ['other school', 'shared', 'ok'],
    ['school', 'shared', 'unknown'],
    ['admin', 'centre', 'ok'],
    ['city', 'centre', 'unknown'],
    ['school', 'centre', 'unknown'],
    ['admin', 'nowhere', 'unknown'],
  ] as const)('%s, %s: %s', (who, id, answer) => {
    expect(said(stage.desk.acknowledge(ACTORS[who], id))).toBe(answer);
  });
});

describe('a deed', () => {
  it('is told with its name in the row, the timeline and the log, or in none of them', () => {
    expect(said(stage.desk.acknowledge(officer, 'own'))).toBe('ok');
    expect(seen('own')).toMatchObject({ acknowledgedAt: NOW, acknowledgedBy: officer.name });
    const log = () => stage.audit.read({ charge: undefined, limit: 99 });
    expect(log()[0]).toMatchObject({
      ...{ who: officer.name, deed: 'incident_acknowledged', subject: 'own', unit: 'thcs-a' },
    });
    expect(said(stage.desk.acknowledge(city, 'own'))).toBe('acknowledged');
    expect(said(stage.desk.acknowledge(otherOfficer, 'own'))).toBe('unknown');
    expect(stage.events('own')).toHaveLength(2);
    expect(log()).toHaveLength(1);
  });

  it('is undone with the log entry that can’t be written', () => {
    stage.sql.run('DROP TABLE audit');
    expect(() => stage.desk.acknowledge(admin, 'own')).toThrow();
    expect(seen('own')?.acknowledgedAt).toBeUndefined();
    expect(stage.events('own')).toHaveLength(1);
  });

  it('takes an acknowledgement back only where there is one', () => {
    expect(said(stage.desk.takeBack(admin, 'own'))).toBe('not_acknowledged');
    stage.desk.acknowledge(school, 'own');
    expect(said(stage.desk.takeBack(officer, 'own'))).toBe('ok');
    expect(seen('own')).toMatchObject({ acknowledgedAt: undefined, acknowledgedBy: undefined });
    expect(said(stage.desk.acknowledge(school, 'own'))).toBe('ok');
  });

  it('assigns to a name and to nobody again, never to two lines', () => {
    expect(said(stage.desk.assign(school, 'own', ' Thầy Minh '))).toBe('ok');
    expect(seen('own')?.assignedTo).toBe('Thầy Minh');
    for (const wrong of ['a\nb', 'x'.repeat(101), 'a\u202Eb'])
      expect(said(stage.desk.assign(school, 'own', wrong))).toBe('bad_text');
    expect(said(stage.desk.assign(school, 'own', ''))).toBe('ok');
    expect(seen('own')?.assignedTo).toBeUndefined();
  });

  it.each([
    ['', 'bad_text'],
    [' \n ', 'bad_text'],
    ['x', 'ok'],
    ['x'.repeat(2_000), 'ok'],
    ['x'.repeat(2_001), 'bad_text'],
  ])('comments with %#', (text, answer) => {
    expect(said(stage.desk.comment(school, 'own', text))).toBe(answer);
  });

  it('keeps the lines of a comment and nothing that can’t be seen', () => {
    stage.desk.comment(school, 'own', 'một\r\nhai\u0000\u202E<b>');
    expect(stage.events('own').at(-1)?.detail).toEqual({ text: 'một\nhai<b>', unit: 'thcs-a' });
  });

  it('leaves of what is over only the comment', () => {
    expect(said(stage.desk.comment(school, 'over', 'đã thay dây'))).toBe('ok');
    expect(said(stage.desk.acknowledge(school, 'over'))).toBe('resolved');
    expect(said(stage.desk.assign(school, 'over', 'x'))).toBe('resolved');
    expect(said(stage.desk.silence(school, 'over', epochMs(NOW + hours(1))))).toBe('resolved');
  });

  it.each([
    [0, 'bad_end'],
    [1, 'ok'],
    [days(30), 'ok'],
    [days(30) + 1, 'bad_end'],
    [-1, 'bad_end'],
  ])('is silent until %d ms from now: %s', (span, answer) => {
    expect(said(stage.desk.silence(officer, 'own', epochMs(NOW + span)))).toBe(answer);
  });

  it('does to an incident that others share what is said for oneself, and nothing that would be done to them', () => {
    const { desk } = stage;
    expect(said(desk.silence(officer, 'shared', epochMs(NOW + hours(1))))).toBe('shared');
    expect(said(desk.assign(officer, 'shared', 'Cô Lan'))).toBe('shared');
    expect(said(desk.acknowledge(officer, 'shared'))).toBe('ok');
    expect(said(desk.takeBack(officer, 'shared'))).toBe('shared');
    expect(said(desk.comment(officer, 'shared', 'đã gọi nhà mạng'))).toBe('ok');
    expect(said(desk.takeBack(admin, 'shared'))).toBe('ok');
  });

  it('ends a silence', () => {
    stage.desk.silence(officer, 'own', epochMs(NOW + hours(4)));
    expect(seen('own')?.silentUntil).toBe(NOW + hours(4));
    expect(said(stage.desk.silence(officer, 'own', undefined))).toBe('ok');
    expect(seen('own')?.silentUntil).toBeUndefined();
    expect(stage.events('own').map(({ kind }) => kind)).toEqual([
      ...['opened', 'silenced', 'silence_ended'],
    ]);
  });
});
