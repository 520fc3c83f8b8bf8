import { blocksFromLines } from '../history/sqlite/from-lines.ts';
import type { Migration } from './database-door.ts';
import { packDays } from './pack-days.ts';

const HISTORY_BLOCKS = `
  -- History, embedded: blocks of one school and one UTC day (days since 1970); see history/sqlite/block.ts.
  CREATE TABLE history_block (
    id INTEGER PRIMARY KEY,
    school TEXT NOT NULL,
    day INTEGER NOT NULL,
    -- 0 every point; rollups: 1 five minutes, 2 an hour, 3 a day.
    tier INTEGER NOT NULL,
    -- 0 as it came, 1 merged while the day ran, 2 all of the day; among equals the later id is newer.
    level INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    payload BLOB NOT NULL
  ) STRICT;
  CREATE INDEX history_block_by_school ON history_block (school, day, tier, level);
  CREATE INDEX history_block_by_age ON history_block (tier, level, day, school);
  -- What each tier takes, counted as rows come and go.
  CREATE TABLE history_size (
    tier INTEGER PRIMARY KEY,
    blocks INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO history_size (tier, blocks, bytes) VALUES (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0);
  CREATE TRIGGER history_block_comes AFTER INSERT ON history_block BEGIN
    UPDATE history_size SET blocks = blocks + 1, bytes = bytes + length(new.payload) WHERE tier = new.tier;
  END;
  CREATE TRIGGER history_block_goes AFTER DELETE ON history_block BEGIN
    UPDATE history_size SET blocks = blocks - 1, bytes = bytes - length(old.payload) WHERE tier = old.tier;
  END;
`;

/**
 * Migrations of `facts.db`: what schools measured, written by one thread alone. In order; each runs once, in one
 * transaction. A landed one is never edited: a change is a new one.
 */
export const factMigrations: readonly Migration[] = [
  `
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

  -- Rows of history that are not merged with the rest of their slot yet.
  ALTER TABLE history_slot ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX history_slot_loose ON history_slot (slot, school) WHERE merged = 0;
  CREATE INDEX dead_letter_by_school ON dead_letter (school, id);
  CREATE INDEX dead_letter_by_age ON dead_letter (received_at);
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
  -- When an agent's batch last came in.
  CREATE TABLE heard (
    school TEXT NOT NULL,
    agent TEXT NOT NULL,
    last_received_at INTEGER NOT NULL,
    PRIMARY KEY (school, agent)
  ) STRICT, WITHOUT ROWID;
  `,
  packDays,
  (database) => {
    database.script(HISTORY_BLOCKS);
    blocksFromLines(database);
    database.script('DROP TABLE history_slot');
  },
  `
  -- Lines waiting for InfluxDB: since when, and how much, without a look at each row.
  ALTER TABLE influx_outbox DROP COLUMN attempts;
  ALTER TABLE influx_outbox DROP COLUMN not_before;
  ALTER TABLE influx_outbox ADD COLUMN received_at INTEGER NOT NULL DEFAULT 0;
  UPDATE influx_outbox SET received_at = CAST(unixepoch('subsec') * 1000 AS INTEGER);
  CREATE TABLE influx_outbox_size (batches INTEGER NOT NULL, lines INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
  INSERT INTO influx_outbox_size
    SELECT count(*), ifnull(sum(lines), 0), ifnull(sum(length(payload)), 0) FROM influx_outbox;
  CREATE TRIGGER influx_outbox_grows AFTER INSERT ON influx_outbox BEGIN
    UPDATE influx_outbox_size
    SET batches = batches + 1, lines = lines + new.lines, bytes = bytes + length(new.payload);
  END;
  CREATE TRIGGER influx_outbox_changes AFTER UPDATE ON influx_outbox BEGIN
    UPDATE influx_outbox_size
    SET lines = lines + new.lines - old.lines, bytes = bytes + length(new.payload) - length(old.payload);
  END;
  CREATE TRIGGER influx_outbox_shrinks AFTER DELETE ON influx_outbox BEGIN
    UPDATE influx_outbox_size
    SET batches = batches - 1, lines = lines - old.lines, bytes = bytes - length(old.payload);
  END;
  `,
];

/** What stood in `hatang.db` before its facts had a file of their own: copied by these, then dropped there. */
export const MOVED_TABLES = [
  'batch',
  'dead_letter',
  'latest',
  'day_statistic',
  'history_slot',
  'influx_outbox',
  'outage',
] as const;
