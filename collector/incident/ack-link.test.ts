import { beforeEach, describe, expect, it } from 'vitest';
import { days, minutes, ms, seconds } from '../../kit/units.ts';
import { ACTORS, at, incidentStage } from '../../test/incident-stage.ts';
import { type AckLink, AckLinks } from './ack-link.ts';

const NOW = at('2026-11-23T08:00:00');
const RECIPIENT = 'truc@thcs-a.hcm.edu.vn';
const PEER = '203.0.113.7';

let stage: ReturnType<typeof incidentStage>;
let token: string;
beforeEach(() => {
  stage = incidentStage(NOW);
  stage.plant({ id: 'i', members: [{ school: 'thcs-a' }] });
  token = tokenFor('i');
  return () => stage.sql.close();
});

const ask = (incident: string): Parameters<AckLink>[0] => ({
  ...{ publicUrl: 'https://hatang.example.vn', incident, recipient: RECIPIENT },
  ...{ language: 'vi', now: stage.clock.now() },
});
const tokenFor = (incident: string) => stage.links.link(ask(incident)).split('/').at(-1) ?? '';
const acknowledged = () => stage.incidents.incident('i', undefined)?.incident.acknowledgedBy;
const look = (given: string) => stage.ackDesk.look(given, PEER).kind;
const press = (given: string) => stage.ackDesk.acknowledge(given, PEER).kind;

describe('the link in a mail', () => {
  it('is the same for the same mail, safe in an address, and carries the language', () => {
    const link = stage.links.link(ask('i'));
    expect(stage.links.link(ask('i'))).toBe(link);
    expect(link).toMatch(/^https:\/\/hatang\.example\.vn\/acknowledge\/[\w-]+\.[\w-]{43}$/);
    expect(stage.links.link({ ...ask('i'), language: 'en' })).toBe(`${link}?lang=en`);
  });

  it('changes nothing however often it is looked at', () => {
    for (let times = 0; times < 5; times += 1) expect(look(token)).toBe('open');
    expect(acknowledged()).toBeUndefined();
    expect(stage.events('i').map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('acknowledges as the address it went to, in the timeline and the log, once', () => {
    expect(press(token)).toBe('acknowledged');
    expect(acknowledged()).toBe(RECIPIENT);
    expect(stage.events('i').at(-1)).toEqual({
      ...{ kind: 'acknowledged', who: RECIPIENT, detail: { via: 'mail' } },
    });
    expect(stage.audit.read({ charge: undefined, limit: 9 })).toMatchObject([
      { who: RECIPIENT, deed: 'incident_acknowledged', unit: 'thcs-a', address: PEER },
    ]);
    expect([press(token), look(token)]).toEqual(['used', 'used']);
    stage.desk.takeBack(ACTORS.admin, 'i');
    expect(press(token)).toBe('used');
    expect(acknowledged()).toBeUndefined();
  });

  it('says that somebody else was faster, and stays good for later', () => {
    stage.desk.acknowledge(ACTORS.officer, 'i');
    expect(press(token)).toBe('already');
    stage.desk.takeBack(ACTORS.officer, 'i');
    expect(press(token)).toBe('acknowledged');
  });

  it('is good for seven days and not a second longer', async () => {
    await stage.clock.advance(ms(days(7) - seconds(1)));
    expect(look(token)).toBe('open');
    await stage.clock.advance(seconds(1));
    expect([look(token), press(token)]).toEqual(['expired', 'expired']);
    expect(acknowledged()).toBeUndefined();
  });

  it('says of what is over that it is over', () => {
    stage.plant({ id: 'over', resolvedAt: NOW, members: [{ school: 'thcs-a' }] });
    expect(press(tokenFor('over'))).toBe('resolved');
    expect(press(tokenFor('was-never'))).toBe('expired');
  });

  it('is refused with any one character changed, left out or added', async () => {
    const wide = incidentStage(NOW);
    for (let place = 0; place < token.length; place += 1) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      for (const forged of [changed, token.slice(0, place) + token.slice(place + 1)])
        expect(stage.links.read(forged, NOW).kind).toBe('forged');
    }
    for (const forged of [`${token}x`, `${token}.x`, '', '.', 'x'.repeat(5_000)])
      expect(stage.links.read(forged, NOW).kind).toBe('forged');
    expect(wide.links.read(token, NOW).kind).toBe('forged');
    wide.sql.close();
  });

  it('is read with the same key after a restart', () => {
    expect(new AckLinks(stage.sql).read(token, NOW)).toMatchObject({
      kind: 'good',
      claim: { incident: 'i', recipient: RECIPIENT },
    });
  });

  it('slows down whoever tries links that are not ours, and lets a true one through', async () => {
    for (let times = 0; times < 3; times += 1) expect(press('wrong')).toBe('forged');
    expect(press('wrong')).toBe('locked');
    expect(press(token)).toBe('acknowledged');
    await stage.clock.advance(minutes(20));
    expect(press('wrong')).toBe('forged');
  });

  it('tells nothing of the schools that share the incident', () => {
    const members = [{ school: 'thcs-a' }, { school: 'thcs-b' }];
    stage.plant({ id: 'shared', rule: 'line_down', group: ['provider', 'VNPT'], members });
    const state = stage.ackDesk.look(tokenFor('shared'), PEER);
    expect(state).toMatchObject({ kind: 'open', head: { schools: 2, schoolName: undefined } });
    expect(JSON.stringify(state)).not.toMatch(/Ba Đình|thcs-b/);
  });
});
