import { CollectorConfig } from '../collector/config.ts';
import { loadConfig, sayProblems } from '../kit/load-config.ts';
import { fail, ok, type Result } from '../kit/result.ts';

/** The collector's config as a command beside it reads it; the defaults where no file is named. */
export function collectorConfig(file: string | undefined): Result<CollectorConfig> {
  if (file === undefined) return ok(CollectorConfig.parse({}));
  const read = loadConfig(file, CollectorConfig, {
    env: process.env,
    checkModes: process.platform !== 'win32',
  });
  return read.ok ? read : fail(sayProblems(file, read.problem));
}
