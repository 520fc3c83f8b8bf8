import { describe, expect, it } from 'vitest';
import { openDatabase } from './database-door.ts';
import { migrations } from './schema.ts';

const BEFORE = migrations.length - 1;

describe('a database of before incidents had members', () => {
  it('keeps its incidents, what is remembered of them and its mails, and lets them be ended', () => {
    const database = openDatabase(':memory:', migrations.slice(0, BEFORE));
    database.run("INSERT INTO unit (id, kind, name) VALUES ('a', 'school', 'THCS A')");
    database.run("INSERT INTO school (id, created_at) VALUES ('a', 0)");
    const incident = (id: string, rule: string, state: string) =>
      database.run(
        `INSERT INTO incident (id, rule, school, device, severity, state, opened_at, resolved_at, cause, evidence)
         VALUES (?, ?, 'a', 'd', 'critical', ?, 5, ?, '{}', '{}')`,
        ...[id, rule, state, state === 'open' ? null : 9],
      );
    incident('open', 'camera_offline', 'open');
    incident('over', 'line_down', 'resolved');
    incident('dead', 'machine_dead', 'open');
    database.run(
      "INSERT INTO alert_state (school, rule, device, state) VALUES ('a', 'camera_offline', 'd', '{}'), ('a', 'machine_dead', 'd', '{}')",
    );
    database.run(
      `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, state, created_at, at)
       VALUES ('m', 'open', 'opened', 'x@hcm.edu.vn', 'vi', 's', 't', 'h', 'sent', 1, 1)`,
    );
    database.script(migrations[BEFORE] ?? '');
    expect(database.all('SELECT id, state, group_kind FROM incident ORDER BY id')).toEqual([
      { id: 'dead', state: 'resolved', group_kind: null },
      { id: 'open', state: 'open', group_kind: null },
      { id: 'over', state: 'resolved', group_kind: null },
    ]);
    expect(
      database.all('SELECT incident, since, left_at FROM incident_member ORDER BY incident'),
    ).toEqual([
      { incident: 'dead', since: 5, left_at: expect.any(Number) },
      { incident: 'open', since: 5, left_at: null },
      { incident: 'over', since: 5, left_at: 9 },
    ]);
    expect(database.all('SELECT rule FROM alert_state')).toEqual([{ rule: 'camera_offline' }]);
    expect(database.all('SELECT id, incident, schools FROM mail')).toEqual([
      { id: 'm', incident: 'open', schools: '["a"]' },
    ]);
    expect(database.all('PRAGMA foreign_key_check')).toEqual([]);
    database.close();
  });
});
