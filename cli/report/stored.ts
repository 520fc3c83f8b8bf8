import { existsSync } from 'node:fs';
import type { CollectorConfig } from '../../collector/config.ts';
import { type Core, coreOf } from '../../collector/core.ts';
import type { ReportSources } from '../../collector/report/report-schools.ts';
import { needed, StartProblem } from '../../collector/start-problem.ts';
import { openStoresReadOnly, stateFile } from '../../collector/store/stores-door.ts';
import type { Units } from '../../collector/store/units.ts';
import type { Clock } from '../../kit/clock.ts';
import { collectorConfig } from '../collector-config.ts';
import type { Asked } from './asked.ts';

/** What a collector keeps, judged as it would judge it; nothing of it can be changed from here. */
export interface Stored {
  readonly sources: ReportSources;
  readonly units: Units;
  readonly config: CollectorConfig;
  close(): void;
}

/** Throws a StartProblem where the config, the standards or the database can't be read. */
export async function openStored(
  asked: Pick<Asked, 'data' | 'config'>,
  clock: Clock,
): Promise<Stored> {
  const config = configOf(asked.config);
  const stores = storesIn(asked.data ?? (process.env['HATANG_DATA'] || config.data));
  try {
    const core = await coreOf({ config, clock, ...stores });
    const findings = (school: string) => judgedOnce(core, school);
    return {
      sources: { ...core, assessment: { findings } },
      units: core.units,
      config,
      close: () => stores.close(),
    };
  } catch (error) {
    stores.close();
    throw error;
  }
}

/** Each school is asked for once: what was found is let go at once, or a city's would stay in memory. */
function judgedOnce({ assessment }: Core, school: string) {
  const findings = assessment.findings(school);
  assessment.touch(school);
  return findings;
}

function storesIn(folder: string) {
  const file = stateFile(folder);
  if (existsSync(file)) return needed(() => openStoresReadOnly(folder));
  const [vi, en] = [`chưa có dữ liệu của trung tâm ở ${file}`, `no collector has kept data there`];
  throw new StartProblem('needed', `${vi} / ${en} (--data DIR)`);
}

function configOf(file: string | undefined): CollectorConfig {
  const read = collectorConfig(file);
  if (read.ok) return read.value;
  throw new StartProblem('config', read.problem);
}
