import type { Language, Text } from '../../../kit/text.ts';
import type { InspectedSecurity } from './inspected-security.ts';

type Row = readonly [mark: string, topic: string, seen: string];

export const UNKNOWN: Text = { vi: 'không rõ', en: 'unknown' };
const YES: Text = { vi: 'có', en: 'yes' };
const NO: Text = { vi: 'không', en: 'no' };

/** ✓ as it should be, ✕ not so, ? unknown; then what it is about and what was seen. */
export function saySecurity(security: InspectedSecurity, language: Language): readonly Row[] {
  const { time_source, tls_version, accounts, certificate_sha256 } = security;
  const doors = DOORS.map(({ name, right, topic }): Row => {
    const seen = security[name];
    const said = seen === null ? UNKNOWN : seen ? YES : NO;
    return [markOf(seen === null ? null : seen === right), topic[language], said[language]];
  });
  const fromServer = time_source === null ? null : time_source === 'NTP';
  const modern = tls_version === null ? null : !WITHDRAWN.has(tls_version);
  return [
    ...doors,
    [markOf(fromServer), TIME_SOURCE[language], time_source ?? UNKNOWN[language]],
    ...ifKnown(tls_version, (tls): Row => [markOf(modern), TLS_VERSION[language], tls]),
    ...ifKnown(certificate_sha256, (print): Row => ['', CERTIFICATE[language], print]),
    ...ifKnown(accounts, (count): Row => ['', ACCOUNTS[language], `${count}`]),
  ];
}

const markOf = (isRight: boolean | null): string => (isRight === null ? '?' : isRight ? '✓' : '✕');

const ifKnown = <Value>(value: Value | null, row: (value: Value) => Row): readonly Row[] =>
  value === null ? [] : [row(value)];

/** Withdrawn by RFC 8996. */
const WITHDRAWN: ReadonlySet<string> = new Set(['SSLv3', 'TLSv1', 'TLSv1.1']);

const TIME_SOURCE: Text = { vi: 'nguồn giờ', en: 'time source' };
const TLS_VERSION: Text = { vi: 'phiên bản TLS', en: 'TLS version' };
const CERTIFICATE: Text = { vi: 'dấu chứng thư (SHA-256)', en: 'certificate (SHA-256)' };
const ACCOUNTS: Text = { vi: 'số tài khoản', en: 'accounts' };

/** What is seen, and what it should be. */
const DOORS = [
  {
    name: 'anonymous_profiles',
    right: false,
    topic: { vi: 'cho xem cấu hình không cần mật khẩu', en: 'shows settings without a login' },
  },
  {
    name: 'anonymous_users',
    right: false,
    topic: { vi: 'cho xem tài khoản không cần mật khẩu', en: 'shows accounts without a login' },
  },
  {
    name: 'anonymous_stream',
    right: false,
    topic: { vi: 'cho xem hình không cần mật khẩu', en: 'shows pictures without a login' },
  },
  {
    name: 'any_credentials',
    right: false,
    topic: { vi: 'nhận mọi mật khẩu', en: 'takes any password' },
  },
  {
    name: 'factory_accounts_only',
    right: false,
    topic: { vi: 'chỉ có tài khoản tên mặc định', en: 'has only accounts with factory names' },
  },
  {
    name: 'basic_in_clear',
    right: false,
    topic: { vi: 'nhận mật khẩu không mã hoá (Basic)', en: 'takes passwords in the clear (Basic)' },
  },
  { name: 'https_offered', right: true, topic: { vi: 'có HTTPS', en: 'offers HTTPS' } },
  { name: 'rtsps_offered', right: true, topic: { vi: 'có RTSPS', en: 'offers RTSPS' } },
  {
    name: 'telnet_open',
    right: false,
    topic: { vi: 'mở telnet (cổng 23)', en: 'telnet is open (port 23)' },
  },
  {
    name: 'ftp_open',
    right: false,
    topic: { vi: 'mở ftp (cổng 21)', en: 'ftp is open (port 21)' },
  },
  {
    name: 'ntp_server',
    right: true,
    topic: { vi: 'có máy chủ giờ', en: 'a time server is set' },
  },
] as const satisfies readonly {
  readonly name: keyof InspectedSecurity;
  readonly right: boolean;
  readonly topic: Text;
}[];
