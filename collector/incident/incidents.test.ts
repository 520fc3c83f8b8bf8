import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, minutes } from '../../kit/units.ts';
import { ACTORS, at, incidentStage, KNOWN } from '../../test/incident-stage.ts';

const NOW = at('2026-11-23T08:00:00');
const CHO_QUAN = new Set(['thcs-a', 'thcs-c']);
const ONLY_B = new Set(['thcs-b']);
const later = (span: number) => epochMs(NOW + span);

let stage: ReturnType<typeof incidentStage>;
beforeEach(() => {
  stage = incidentStage(NOW);
  const { plant } = stage;
  plant({
    id: 'camera',
    rule: 'camera_offline',
    members: [{ school: 'thcs-a', device: 'cam' }],
    severity: 'warning',
  });
  plant({
    ...{ id: 'shared', group: ['provider', 'VNPT'], openedAt: later(-minutes(30)) },
    members: [
      { school: 'thcs-b', evidence: { secret: 'of b' } },
      { school: 'thcs-a', leftAt: later(-minutes(5)), evidence: { own: 'of a' } },
      { school: 'thcs-c' },
    ],
  });
  plant({ id: 'centre', rule: 'disk_filling', members: [{ school: '', device: 'disk' }] });
  plant({
    ...{ id: 'old', rule: 'line_down', openedAt: later(-days(3)), resolvedAt: later(-days(2)) },
    members: [{ school: 'thcs-b' }],
  });
  return () => stage.sql.close();
});

const listed = (filter: object, sight?: ReadonlySet<string>) =>
  stage.incidents.incidents({ sight, limit: 99, ...filter }).map(({ id }) => id);

describe('the list', () => {
  it('has open ones first, then the newest', () => {
    expect(listed({})).toEqual(['camera', 'centre', 'shared', 'old']);
  });

  it.each([
    [{ state: 'resolved' }, ['old']],
    [{ school: 'thcs-b' }, ['shared', 'old']],
    [{ unit: 'an-dong' }, ['shared', 'old']],
    [{ unit: 'cho-quan' }, ['camera', 'shared']],
    [{ unit: 'an-dong', school: 'thcs-a' }, []],
    [{ unit: 'nowhere' }, []],
    [{ rule: 'line_down' }, ['old']],
    [{ severity: 'warning' }, ['camera']],
    [{ from: later(-minutes(30)) }, ['camera', 'centre', 'shared']],
    [{ to: later(-minutes(30)) }, ['old']],
    [{ acknowledged: false, state: 'open' }, ['camera', 'centre']],
    [{ acknowledged: true }, ['shared']],
    [{ words: 'BA ĐÌNH' }, ['shared', 'old']],
    [{ words: 'sự cố line' }, ['old']],
    [{ words: 'nguyên nhân ở thcs-a' }, ['camera']],
    [{ words: '%' }, []],
    [{ limit: 2 }, ['camera', 'centre']],
    [{ limit: 2, offset: 2 }, ['shared', 'old']],
  ] as const)('narrowed to %j', (filter, ids) => {
    stage.desk.acknowledge(ACTORS.admin, 'shared');
    expect(listed(filter)).toEqual(ids);
  });

  it('shows whoever sees one member the incident, and the collector’s own to those who see all', () => {
    expect(listed({}, CHO_QUAN)).toEqual(['camera', 'shared']);
    expect(listed({}, ONLY_B)).toEqual(['shared', 'old']);
    expect(listed({}, new Set())).toEqual([]);
  });

  it('finds nothing by the name of a school out of sight', () => {
    expect(listed({ words: 'Ba Đình' }, CHO_QUAN)).toEqual([]);
  });

  it('counts for a school what it is in and has not left', () => {
    const counted = ['thcs-a', 'thcs-b', 'thcs-c'].map((id) => stage.incidents.openCount(id));
    expect(counted).toEqual([1, 1, 1]);
    expect(Object.fromEntries(stage.incidents.openCounts())).toEqual({
      ...{ '': 1, 'thcs-a': 1, 'thcs-b': 1, 'thcs-c': 1 },
    });
  });
});

describe('a shared incident', () => {
  const seenBy = (sight: ReadonlySet<string> | undefined) => {
    const found = stage.incidents.incident('shared', sight);
    if (found === undefined) throw new Error('not seen');
    return found;
  };

  it('tells the members in sight, of the others their number, and no word of theirs', () => {
    stage.desk.comment(ACTORS['other school'], 'shared', 'trường Ba Đình mất điện');
    stage.desk.acknowledge(ACTORS['other school'], 'shared');
    const page = seenBy(CHO_QUAN);
    expect(page.incident.members.map(({ school }) => school)).toEqual(['thcs-a', 'thcs-c']);
    expect(page.incident).toMatchObject({
      otherSchools: 1,
      school: undefined,
      evidence: { own: 'of a' },
    });
    expect(page.incident.acknowledgedAt).toBe(NOW);
    expect(
      JSON.stringify([page, stage.incidents.incidents({ sight: CHO_QUAN, limit: 9 })]),
    ).not.toMatch(/thcs-b|Ba Đình|of b|Bình|mất điện/);
    expect(page.timeline[0]).toMatchObject({
      members: [expect.any(String), expect.any(String)],
      others: 1,
    });
    expect(page.timeline.map(({ kind }) => kind)).toEqual(['opened', 'acknowledged']);
  });

  it('tells everything to whoever sees all its members', () => {
    stage.desk.acknowledge(ACTORS['other school'], 'shared');
    const page = seenBy(undefined);
    expect(page.incident).toMatchObject({ otherSchools: 0, acknowledgedBy: 'school thcs-b' });
    expect(page.incident.cause.vi).toBe('nguyên nhân ở thcs-b');
    expect(page.incident.evidence).toEqual({ secret: 'of b' });
  });

  it('names an office, and whoever is in sight, to those who see a part', () => {
    stage.desk.acknowledge(ACTORS.city, 'shared');
    stage.desk.comment(ACTORS.school, 'shared', 'đang gọi nhà mạng');
    const page = seenBy(ONLY_B);
    expect(page.incident.acknowledgedBy).toBe('officer tphcm');
    expect(page.timeline.map(({ kind }) => kind)).toEqual(['opened', 'acknowledged']);
    expect(seenBy(CHO_QUAN).timeline.at(-1)).toMatchObject({
      who: 'school thcs-a',
      text: 'đang gọi nhà mạng',
    });
  });

  it('hides the address that acknowledged by mail from those who see a part', () => {
    const ask = {
      publicUrl: '',
      incident: 'shared',
      recipient: 'a@thcs-b.hcm.edu.vn',
      language: 'vi',
      now: NOW,
    } as const;
    stage.ackDesk.acknowledge(stage.links.link(ask).split('/').at(-1) ?? '', '::1');
    expect(JSON.stringify(seenBy(CHO_QUAN))).not.toContain('a@thcs-b');
    expect(seenBy(undefined).incident.acknowledgedBy).toBe('a@thcs-b.hcm.edu.vn');
  });

  it('lists to each reader the mails that name only schools in sight', () => {
    const mail = (id: string, ...schools: readonly string[]) =>
      stage.sql.run(
        `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, schools, state, created_at, at)
         VALUES (?, 'shared', 'opened', ?, 'vi', 's', 't', 'h', ?, 'sent', 1, 1)`,
        ...[id, `${id}@example.vn`, JSON.stringify(schools)],
      );
    mail('m-ab', 'thcs-a', 'thcs-b');
    mail('m-a', 'thcs-a');
    mail('m-none');
    const ids = (sight: ReadonlySet<string> | undefined) => seenBy(sight).mails.map(({ id }) => id);
    expect(ids(CHO_QUAN)).toEqual(['m-a']);
    expect(ids(ONLY_B)).toEqual([]);
    expect(ids(undefined)).toEqual(['m-a', 'm-ab', 'm-none']);
  });

  it('names in full only the recipients the reader may know', () => {
    for (const [at, recipient] of ['can.bo@example.vn', KNOWN].entries())
      stage.sql.run(
        `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, schools, state, created_at, at)
         VALUES (?, 'camera', 'opened', ?, 'vi', 's', 't', 'h', '["thcs-a"]', 'sent', 1, 1)`,
        ...[`m${at}`, recipient],
      );
    const ask = { publicUrl: '', incident: 'camera', recipient: 'can.bo@example.vn' } as const;
    const link = stage.links.link({ ...ask, language: 'vi', now: NOW });
    stage.ackDesk.acknowledge(link.split('/').at(-1) ?? '', '::1');
    const read = (sight: ReadonlySet<string> | undefined) => {
      const found = stage.incidents.incident('camera', sight);
      const who = found?.timeline.find(({ kind }) => kind === 'acknowledged')?.who;
      return [...(found?.mails ?? []).map(({ to }) => to), found?.incident.acknowledgedBy, who];
    };
    const hidden = '•••@example.vn';
    expect(read(new Set(['thcs-a']))).toEqual([hidden, KNOWN, hidden, hidden]);
    const full = 'can.bo@example.vn';
    expect(read(undefined)).toEqual([full, KNOWN, full, full]);
  });

  it('lasted for a reader until the last member in sight was right', () => {
    expect(seenBy(new Set(['thcs-a'])).lost).toBe(minutes(25));
    expect(seenBy(CHO_QUAN).lost).toBe(minutes(30));
    expect(seenBy(CHO_QUAN).lostInSchoolHours).toBe(minutes(30));
  });
});
