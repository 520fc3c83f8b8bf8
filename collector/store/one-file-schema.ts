/** Migrations of `hatang.db` from when it held the facts too; the next one after them, in schema.ts, lets go of those. */
export const oneFileMigrations: readonly string[] = [
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
];
