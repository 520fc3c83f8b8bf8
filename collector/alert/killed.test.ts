import fc from 'fast-check';
import { expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { messageOf } from '../../kit/result.ts';
import { seconds } from '../../kit/units.ts';
import { AlertStage, shippedRules } from '../../test/alert-stage.ts';
import type { Database } from '../store/database-door.ts';
import type { Sql, SqlValue } from '../store/sql.ts';
import type { RuleSet } from './rules/rule-set.ts';

const SCHOOLS = ['a', 'b', 'c'];
const SERIES = ['machine/sw', 'camera/c1', 'camera/c2', 'camera/c3', 'uplink_ping/l'] as const;

/** What each school says of which of its devices, good or bad; schools that are not named say that they are there. */
const round = fc.record({
  said: fc.array(
    fc.record({
      school: fc.constantFrom(...SCHOOLS),
      bad: fc.subarray([...SERIES]),
      silent: fc.subarray([...SERIES], { maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  repeats: fc.integer({ min: 1, max: 4 }),
});
const histories = fc.array(round, { minLength: 4, maxLength: 10, size: 'max' });
type History = readonly {
  readonly said: readonly { school: string; bad: readonly string[]; silent: readonly string[] }[];
  readonly repeats: number;
}[];

/** Ends the collector at each write, the first time it comes to it; what follows then is never done. */
class Killer implements Sql {
  readonly #database: Database;
  #writes = 0;
  #survived = 0;
  dead = false;
  killed = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A life of the collector begins over the same work, and lives one write longer than the last. */
  revive(): void {
    this.dead = false;
    this.#writes = 0;
  }

  workDone(): void {
    this.#survived = 0;
    this.revive();
  }

  run(sql: string, ...values: readonly SqlValue[]) {
    this.#writes += 1;
    if (this.dead || this.#writes > this.#survived) {
      if (!this.dead) this.#survived = this.#writes;
      this.dead = true;
      throw new Error('killed');
    }
    return this.#database.run(sql, ...values);
  }

  all(sql: string, ...values: readonly SqlValue[]) {
    return this.#database.all(sql, ...values);
  }

  get(sql: string, ...values: readonly SqlValue[]) {
    return this.#database.get(sql, ...values);
  }

  transaction<Value>(work: () => Value): Value {
    return this.#database.transaction(work);
  }
}

/** Nothing but its end may stop a turn. */
function failing(fields: { readonly problem?: unknown }): void {
  if (fields.problem !== 'killed') throw new Error(String(fields.problem));
}

/** Plays a history; every piece of work is done by a collector just started, and begun again by the next while it dies. */
async function play(history: History, rules: RuleSet, mortal: boolean) {
  let killer: Killer | undefined;
  const stage = new AlertStage({
    rules,
    schools: SCHOOLS,
    log: { ...silentLog, error: failing },
    over(database) {
      killer = new Killer(database);
      return mortal ? killer : database;
    },
  });
  for (const school of SCHOOLS)
    stage.inventory(
      {
        sw: ['switch', 'Tủ mạng'],
        c1: ['camera', 'Một', { behind: 'sw' }],
        c2: ['camera', 'Hai', { behind: 'sw' }],
        c3: ['camera', 'Ba'],
        l: ['uplink', 'Cáp quang'],
      },
      school,
    );
  let kills = 0;
  const work = (schools?: ReadonlySet<string>) => {
    do {
      killer?.revive();
      try {
        stage.restart().evaluate(schools);
      } catch (error) {
        failing({ problem: messageOf(error) });
      }
      if (killer?.dead === true) kills += 1;
    } while (killer?.dead === true);
    killer?.workDone();
  };
  for (const { said, repeats } of history)
    for (let turn = 0; turn < repeats; turn += 1) {
      await stage.clock.advance(seconds(30));
      for (const { school, bad, silent } of said) {
        const told = SERIES.filter((series) => !silent.includes(series));
        stage.take(
          Object.fromEntries(told.map((series) => [series, { up: !bad.includes(series) }])),
          { school },
        );
        work(new Set([school]));
      }
      for (const school of SCHOOLS) stage.take({}, { school });
      work();
    }
  const mails = stage.database.all('SELECT id, subject FROM mail ORDER BY rowid');
  const events = stage.database.all(
    'SELECT incident, at, kind, detail FROM incident_event ORDER BY id',
  );
  stage.database.close();
  return { mails, events, kills };
}

/** More by hand: `HATANG_HISTORIES=10000 npx vitest run collector/alert/killed.test.ts`. */
const RUNS = Number(process.env['HATANG_HISTORIES'] ?? 40);

it('sends the same mails when the collector is killed at every write', {
  timeout: 3_600_000,
}, async () => {
  const rules = await shippedRules();
  let [mails, kills] = [0, 0];
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const lived = await play(history, rules, false);
      const killed = await play(history, rules, true);
      expect(killed.mails).toEqual(lived.mails);
      expect(killed.events).toEqual(lived.events);
      mails += lived.mails.length;
      kills += killed.kills;
    }),
    { numRuns: RUNS },
  );
  expect(kills).toBeGreaterThan(mails);
  expect(mails).toBeGreaterThan(RUNS);
});
