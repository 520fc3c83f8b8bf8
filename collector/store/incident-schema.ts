/** Migration of `hatang.db`: incidents with several members, their timelines, contacts, maintenance, and mails that are not of one incident. */
export const incidentMigration = `
  -- A machine that is dead is judged by who counts it from now on: what was told by another measure ends here.
  UPDATE incident SET state = 'resolved', resolved_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE rule = 'machine_dead' AND state = 'open';
  DELETE FROM alert_state WHERE rule = 'machine_dead';

  CREATE TABLE incident_next (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    -- The one school it concerns; NULL where several share it, or it is the collector's own.
    school TEXT REFERENCES school (id),
    -- The one device it concerns.
    device TEXT,
    -- What its members share: kind and name of the group; NULL while it has one member.
    group_kind TEXT CHECK (group_kind IN ('school', 'ward', 'provider', 'city')),
    group_name TEXT,
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'warning', 'info')),
    tell TEXT NOT NULL DEFAULT 'at_once' CHECK (tell IN ('at_once', 'digest')),
    state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
    opened_at INTEGER NOT NULL,
    resolved_at INTEGER,
    -- Texts and fields as JSON.
    cause TEXT NOT NULL,
    evidence TEXT NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    assigned_to TEXT,
    silent_until INTEGER,
    escalated_at INTEGER
  ) STRICT;
  INSERT INTO incident_next (id, rule, school, device, severity, state, opened_at, resolved_at, cause, evidence)
    SELECT id, rule, school, device, severity, state, opened_at, resolved_at, cause, evidence FROM incident;

  -- Each device, or school as a whole, that an incident is about; who left never comes back to the same incident.
  CREATE TABLE incident_member (
    incident TEXT NOT NULL REFERENCES incident_next (id),
    rule TEXT NOT NULL,
    -- Empty: the collector itself.
    school TEXT NOT NULL,
    device TEXT NOT NULL,
    since INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at INTEGER,
    evidence TEXT NOT NULL,
    PRIMARY KEY (incident, school, device)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO incident_member (incident, rule, school, device, since, joined_at, left_at, evidence)
    SELECT id, rule, school, ifnull(device, ''), opened_at, opened_at, resolved_at, evidence FROM incident;
  CREATE UNIQUE INDEX incident_member_once ON incident_member (rule, school, device) WHERE left_at IS NULL;
  CREATE INDEX incident_member_by_school ON incident_member (school, since);

  -- What happened to an incident, in order; who is empty where no person did it, detail is JSON.
  CREATE TABLE incident_event (
    id INTEGER PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident_next (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '{}'
  ) STRICT;
  CREATE INDEX incident_event_by_incident ON incident_event (incident, id);

  CREATE TABLE mail_next (
    id TEXT PRIMARY KEY,
    incident TEXT REFERENCES incident_next (id),
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    -- The schools it names, as JSON: only who may see all of them may read it.
    schools TEXT NOT NULL DEFAULT '[]',
    -- failed: given up. refused: the server will never take it. bounced: it was taken and came back. merged: another mail tells it.
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'kept', 'failed', 'refused', 'bounced', 'merged')),
    merged_into TEXT,
    -- 1 from the moment it is taken in hand until its fate is known: it may have arrived.
    handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1)),
    -- Tries that a server had whole and gave no answer to.
    unanswered INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created_at INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO mail_next (id, incident, kind, recipient, language, subject, text, html, schools, state, attempts, not_before, error, created_at, at)
    SELECT mail.id, incident, kind, lower(recipient), language, subject, text, html,
      CASE WHEN incident.school IS NULL THEN '[]' ELSE json_array(incident.school) END,
      mail.state, attempts, not_before, error, created_at, at
    FROM mail LEFT JOIN incident ON incident.id = mail.incident ORDER BY mail.rowid;
  DROP TABLE mail;
  DROP TABLE incident;
  ALTER TABLE incident_next RENAME TO incident;
  ALTER TABLE mail_next RENAME TO mail;
  CREATE INDEX incident_by_school ON incident (school, opened_at);
  CREATE INDEX incident_by_state ON incident (state, opened_at);
  CREATE INDEX mail_by_state ON mail (state, not_before);
  CREATE INDEX mail_by_recipient ON mail (recipient, state, at);
  CREATE INDEX mail_by_incident ON mail (incident, recipient);
  CREATE INDEX mail_by_bundle ON mail (merged_into) WHERE merged_into IS NOT NULL;

  -- Who gets mail of a unit or a school; NULL is everyone's. A removed one stays for the log.
  CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    unit TEXT REFERENCES unit (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL COLLATE NOCASE,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    duty TEXT NOT NULL CHECK (duty IN ('technical', 'leader', 'officer')),
    -- The least severity that is told at once; never: only digests.
    at_once TEXT NOT NULL CHECK (at_once IN ('info', 'warning', 'critical', 'never')),
    daily INTEGER NOT NULL,
    weekly INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    removed_by TEXT,
    removed_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX contact_once ON contact (ifnull(unit, ''), address) WHERE removed_at IS NULL;
  CREATE INDEX contact_by_address ON contact (address) WHERE removed_at IS NULL;

  -- Announced work: nothing of the unit or school opens meanwhile. NULL is everyone.
  CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY,
    unit TEXT REFERENCES unit (id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    ended_by TEXT,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX maintenance_by_end ON maintenance (until_at);

  -- How far what runs by the calendar has come: the last digest that was looked after, say.
  CREATE TABLE progress (
    name TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}'
  ) STRICT, WITHOUT ROWID;

  -- Calls to other programs on their way.
  CREATE TABLE webhook_call (
    id INTEGER PRIMARY KEY,
    hook TEXT NOT NULL,
    incident TEXT NOT NULL REFERENCES incident (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created_at INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX webhook_call_by_hook ON webhook_call (hook, state);
  CREATE INDEX webhook_call_queued ON webhook_call (hook, incident, id) WHERE state = 'queued';

  -- Keys the collector signs with; made once, told nobody.
  CREATE TABLE signing_key (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Links out of mails that were used: each is good once.
  CREATE TABLE used_link (
    hash TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
