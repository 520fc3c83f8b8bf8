import { join } from 'node:path';
import { messageOf } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Audit } from '../access/audit.ts';
import type { Metric } from '../health/metric.ts';
import { damageMessage } from './damage-words.ts';
import { auditDeeds } from './deeds-door.ts';
import { type NightlyParts, startNightly } from './nightly.ts';
import type { StoreFile } from './store-file.ts';
import { suspect } from './suspect-door.ts';

interface Watched {
  whenDamaged(listener: (error: unknown) => void): void;
}

export interface KeepingParts extends Omit<NightlyParts, 'damaged'> {
  readonly stores: { readonly state: Watched; readonly facts: Watched };
  readonly audit: Pick<Audit, 'write'>;
}

export interface Keeping {
  /** Comes true with words for a person when a file turns out damaged: the collector must end. */
  readonly damaged: Promise<string>;
  /** For whoever reads or writes a file elsewhere than in `stores`. */
  tellDamaged(file: StoreFile, why: string): void;
  backUp(): Promise<void>;
  lastBackup(): EpochMs | undefined;
  metrics(): readonly Metric[];
  stop(): Promise<void>;
}

/** What looks after the files while a collector runs: nightly backups, and an ear for damage. */
export function startKeeping(parts: KeepingParts): Keeping {
  const { config, stores, audit, log } = parts;
  const mended = auditDeeds(config.data, ({ at, deed, subject }) =>
    audit.write({ who: 'hatang', deed: 'files_mended', subject, detail: deed }, at),
  );
  const { promise, resolve } = Promise.withResolvers<string>();
  let told = false;
  const damaged = (file: StoreFile, why: string) => {
    if (told) return;
    told = true;
    suspect(config.data, file, why);
    log.error({ file, problem: why }, 'database damaged');
    resolve(damageMessage(join(config.data, file), why));
  };
  stores.state.whenDamaged((error) => damaged('hatang.db', messageOf(error)));
  stores.facts.whenDamaged((error) => damaged('facts.db', messageOf(error)));
  const nightly = startNightly({ ...parts, damaged });
  return {
    damaged: promise,
    tellDamaged: damaged,
    backUp: () => nightly.run(),
    lastBackup: () => nightly.lastBackup(),
    metrics: () => [...nightly.metrics(), mendedFiles(mended)],
    stop: () => nightly.stop(),
  };
}

const mendedFiles = (value: number): Metric => ({
  name: 'hatang_files_restored',
  help: 'Database files restored, rebuilt or begun anew before this start',
  type: 'gauge',
  value,
});
