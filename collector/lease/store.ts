import type { Clock } from '../../kit/clock.ts';
import { bps, type Ms, ms } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, text } from '../store/sql.ts';
import type { Kept, KeptLease, LeaseJournal, Over } from './journal.ts';
import type { Tally } from './tally.ts';

/** Keeps leases with wall-clock stamps: the monotonic clock begins anew with each process. */
export function leaseStore(sql: Sql, clock: Clock): LeaseJournal {
  /** An instant of this process's clock as a stamp. */
  const stampOf = (at: Ms): number => Math.round(clock.now() + at - clock.elapsed());
  return {
    load: () => load(sql, clock),
    granted: (lease, tally) =>
      sql.transaction(() => {
        sql.run('DELETE FROM lease_place WHERE holder = ?', lease.holder.id);
        putLease(sql, lease, stampOf(lease.endsAt));
        putTally(sql, { holder: lease.holder.id, ...tally, since: stampOf(tally.since) });
      }),
    wait: (holders) =>
      sql.transaction(() => {
        for (const holder of holders)
          sql.run('INSERT OR IGNORE INTO lease_place (holder) VALUES (?)', holder);
      }),
    forget: (over) => sql.transaction(() => forget(sql, over)),
  };
}

function load(sql: Sql, clock: Clock): Kept {
  const [now, elapsed] = [clock.now(), clock.elapsed()];
  // A wall clock set back holds nothing longer than its life; one set ahead ends what has no stream any more.
  const leaseOf = (row: SqlRow): KeptLease => {
    const life = number(row, 'life_ms');
    const left = Math.min(life, Math.max(0, number(row, 'expires_at') - now));
    return {
      hash: text(row, 'hash'),
      holder: { id: text(row, 'holder'), agent: text(row, 'agent') },
      slot: {
        seconds: number(row, 'seconds'),
        downBytes: number(row, 'down_bytes'),
        upBytes: number(row, 'up_bytes'),
        life: ms(life),
      },
      rate: bps(number(row, 'rate_bps')),
      endsAt: ms(elapsed + left),
    };
  };
  const tallyOf = (row: SqlRow): readonly [string, Tally] => [
    text(row, 'holder'),
    {
      since: ms(elapsed - Math.max(0, now - number(row, 'since'))),
      light: number(row, 'light'),
      heavy: number(row, 'heavy'),
    },
  ];
  return {
    leases: sql.all('SELECT * FROM lease').map(leaseOf),
    waiting: sql
      .all('SELECT holder FROM lease_place ORDER BY place')
      .map((row) => text(row, 'holder')),
    tallies: new Map(sql.all('SELECT * FROM lease_tally').map(tallyOf)),
  };
}

function putLease(sql: Sql, { hash, holder, slot, rate }: KeptLease, expiresAt: number): void {
  sql.run(
    `INSERT OR REPLACE INTO lease (hash, holder, agent, rate_bps, seconds, down_bytes, up_bytes, life_ms, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    hash,
    holder.id,
    holder.agent,
    rate,
    slot.seconds,
    slot.downBytes,
    slot.upBytes,
    slot.life,
    expiresAt,
  );
}

function putTally(
  sql: Sql,
  tally: Omit<Tally, 'since'> & { readonly holder: string; readonly since: number },
): void {
  sql.run(
    'INSERT OR REPLACE INTO lease_tally (holder, since, light, heavy) VALUES (?, ?, ?, ?)',
    tally.holder,
    tally.since,
    tally.light,
    tally.heavy,
  );
}

function forget(sql: Sql, { hashes = [], places = [], tallies = [] }: Over): void {
  for (const hash of hashes) sql.run('DELETE FROM lease WHERE hash = ?', hash);
  for (const holder of places) sql.run('DELETE FROM lease_place WHERE holder = ?', holder);
  for (const holder of tallies) sql.run('DELETE FROM lease_tally WHERE holder = ?', holder);
}
