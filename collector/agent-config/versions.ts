import { type EpochMs, epochMs } from '../../kit/units.ts';
import { CentreSettings, type WrittenSettings } from '../../wire/agent-config.ts';
import { number, numberOrNone, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';
import type { Layer } from './merge.ts';

/** One version as it was made. */
export interface MadeVersion extends Layer {
  /** A school, or a unit above schools; undefined is everyone. */
  readonly unit: string | undefined;
  readonly note: string;
  readonly madeBy: string;
  readonly madeAt: EpochMs;
  readonly withdrawnBy: string | undefined;
  readonly withdrawnAt: EpochMs | undefined;
}

/** Every version that was ever made; the newest of a unit that was not withdrawn holds. */
export class ConfigVersions {
  readonly #sql: Sql;
  #holding: ReadonlyMap<string, Layer> | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  add(made: Pick<MadeVersion, 'unit' | 'settings' | 'note' | 'madeBy' | 'madeAt'>): number {
    this.#holding = undefined;
    const row = this.#sql.get(
      'INSERT INTO agent_config (unit, settings, note, made_by, made_at) VALUES (?, ?, ?, ?, ?) RETURNING number',
      made.unit ?? null,
      JSON.stringify(made.settings),
      made.note,
      made.madeBy,
      made.madeAt,
    );
    return number(row ?? {}, 'number');
  }

  withdraw(version: number, by: string, now: EpochMs): void {
    this.#holding = undefined;
    this.#sql.run(
      'UPDATE agent_config SET withdrawn_by = ?, withdrawn_at = ? WHERE number = ? AND withdrawn_at IS NULL',
      by,
      now,
      version,
    );
  }

  find(version: number): MadeVersion | undefined {
    const row = this.#sql.get('SELECT * FROM agent_config WHERE number = ?', version);
    return row === undefined ? undefined : toVersion(row);
  }

  /** Newest first. */
  list(limit: number): readonly MadeVersion[] {
    return this.#sql
      .all('SELECT * FROM agent_config ORDER BY number DESC LIMIT ?', limit)
      .map(toVersion);
  }

  /** What holds for whoever stands below these units, the most special last. */
  layersOf(chain: readonly string[]): readonly Layer[] {
    const holding = this.holding();
    return [EVERYONE, ...chain].flatMap((unit) => holding.get(unit) ?? []);
  }

  /** By unit; everyone's under the empty name. */
  holding(): ReadonlyMap<string, Layer> {
    this.#holding ??= new Map(
      this.#sql
        .all('SELECT * FROM agent_config WHERE withdrawn_at IS NULL ORDER BY number')
        .map((row) => [textOrNone(row, 'unit') ?? EVERYONE, toVersion(row)]),
    );
    return this.#holding;
  }
}

const EVERYONE = '';

function toVersion(row: SqlRow): MadeVersion {
  const withdrawnAt = numberOrNone(row, 'withdrawn_at');
  return {
    number: number(row, 'number'),
    unit: textOrNone(row, 'unit'),
    settings: written(text(row, 'settings')),
    note: text(row, 'note'),
    madeBy: text(row, 'made_by'),
    madeAt: epochMs(number(row, 'made_at')),
    withdrawnBy: textOrNone(row, 'withdrawn_by'),
    withdrawnAt: withdrawnAt === undefined ? undefined : epochMs(withdrawnAt),
  };
}

/** Checked again before it is sent: what does not fit any more sets nothing. */
function written(json: string): WrittenSettings {
  const settings: WrittenSettings = JSON.parse(json);
  return CentreSettings.safeParse(settings).success ? settings : {};
}
