import * as z from 'zod/mini';
import { SLUG, SLUG_EXPECTED } from '../kit/slug.ts';

/**
 * What a lab machine and its school's agent say to each other over TLS in the school's own network.
 *
 *   GET  /v1/lab-tests       → LabTests       what to try, and how often to come back
 *   POST /v1/machine-report  → ReportAnswer   what was seen
 *
 * Both carry `Authorization: Bearer TOKEN`, the token of the school's labs. Fields are added, never renamed: an agent passes
 * over fields it doesn't know, so that a newer reporter still serves an older agent. Amounts are bytes, rates bits a second, times seconds.
 * In zod's small dialect, which takes 2 MB less of a lab machine.
 */
export const LAB_TESTS_PATH = '/v1/lab-tests';
export const MACHINE_REPORT_PATH = '/v1/machine-report';
export const LONGEST_REPORT_BYTES = 64 * 1024;

/**
 * What a lab machine is set up with, as one line to copy: the SHA-256 of the agent's certificate and the labs' token, so that it
 * knows the agent and the agent knows it.
 *
 *   hl1 . 43 characters of base64url (SHA-256 of the certificate) . token
 */
export interface LabKey {
  /** SHA-256 of the certificate in DER, base64url. */
  readonly fingerprint: string;
  readonly token: string;
}

export const LAB_TOKEN = /^[A-Za-z0-9_-]{22,64}$/;

export const sayLabKey = ({ fingerprint, token }: LabKey): string => `hl1.${fingerprint}.${token}`;

/** Undefined when it is no such line. */
export function readLabKey(text: string): LabKey | undefined {
  const match = /^hl1\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22,64})$/.exec(text.trim());
  const [, fingerprint, token] = match ?? [];
  return fingerprint === undefined || token === undefined ? undefined : { fingerprint, token };
}

const Slug = z.string().check(z.regex(SLUG, SLUG_EXPECTED));
const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
const list = <Entry extends z.ZodMiniType>(entry: Entry, most: number) =>
  z.array(entry).check(z.maxLength(most));
const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const words = text(200);
const amount = z.int().check(z.nonnegative());
const positive = z.number().check(z.nonnegative());
const ratio = z.number().check(z.minimum(0), z.maximum(1));
const seconds = z.number().check(z.nonnegative(), z.maximum(3_600));
const maybe = z.optional;

const HttpsUrl = z.url({ protocol: /^https$/ }).check(z.maxLength(300));

export const LabTests = z.object({
  /** How long until the next report. */
  every_s: whole(60, 86_400),
  services: list(z.object({ name: Slug, url: HttpsUrl }), 30),
  /** The far end of the UDP echo (wire/echo.ts); absent where the school has none. */
  echo: maybe(z.object({ host: text(253), port: whole(1, 65_535) })),
});
export type LabTests = z.infer<typeof LabTests>;

const Mac = z.string().check(z.regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/));

/** What names a machine whatever disk or address it has today; absent where the firmware doesn't say. */
export const MachineIdentity = z.object({
  uuid: maybe(text(64)),
  board_serial: maybe(text(64)),
  /** Of physical wired and wireless adapters, `aa:bb:cc:dd:ee:ff`. */
  macs: list(Mac, 16),
  disk_serials: list(text(64), 16),
});
export type MachineIdentity = z.infer<typeof MachineIdentity>;

export const AppResult = z.object({
  service: Slug,
  up: z.boolean(),
  dns_s: maybe(seconds),
  connect_s: maybe(seconds),
  tls_s: maybe(seconds),
  first_byte_s: maybe(seconds),
  total_s: maybe(seconds),
  status: maybe(whole(100, 999)),
  error: maybe(words),
});
export type AppResult = z.infer<typeof AppResult>;

export const OS_EDITIONS = ['home_pro', 'enterprise_education', 'ltsc'] as const;
export const WINDOWS_11_LACKS = ['tpm', 'memory', 'disk', 'cpu', 'firmware'] as const;

export const MachineReport = z.object({
  /** Version of the reporter. */
  program: text(32),
  taken_at_ms: amount,
  name: text(64),
  /** The lab it was set up for. */
  room: maybe(Slug),
  identity: MachineIdentity,
  manufacturer: maybe(words),
  model: maybe(words),
  serial: maybe(text(64)),
  os: z.object({
    name: words,
    version: maybe(text(64)),
    edition: maybe(z.enum(OS_EDITIONS)),
    build: maybe(text(32)),
  }),
  cpu_model: maybe(words),
  cores: maybe(amount),
  memory_bytes: maybe(amount),
  memory_used_ratio: maybe(ratio),
  /** The largest fixed disk; the free room is of the system's volume. */
  disk_bytes: maybe(amount),
  disk_free_bytes: maybe(amount),
  disk_kind: maybe(z.enum(['ssd', 'hdd'])),
  uptime_s: maybe(positive),
  link_bps: maybe(positive),
  interfaces_up: maybe(amount),
  screen: maybe(z.object({ width: amount, height: amount })),
  tpm_version: maybe(z.enum(['2.0', '1.2', 'none'])),
  secure_boot: maybe(z.boolean()),
  windows11: maybe(z.object({ ready: z.boolean(), lacks: list(z.enum(WINDOWS_11_LACKS), 5) })),
  browsers: list(z.object({ name: text(40), version: text(40) }), 12),
  antivirus: maybe(z.object({ names: list(text(80), 8), on: z.boolean() })),
  apps: list(AppResult, 30),
  /** Fifty packets a second to the far end, as a call sends them. */
  meeting: maybe(
    z.object({
      rtt_s: maybe(seconds),
      jitter_s: maybe(seconds),
      loss_ratio: ratio,
      sent: amount,
    }),
  ),
});
export type MachineReport = z.infer<typeof MachineReport>;

export const ReportAnswer = z.object({
  /** The id it is counted under. */
  machine: Slug,
  every_s: whole(60, 86_400),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;
