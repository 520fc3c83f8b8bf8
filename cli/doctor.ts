/** hatang doctor: one page of words about a collector, its data and what it needs; it mends nothing. */

import { parseArgs } from 'node:util';
import type { CollectorConfig } from '../collector/config.ts';
import { systemClock } from '../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import type { Language } from '../kit/text.ts';
import { sayFileProblems } from '../standards/file-problem.ts';
import { loadStandards } from '../standards/load-door.ts';
import { SHIPPED_STANDARDS } from '../standards/shipped-door.ts';
import { collectorConfig } from './collector-config.ts';
import { type Check, fails, looked, named, pass, sayChecks } from './doctor/check.ts';
import { dataChecks } from './doctor/data.ts';
import { machineChecks } from './doctor/machine.ts';
import { reachChecks } from './doctor/reach.ts';

const USAGE = `hatang doctor [--config FILE] [--data DIR] [--language vi|en] [--json]

  Xem xét máy, cấu hình, dữ liệu, bản sao lưu và những gì trung tâm cần; không sửa gì.
  Looks at the machine, the config, the data, the backups and what the collector needs; mends nothing.
  Exit / mã thoát: 0 ổn / fine, 1 có mục ✕ / something is ✕, 2 dùng sai / wrong use.
`;

const CONFIG = named('config', 'Cấu hình', 'Config');
const STANDARDS = named('standards', 'Bộ tiêu chí', 'Standards');

export async function run(args: readonly string[]): Promise<0 | 1 | 2> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = askedOf(args);
  if (!asked.ok) {
    process.stderr.write(`hatang doctor: ${asked.problem}\n`);
    return 2;
  }
  const { json, language } = asked.value;
  const checks = await checksOf(asked.value);
  process.stdout.write(json ? `${JSON.stringify({ checks })}\n` : sayChecks(checks, language));
  return checks.some(({ mark }) => mark === 'fail') ? 1 : 0;
}

async function checksOf({ config: file, data }: Asked): Promise<readonly Check[]> {
  const machine = await machineChecks();
  const read = collectorConfig(file);
  if (!read.ok) return [...machine, fails(CONFIG, read.problem)];
  const config = { ...read.value, data: data ?? (process.env['HATANG_DATA'] || read.value.data) };
  const now = systemClock.now();
  return [
    ...machine,
    pass(CONFIG, file ?? 'mặc định', file ?? 'the defaults'),
    await looked(STANDARDS, () => standards(config)),
    ...(await dataChecks(config, now)),
    ...(await reachChecks(config, now)),
  ];
}

async function standards({ standards: config }: CollectorConfig): Promise<Check> {
  const loaded = await loadStandards(config.folder ?? SHIPPED_STANDARDS, config.overrides);
  return loaded.ok
    ? pass(STANDARDS, `${loaded.value.length}`)
    : fails(STANDARDS, sayFileProblems(loaded.problem));
}

interface Asked {
  readonly config: string | undefined;
  readonly data: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

function askedOf(args: readonly string[]): Result<Asked> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { config: text, data: text, language: text, json: { type: 'boolean' } },
    });
    const { config, data, json = false, language = 'vi' } = values;
    if (language !== 'vi' && language !== 'en') return fail(`--language: vi or en\n${USAGE}`);
    return ok({ config, data, json, language });
  } catch (error) {
    return fail(`${messageOf(error)}\n${USAGE}`);
  }
}
