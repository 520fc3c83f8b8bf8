import { once } from 'node:events';
import { createServer, isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { CollectorConfig } from '../../collector/config.ts';
import { smtpProblem } from '../../collector/notify/mail/smtp-door.ts';
import { OfficialDomains, sayOfficial } from '../../collector/notify/recipients/official.ts';
import { messageOf } from '../../kit/result.ts';
import { type EpochMs, seconds } from '../../kit/units.ts';
import { type Check, fails, looked, named, pass, unknown } from './check.ts';

const PORT = named('port', 'Cổng', 'Port');
const HISTORY = named('history', 'Lịch sử', 'History');
const MAIL = named('mail', 'Máy chủ thư', 'Mail server');
const ADDRESSES = named('addresses', 'Địa chỉ nhận thư', 'Mail addresses');
const CERTIFICATE = named('certificate', 'Chứng thư TLS', 'TLS certificate');
const PATIENCE = seconds(5);
const DAY_MS = 86_400_000;
const RENEWED_BEFORE_DAYS = 14;

/** What the config names beyond this machine; nothing is sent to people. */
export async function reachChecks(
  config: CollectorConfig,
  now: EpochMs,
): Promise<readonly Check[]> {
  return await Promise.all([
    looked(PORT, () => port(config)),
    looked(HISTORY, () => history(config)),
    looked(MAIL, () => mail(config)),
    looked(ADDRESSES, () => addresses(config)),
    looked(CERTIFICATE, () => certificate(config, now)),
  ]);
}

async function port({ listen: { host, port: number } }: CollectorConfig): Promise<Check> {
  const at = `${host}:${number}`;
  if (await answersAsOurs(host, number))
    return pass(PORT, `${at}: trung tâm đang chạy`, `${at}: a collector answers`);
  try {
    const server = createServer().listen(number, host);
    await once(server, 'listening');
    server.close();
    return pass(PORT, `${at}: còn trống`, `${at}: free`);
  } catch (error) {
    const why = messageOf(error);
    return fails(PORT, `${at}: không dùng được (${why})`, `${at}: can't be used (${why})`);
  }
}

async function answersAsOurs(host: string, number: number): Promise<boolean> {
  const near = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? host;
  try {
    const answer = await fetch(`http://${near}:${number}/healthz`, {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    });
    return answer.ok && (await answer.text()) === '{"status":"pass"}';
  } catch {
    // Nobody there, or nobody who speaks HTTP: whether the port is free is asked next.
    return false;
  }
}

async function history({ history: config }: CollectorConfig): Promise<Check> {
  if (config.kind === 'sqlite') return pass(HISTORY, 'trong facts.db', 'in facts.db');
  const { influxServer } = await import('../../collector/history/influx/server-door.ts');
  const { kind: _kind, ...place } = config;
  const { host } = new URL(config.url);
  const line = 'hatang_doctor written=true';
  const outcome = await influxServer(place).write([line], AbortSignal.timeout(PATIENCE));
  if (outcome.kind === 'stored')
    return pass(HISTORY, `InfluxDB ${host}: ghi được`, `InfluxDB ${host}: can be written`);
  const why = outcome.reason.slice(0, 200);
  return fails(
    HISTORY,
    `InfluxDB ${host}: không ghi được (${why})`,
    `InfluxDB ${host}: can't be written (${why})`,
  );
}

async function mail({ mail: config }: CollectorConfig): Promise<Check> {
  if (config?.smtp === undefined)
    return unknown(
      MAIL,
      'chưa khai báo: thư chỉ được lưu thành tệp',
      'none named: mails are kept as files',
    );
  const { host } = new URL(config.smtp);
  const problem = await smtpProblem(config.smtp, PATIENCE);
  return problem === undefined
    ? pass(MAIL, `${host}: sẵn sàng (không gửi thư nào)`, `${host}: ready (no mail was sent)`)
    : fails(MAIL, `${host}: ${problem}`);
}

/** Official addresses alone are asked for by directive 772; whoever switches that off is told each time. */
function addresses({ mail: config }: CollectorConfig): Check {
  const official = config?.official_domains ?? OfficialDomains.parse(undefined);
  return official === 'any'
    ? unknown(
        ADDRESSES,
        'mọi tên miền đều được nhận (official_domains: any): thư có thể tới hộp thư cá nhân',
        'any domain (official_domains: any): mail may go to private mailboxes',
      )
    : pass(ADDRESSES, sayOfficial(official));
}

async function certificate({ public_url }: CollectorConfig, now: EpochMs): Promise<Check> {
  const url = public_url === undefined ? undefined : new URL(public_url);
  if (url?.protocol !== 'https:')
    return unknown(
      CERTIFICATE,
      'public_url không phải https: đường truyền tới trung tâm không được mã hóa',
      'public_url is not https: the way to the collector is not encrypted',
    );
  const until = await validUntil(url);
  const left = Math.floor((until - now) / DAY_MS);
  const [vi, en] = [`${url.host}: còn ${left} ngày`, `${url.host}: ${left} days left`];
  return left >= RENEWED_BEFORE_DAYS
    ? pass(CERTIFICATE, vi, en)
    : fails(CERTIFICATE, `${vi}: gia hạn`, `${en}: renew it`);
}

/** Rejects where the name, the chain or the time is not right. */
async function validUntil(url: URL): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket: TLSSocket = connect({
    ...{ host, port: Number(url.port || 443) },
    // RFC 6066: a name, never an address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    timeout: PATIENCE,
  });
  socket.on('timeout', () => socket.destroy(new Error(`${url.host}: no answer in ${PATIENCE} ms`)));
  try {
    await once(socket, 'secureConnect');
    return Date.parse(socket.getPeerCertificate().valid_to);
  } finally {
    socket.destroy();
  }
}
