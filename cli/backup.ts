/** hatang backup: a verified copy of what a collector keeps, made beside it while it runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backupFolder } from '../collector/backup/backup-folder.ts';
import { DamagedSource, type MadeBackup, makeBackup } from '../collector/backup/make-door.ts';
import type { CollectorConfig } from '../collector/config.ts';
import { systemClock } from '../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import { sayBytes } from '../kit/say-bytes.ts';
import { seconds } from '../kit/units.ts';
import pack from '../package.json' with { type: 'json' };
import { collectorConfig } from './collector-config.ts';

type ExitCode = 0 | 1 | 2 | 3;

const USAGE = `hatang backup [--data DIR] [--to FOLDER] [--config FILE] [--state-only] [--json]

  Sao lưu dữ liệu của trung tâm, kể cả khi trung tâm đang chạy; bản sao được kiểm tra trước khi giữ lại.
  A verified copy of what the collector keeps, running or not: a folder hatang-backup-… in FOLDER.

  --data DIR      the data folder (HATANG_DATA, the config, ./data)
  --to FOLDER     where to (the config's backup.folder, DATA/backups)
  --state-only    hatang.db alone, without what schools measured (facts.db)
  --json          the manifest on stdout, nothing else
`;

/** 0 made, 1 a file is damaged, 2 wrong use or config, 3 nothing to read or no room to write. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = askedOf(args);
  if (!asked.ok) return refuse(2, asked.problem);
  const { data, to, json, withFacts } = asked.value;
  if (!existsSync(join(data, 'hatang.db')))
    return refuse(3, `không có dữ liệu của trung tâm ở ${data} / no collector has kept data there`);
  try {
    const progress = teller();
    const made = await makeBackup({
      ...{ data, to, withFacts, progress },
      version: pack.version,
      clock: systemClock,
    });
    process.stdout.write(
      json ? `${JSON.stringify({ folder: made.folder, ...made.manifest })}\n` : said(made),
    );
    return 0;
  } catch (error) {
    return refuse(error instanceof DamagedSource ? 1 : 3, messageOf(error));
  }
}

/** Every two seconds at most, so that a short one says nothing. */
function teller(): (file: string, done: number, all: number) => void {
  const every = seconds(2);
  let next = systemClock.elapsed() + every;
  return (file, done, all) => {
    if (systemClock.elapsed() < next) return;
    next = systemClock.elapsed() + every;
    process.stderr.write(`${file}: ${Math.floor((100 * done) / Math.max(1, all))} %\n`);
  };
}

function said({ folder, manifest }: MadeBackup): string {
  const list = (texts: typeof manifest.holds) =>
    texts.map(({ vi, en }) => `  - ${vi}\n    ${en}\n`).join('');
  const files = manifest.files
    .map(({ name, size_bytes, schema }) => `  ${name}  ${sayBytes(size_bytes)}  schema ${schema}\n`)
    .join('');
  return `${folder}\n${files}Gồm / holds:\n${list(manifest.holds)}Không gồm / does not hold:\n${list(manifest.lacks)}`;
}

interface Asked {
  readonly data: string;
  readonly to: string;
  readonly withFacts: boolean;
  readonly json: boolean;
}

function askedOf(args: readonly string[]): Result<Asked> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: text, to: text, config: text, 'state-only': flag, json: flag },
    });
    const config = collectorConfig(values.config);
    if (!config.ok) return config;
    const data = values.data ?? (process.env['HATANG_DATA'] || config.value.data);
    const to = values.to ?? folderOf(config.value, data);
    return ok({ data, to, withFacts: !values['state-only'], json: values.json });
  } catch (error) {
    return fail(`${messageOf(error)}\n${USAGE}`);
  }
}

const folderOf = (config: CollectorConfig, data: string): string =>
  backupFolder({ ...config, data });

function refuse(code: 1 | 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang backup: ${problem}\n`);
  return code;
}
