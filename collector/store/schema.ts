import { incidentMigration } from './incident-schema.ts';
import { oneFileMigrations } from './one-file-schema.ts';

/** Migrations of `hatang.db` (units, people, incidents, mails, leases) in order; each runs once, in one transaction. A landed one is never edited: a change is a new one. */
export const migrations: readonly string[] = [
  ...oneFileMigrations,
  `
  -- Facts have a file of their own (fact-schema.ts), to which these were copied before.
  DROP TABLE batch;
  DROP TABLE dead_letter;
  DROP TABLE latest;
  DROP TABLE day_statistic;
  DROP TABLE history_slot;
  DROP TABLE influx_outbox;
  DROP TABLE outage;
  ALTER TABLE agent DROP COLUMN last_received_at;
  `,
  `
  -- How each school was found when it was last judged, as JSON.
  CREATE TABLE judged (
    school TEXT PRIMARY KEY,
    summary TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the databases took on disk, one note a day: how fast they grow.
  CREATE TABLE store_size (
    day TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the centre sets at agents. A number is never used twice; the newest of a unit that was not withdrawn holds.
  CREATE TABLE agent_config (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- A school, or a unit above schools; NULL is everyone.
    unit TEXT REFERENCES unit (id),
    -- JSON, as wire/agent-config CentreSettings.
    settings TEXT NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at INTEGER
  ) STRICT;
  -- What agents said of the versions they were offered: the newest word on each, in order.
  CREATE TABLE agent_config_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    school TEXT NOT NULL,
    agent TEXT NOT NULL,
    version TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'refused', 'rolled_back')),
    problem TEXT,
    at INTEGER NOT NULL,
    UNIQUE (school, agent, version)
  ) STRICT;
  `,
  `
  -- Tokens, codes and sessions get a number by which people name them: it is no secret.
  CREATE TABLE numbered_token (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin', 'officer', 'school')),
    -- The unit an officer or a school reads; the school an agent writes.
    unit TEXT REFERENCES unit (id),
    agent TEXT,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL DEFAULT '',
    -- The person who made it, with whom it ends.
    maker INTEGER REFERENCES user (id),
    expires_at INTEGER,
    revoked_at INTEGER,
    used_at INTEGER,
    -- The agent's token that ends when this one is first used.
    replaces INTEGER
  ) STRICT;
  INSERT INTO numbered_token (hash, role, unit, agent, name, created_at, revoked_at)
    SELECT hash, role, unit, agent, name, created_at, revoked_at FROM token ORDER BY created_at;
  DROP TABLE token;
  ALTER TABLE numbered_token RENAME TO token;
  CREATE INDEX token_of_agent ON token (unit, agent);

  CREATE TABLE numbered_code (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    school TEXT NOT NULL REFERENCES school (id),
    created_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    withdrawn_at INTEGER
  ) STRICT;
  INSERT INTO numbered_code (hash, school, created_by, expires_at, used_at)
    SELECT hash, school, created_by, expires_at, used_at FROM enrolment_code ORDER BY expires_at;
  DROP TABLE enrolment_code;
  ALTER TABLE numbered_code RENAME TO enrolment_code;

  CREATE TABLE numbered_session (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    -- The admin token that opened it, with which it ends.
    token INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    browser TEXT NOT NULL DEFAULT ''
  ) STRICT;
  INSERT INTO numbered_session (hash, user, created_at, expires_at, seen_at)
    SELECT hash, user, created_at, expires_at, created_at FROM session ORDER BY created_at;
  DROP TABLE session;
  ALTER TABLE numbered_session RENAME TO session;
  CREATE INDEX session_of_user ON session (user);

  ALTER TABLE user ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
  ALTER TABLE user ADD COLUMN disabled_at INTEGER;
  ALTER TABLE user ADD COLUMN signed_in_at INTEGER;

  -- What a deed concerns in the tree, from where it was done, and its particulars; deeds are words of a closed list.
  ALTER TABLE audit ADD COLUMN unit TEXT;
  ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';
  ALTER TABLE audit ADD COLUMN detail TEXT NOT NULL DEFAULT '';
  UPDATE audit SET deed = replace(replace(deed, ' ', '_'), '-', '_');
  UPDATE audit SET unit = subject WHERE subject IN (SELECT id FROM unit);
  CREATE INDEX audit_by_unit ON audit (unit, id);

  -- Failures to get in, of a name at an address and of an address: a restart forgets none.
  CREATE TABLE failure (
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    count INTEGER NOT NULL,
    until INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (kind, who)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX failure_by_age ON failure (kind, last);
  `,
  incidentMigration,
];
