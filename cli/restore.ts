/** hatang restore: a backup takes the place of what a stopped collector keeps; nothing is deleted. */
import { parseArgs } from 'node:util';
import { type Restored, restoreBackup, UnusableBackup } from '../collector/backup/restore-door.ts';
import { systemClock } from '../kit/clock.ts';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';
import { collectorConfig } from './collector-config.ts';

type ExitCode = 0 | 1 | 2 | 3;

const USAGE = `hatang restore --from FOLDER [--data DIR] [--config FILE]

  Đưa một bản sao lưu về chỗ cũ. Dừng trung tâm trước; dữ liệu đang có được chuyển sang thư mục before-restore-…, không xóa gì.
  Puts a backup in place. Stop the collector first; what is there is moved to before-restore-…, nothing is deleted.
`;

/** 0 restored, 1 the backup can't be used, 2 wrong use or config, 3 a collector runs, or no room. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = askedOf(args);
  if (!asked.ok) return refuse(2, asked.problem);
  try {
    process.stdout.write(said(await restoreBackup({ ...asked.value, now: systemClock.now() })));
    return 0;
  } catch (error) {
    return refuse(error instanceof UnusableBackup ? 1 : 3, messageOf(error));
  }
}

const FACTS: Readonly<Record<Restored['facts'], string>> = {
  restored: '',
  'as they were':
    'Bản sao không có facts.db: số liệu đang có được giữ nguyên.\nThe backup holds no facts.db: the one that is there was left as it is.\n',
  empty:
    'Bản sao không có facts.db: số liệu của các trường bắt đầu lại từ trống.\nThe backup holds no facts.db: what schools measured begins anew.\n',
};

function said({ manifest, aside, facts }: Restored): string {
  const kept =
    aside === undefined
      ? ''
      : `Dữ liệu trước đó được giữ ở / what was there before is in ${aside}\n`;
  return `Đã khôi phục bản sao lưu lúc / restored the backup of ${manifest.made_at}
${kept}${FACTS[facts]}Tiếp theo / next:
  1. Khởi động lại trung tâm. / Start the collector.
  2. Token, phiên đăng nhập và mã ghi danh đã thu hồi hoặc đã dùng sau thời điểm sao lưu lại có hiệu lực: thu hồi lại.
     Tokens, sessions and enrolment codes revoked or used since the backup are valid again: revoke them again.
  3. Trường ghi danh sau thời điểm sao lưu phải ghi danh lại. Số liệu trung tâm đã nhận sau thời điểm đó không còn: máy chủ của trường đã xóa bản chờ gửi.
     Schools enrolled since must enrol again. Facts received since are gone: agents dropped them once they were acknowledged.
`;
}

function askedOf(
  args: readonly string[],
): Result<{ readonly from: string; readonly data: string }> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { from: text, data: text, config: text },
    });
    if (values.from === undefined) return fail(`--from is missing\n${USAGE}`);
    const config = collectorConfig(values.config);
    if (!config.ok) return config;
    const data = values.data ?? (process.env['HATANG_DATA'] || config.value.data);
    return ok({ from: values.from, data });
  } catch (error) {
    return fail(`${messageOf(error)}\n${USAGE}`);
  }
}

function refuse(code: 1 | 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang restore: ${problem}\n`);
  return code;
}
