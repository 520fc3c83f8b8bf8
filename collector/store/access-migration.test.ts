import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { Audit } from '../access/audit.ts';
import { Identities } from '../access/identities.ts';
import { fingerprint } from '../access/secrets-door.ts';
import { Sessions } from '../access/sessions.ts';
import { openDatabase } from './database-door.ts';
import { migrations } from './schema.ts';

/** Steps of the version before tokens, codes and sessions had numbers. */
const BEFORE = 5;
const now = epochMs(1_700_000_000_000);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('carries tokens, codes, sessions and the log over: nobody has to come in anew', () => {
  const file = join(folder, 'hatang.db');
  const old = openDatabase(file, migrations.slice(0, BEFORE));
  old.script(`
    INSERT INTO unit VALUES ('thcs-a', 'school', 'A');
    INSERT INTO school VALUES ('thcs-a', 0, 1);
    INSERT INTO user (id, name, role, created_at) VALUES (7, 'admin', 'admin', 1);
    INSERT INTO token VALUES ('${fingerprint('agent')}', 'agent', 'thcs-a', 'm', 'thcs-a/m', 1, NULL);
    INSERT INTO token VALUES ('${fingerprint('gone')}', 'admin', NULL, NULL, 'gone', 1, 2);
    INSERT INTO enrolment_code VALUES ('${fingerprint('ABCD')}', 'thcs-a', 'admin', ${now + 1}, NULL);
    INSERT INTO session VALUES ('${fingerprint('session')}', 7, ${now - 1}, ${now + 1});
    INSERT INTO audit (at, who, deed, subject) VALUES (1, 'admin', 'enrolment code made', 'thcs-a');`);
  old.close();
  const sql = openDatabase(file);
  const identities = new Identities(sql);
  expect(identities.callerOfToken('agent', now)).toMatchObject({ unit: 'thcs-a', agent: 'm' });
  expect(identities.callerOfToken('gone', now)).toBeUndefined();
  expect(identities.enrol('abcd', 'm', now).ok).toBe(true);
  expect(new Sessions(sql).callerOf('session', now)?.user).toBe(7);
  expect(new Audit(sql).read({ charge: new Set(['thcs-a']), limit: 9 })).toMatchObject([
    { deed: 'enrolment_code_made', unit: 'thcs-a' },
  ]);
  sql.close();
});
