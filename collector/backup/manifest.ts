import * as z from 'zod';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { Text } from '../../kit/text.ts';
import { SCHEMA, STORE_FILES, type StoreFile } from './store-file.ts';

export const MANIFEST = 'manifest.json';
export const MAX_MANIFEST_BYTES = 256 * 1024;

const KeptFile = z.strictObject({
  name: z.enum(STORE_FILES),
  schema: z.int().min(1),
  /** The instant that was copied, not the one at which the copy was done. */
  taken_at: z.iso.datetime(),
  size_bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of each table. */
  rows: z.record(z.string().max(100), z.int().nonnegative()),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** What a backup is: told beside the files, so that a person can read it without hatang. */
export const Manifest = z
  .strictObject({
    format: z.literal(1),
    /** Of the program that made it. */
    version: z.string().max(100),
    made_at: z.iso.datetime(),
    files: z.array(KeptFile).min(1).max(STORE_FILES.length),
    holds: z.array(Text).max(20),
    lacks: z.array(Text).max(20),
  })
  .refine(({ files }) => files[0]?.name === 'hatang.db' && files[1]?.name !== 'hatang.db', {
    path: ['files'],
    error: 'expected hatang.db, then facts.db or nothing',
  });
export type Manifest = z.infer<typeof Manifest>;

export function readManifest(text: string): Result<Manifest> {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    return fail(`${MANIFEST}: ${messageOf(error)}`);
  }
  const read = Manifest.safeParse(plain);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return fail(`${MANIFEST}: ${issue?.path.map(String).join('.')}: ${issue?.message}`);
}

export const fileIn = ({ files }: Manifest, name: StoreFile): KeptFile | undefined =>
  files.find((file) => file.name === name);

/** A file that only a newer version can read; undefined while there is none. */
export const newerFile = ({ files }: Manifest): KeptFile | undefined =>
  files.find(({ name, schema }) => schema > SCHEMA[name]);

const STATE: Text = {
  vi: 'hatang.db: đơn vị, trường, người dùng, sự cố, thư, nhật ký thay đổi; mật khẩu và token chỉ ở dạng băm',
  en: 'hatang.db: units, schools, users, incidents, mails, the audit log; passwords and tokens as hashes only',
};
const FACTS: Text = {
  vi: 'facts.db: số liệu mới nhất, thống kê theo ngày, lịch sử lưu tại chỗ, hàng chờ ghi sang InfluxDB',
  en: 'facts.db: latest values, daily statistics, the embedded history, what waits for InfluxDB',
};
const NEVER: readonly Text[] = [
  {
    vi: 'tài khoản camera: chỉ có ở máy chủ của trường, chưa bao giờ gửi về trung tâm',
    en: "camera accounts: they are at the schools' servers only and were never sent to the centre",
  },
  {
    vi: 'tệp cấu hình của trung tâm và các tệp bí mật: mật khẩu SMTP, token InfluxDB, khóa TLS',
    en: "the collector's config and its secrets: SMTP password, InfluxDB token, TLS keys",
  },
  {
    vi: 'dữ liệu đã nằm trong InfluxDB: sao lưu bằng công cụ của InfluxDB',
    en: "what is in InfluxDB already: InfluxDB's own backup keeps that",
  },
  {
    vi: 'thư mục mails: bản lưu dạng tệp của thư đã gửi',
    en: 'the folder mails: mails kept as files',
  },
];

export function contentsOf(withFacts: boolean): Pick<Manifest, 'holds' | 'lacks'> {
  return withFacts
    ? { holds: [STATE, FACTS], lacks: [...NEVER] }
    : { holds: [STATE], lacks: [FACTS, ...NEVER] };
}
