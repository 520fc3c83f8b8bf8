/** Migrations of `hatang.db` (units, people, incidents, mails, leases) in order; each runs once, in one transaction. A landed one is never edited: a change is a new one. */
export const migrations: readonly string[] = [
  `
  -- The tree of units. A unit keeps the history of its parents: wards and clusters change by decree.
  CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'ward', 'district', 'school')),
    name TEXT NOT NULL
  ) STRICT;
  CREATE TABLE unit_parent (
    unit TEXT NOT NULL REFERENCES unit (id),
    parent TEXT NOT NULL REFERENCES unit (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (unit, valid_from)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE school (
    id TEXT PRIMARY KEY REFERENCES unit (id),
    simulated INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;

  -- Who may what. Secrets are kept as SHA-256 of 256-bit random values; passwords as argon2id.
  CREATE TABLE agent (
    id TEXT NOT NULL,
    school TEXT NOT NULL REFERENCES school (id),
    enrolled_at INTEGER NOT NULL,
    last_received_at INTEGER,
    PRIMARY KEY (school, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE enrolment_code (
    hash TEXT PRIMARY KEY,
    school TEXT NOT NULL REFERENCES school (id),
    created_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT;
  CREATE TABLE token (
    hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin', 'officer', 'school')),
    -- The unit an officer or a school reads; the school an agent writes.
    unit TEXT REFERENCES unit (id),
    agent TEXT,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('admin', 'officer', 'school')),
    unit TEXT REFERENCES unit (id),
    password_hash TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE sign_in_code (
    hash TEXT PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT;

  -- Facts. A batch is remembered so that one sent twice is stored once.
  CREATE TABLE batch (
    school TEXT NOT NULL,
    agent TEXT NOT NULL,
    id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (school, agent, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX batch_by_age ON batch (received_at);
  CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY,
    school TEXT NOT NULL,
    agent TEXT NOT NULL,
    batch TEXT NOT NULL,
    line_number INTEGER NOT NULL,
    line TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE latest (
    school TEXT NOT NULL,
    measurement TEXT NOT NULL,
    -- Canonical: sorted tags without school, as in wire/line-protocol seriesKey.
    series TEXT NOT NULL,
    device TEXT NOT NULL,
    tags TEXT NOT NULL,
    fields TEXT NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (school, measurement, series)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE day_statistic (
    school TEXT NOT NULL,
    measurement TEXT NOT NULL,
    series TEXT NOT NULL,
    field TEXT NOT NULL,
    day TEXT NOT NULL,
    hours TEXT NOT NULL CHECK (hours IN ('all', 'school')),
    count INTEGER NOT NULL,
    trues INTEGER NOT NULL,
    sum REAL NOT NULL,
    min REAL NOT NULL,
    max REAL NOT NULL,
    last_at INTEGER NOT NULL,
    -- Logarithmic buckets as JSON {bucket: count}: medians and percentiles within 2 %.
    buckets TEXT NOT NULL,
    PRIMARY KEY (school, measurement, series, field, hours, day)
  ) STRICT, WITHOUT ROWID;

  -- History, embedded: packed rows of one school and one slot of an hour.
  CREATE TABLE history_slot (
    id INTEGER PRIMARY KEY,
    school TEXT NOT NULL,
    slot INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    -- zstd of line protocol, stamps in ms.
    payload BLOB NOT NULL
  ) STRICT;
  CREATE INDEX history_slot_by_school ON history_slot (school, slot);
  -- History, InfluxDB: what is still to be written there.
  CREATE TABLE influx_outbox (
    id INTEGER PRIMARY KEY,
    school TEXT NOT NULL,
    lines INTEGER NOT NULL,
    payload BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Alerts.
  CREATE TABLE alert_state (
    school TEXT NOT NULL,
    rule TEXT NOT NULL,
    device TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (school, rule, device)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE incident (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    school TEXT NOT NULL REFERENCES school (id),
    device TEXT,
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'warning', 'info')),
    state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
    opened_at INTEGER NOT NULL,
    resolved_at INTEGER,
    cause TEXT NOT NULL,
    evidence TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX incident_open_once ON incident (school, rule, ifnull(device, '')) WHERE state = 'open';
  CREATE INDEX incident_by_school ON incident (school, opened_at);
  CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    incident TEXT REFERENCES incident (id),
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'kept', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created_at INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX mail_by_state ON mail (state, not_before);
  `,
  `
  -- Rows of history that are not merged with the rest of their slot yet.
  ALTER TABLE history_slot ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX history_slot_loose ON history_slot (slot, school) WHERE merged = 0;
  CREATE INDEX dead_letter_by_school ON dead_letter (school, id);
  CREATE INDEX dead_letter_by_age ON dead_letter (received_at);
  `,
  `
  -- Leases to measure a line: those that run, who waits in which order, and what each holder had of late.
  CREATE TABLE lease (
    -- SHA-256 of 256 random bits.
    hash TEXT PRIMARY KEY,
    -- A school; or an admin, who has no school.
    holder TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL,
    rate_bps REAL NOT NULL,
    seconds REAL NOT NULL,
    down_bytes INTEGER NOT NULL,
    up_bytes INTEGER NOT NULL,
    life_ms INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE lease_place (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    holder TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE lease_tally (
    holder TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    light INTEGER NOT NULL,
    heavy INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Outages of lines as their agents told them, each with its newest word; kept as long as daily statistics.
  CREATE TABLE outage (
    school TEXT NOT NULL,
    device TEXT NOT NULL,
    subject TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    start_unsure_s REAL NOT NULL,
    end_unsure_s REAL NOT NULL,
    unseen_s REAL NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (school, device, subject, started_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX outage_by_age ON outage (school, started_at);
  `,
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
];
