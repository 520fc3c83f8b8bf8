import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder } from '../../collector/backup/backup-folder.ts';
import { freeBytes, sizeBytes, syncedWrite } from '../../collector/backup/disk-door.ts';
import { backupsIn } from '../../collector/backup/kept-door.ts';
import { Snapshot } from '../../collector/backup/snapshot-door.ts';
import { SCHEMA, type StoreFile } from '../../collector/backup/store-file.ts';
import { whySuspected } from '../../collector/backup/suspect-door.ts';
import type { CollectorConfig } from '../../collector/config.ts';
import { systemClock } from '../../kit/clock.ts';
import { saySpan } from '../../kit/say.ts';
import { sayBytes } from '../../kit/say-bytes.ts';
import { type EpochMs, hours, ms } from '../../kit/units.ts';
import { type Check, fails, looked, named, pass, unknown } from './check.ts';

/** Below it the databases may soon not be written any more. */
const LITTLE_FREE_BYTES = 2e9;
/** Above it a commit that waits for the disk holds up whoever waits for its answer. */
const SLOW_SYNC_MS = 100;
/** A whole check of a larger file takes minutes: it is done at night. */
const CHECKED_BYTES = 5e9;
/** Two nights missed. */
const OLD_BACKUP = hours(49);

const FOLDER = named('data', 'Thư mục dữ liệu', 'Data folder');
const DISK = named('disk', 'Đĩa trống', 'Free disk');
const SYNC = named('sync', 'Ghi xuống đĩa', 'Write and sync');
const BACKUP = named('backup', 'Sao lưu', 'Backup');

export async function dataChecks(config: CollectorConfig, now: EpochMs): Promise<readonly Check[]> {
  const { data } = config;
  if (!existsSync(data))
    return [
      unknown(
        FOLDER,
        `${data}: chưa có; trung tâm tạo khi chạy lần đầu`,
        `${data}: not there yet; the collector makes it at its first start`,
      ),
    ];
  return [
    await looked(FOLDER, () => folder(data)),
    await looked(DISK, () => disk(data)),
    await looked(SYNC, () => sync(data)),
    await database(data, 'hatang.db'),
    await database(data, 'facts.db'),
    await looked(BACKUP, () => backups(config, now)),
  ];
}

function folder(data: string): Check {
  const { mode, uid } = statSync(data);
  const open = mode & 0o077;
  const foreign = process.getuid !== undefined && uid !== process.getuid();
  if (process.platform !== 'win32' && open !== 0)
    return fails(
      FOLDER,
      `${data}: người khác đọc được (${(mode & 0o777).toString(8)}): chmod 700`,
      `${data}: others can read it (${(mode & 0o777).toString(8)}): chmod 700`,
    );
  if (foreign)
    return unknown(
      FOLDER,
      `${data}: của người dùng khác (uid ${uid}); hãy chạy lệnh này bằng tài khoản của trung tâm`,
      `${data}: another user's (uid ${uid}); run this as the collector's own`,
    );
  return pass(FOLDER, data);
}

function disk(data: string): Check {
  const free = freeBytes(data);
  const said = sayBytes(free);
  return free >= LITTLE_FREE_BYTES
    ? pass(DISK, said)
    : fails(DISK, `còn ${said}: dọn đĩa`, `${said} left: make room`);
}

function sync(data: string): Check {
  const took = syncedWrite(data, systemClock);
  const said = `${took.toFixed(1)} ms`;
  return took <= SLOW_SYNC_MS
    ? pass(SYNC, said)
    : fails(
        SYNC,
        `${said}: đĩa chậm, mỗi lần nhận số liệu phải đợi chừng ấy`,
        `${said}: a slow disk; every commit waits that long`,
      );
}

async function database(data: string, name: StoreFile): Promise<Check> {
  const what = named(name, `Cơ sở dữ liệu ${name}`, `Database ${name}`);
  const file = join(data, name);
  if (!existsSync(file)) return unknown(what, 'chưa có', 'not there yet');
  return await looked(what, () => {
    const suspected = whySuspected(data, name);
    if (suspected !== undefined) return damaged(what, suspected);
    const size = sizeBytes(file);
    const snapshot = new Snapshot(file);
    try {
      const { schema } = snapshot;
      const said = `${sayBytes(size)}, schema ${schema}/${SCHEMA[name]}`;
      if (schema > SCHEMA[name])
        return fails(what, `${said}: do phiên bản mới hơn tạo`, `${said}: of a newer version`);
      if (size > CHECKED_BYTES)
        return unknown(
          what,
          `${said}; lớn, được kiểm tra mỗi đêm`,
          `${said}; large, checked at night`,
        );
      const wrong = snapshot.wrong();
      return wrong === undefined
        ? pass(what, `${said}, đã kiểm tra`, `${said}, checked`)
        : damaged(what, wrong);
    } finally {
      snapshot.close();
    }
  });
}

const damaged = (what: ReturnType<typeof named>, why: string): Check =>
  fails(
    what,
    `bị hỏng (${why}): hatang restore --from BẢN_SAO`,
    `damaged (${why}): hatang restore --from BACKUP`,
  );

function backups(config: CollectorConfig, now: EpochMs): Check {
  const folderOf = backupFolder(config);
  const [newest] = backupsIn(folderOf);
  if (newest === undefined)
    return config.backup === 'off'
      ? fails(BACKUP, 'đang tắt và chưa có bản nào', 'off, and there is none')
      : unknown(BACKUP, `${folderOf}: chưa có bản nào`, `${folderOf}: none yet`);
  const age = ms(Math.max(0, now - newest.at));
  const vi = `${newest.folder}, ${saySpan(age, { language: 'vi' })} trước`;
  const en = `${newest.folder}, ${saySpan(age, { language: 'en' })} ago`;
  return age <= OLD_BACKUP
    ? pass(BACKUP, vi, en)
    : fails(
        BACKUP,
        `${vi}: đã cũ; hatang backup, và xem nhật ký của trung tâm`,
        `${en}: old; hatang backup, and see the collector's log`,
      );
}
