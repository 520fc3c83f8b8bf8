import * as z from 'zod';
import { Slug } from '../kit/config-fields.ts';

/**
 * What a lab machine and its school's agent say to each other over TLS in the school's own network.
 *
 *   GET  /v1/lab-tests       → LabTests       what to try, and how often to come back
 *   POST /v1/machine-report  → ReportAnswer   what was seen
 *
 * Both carry `Authorization: Bearer TOKEN`, the token of the school's labs. Fields are added, never renamed: an agent passes
 * over fields it doesn't know, so that a newer reporter still serves an older agent. Amounts are bytes, rates bits a second, times seconds.
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

const text = (most: number) => z.string().trim().min(1).max(most);
const words = text(200);
const amount = z.int().nonnegative();
const seconds = z.number().nonnegative().max(3_600);

export const LabTests = z.object({
  /** How long until the next report. */
  every_s: z.int().min(60).max(86_400),
  services: z.array(z.object({ name: Slug, url: z.url({ protocol: /^https$/ }).max(300) })).max(30),
  /** The far end of the UDP echo (wire/echo.ts); absent where the school has none. */
  echo: z.object({ host: text(253), port: z.int().min(1).max(65_535) }).optional(),
});
export type LabTests = z.infer<typeof LabTests>;

/** What names a machine whatever disk or address it has today; absent where the firmware doesn't say. */
export const MachineIdentity = z.object({
  uuid: text(64).optional(),
  board_serial: text(64).optional(),
  /** Of physical wired and wireless adapters, `aa:bb:cc:dd:ee:ff`. */
  macs: z.array(z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)).max(16),
  disk_serials: z.array(text(64)).max(16),
});
export type MachineIdentity = z.infer<typeof MachineIdentity>;

export const AppResult = z.object({
  service: Slug,
  up: z.boolean(),
  dns_s: seconds.optional(),
  connect_s: seconds.optional(),
  tls_s: seconds.optional(),
  first_byte_s: seconds.optional(),
  total_s: seconds.optional(),
  status: z.int().min(100).max(999).optional(),
  error: words.optional(),
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
  room: Slug.optional(),
  identity: MachineIdentity,
  manufacturer: words.optional(),
  model: words.optional(),
  serial: text(64).optional(),
  os: z.object({
    name: words,
    version: text(64).optional(),
    edition: z.enum(OS_EDITIONS).optional(),
    build: text(32).optional(),
  }),
  cpu_model: words.optional(),
  cores: amount.optional(),
  memory_bytes: amount.optional(),
  memory_used_ratio: z.number().min(0).max(1).optional(),
  /** The largest fixed disk; the free room is of the system's volume. */
  disk_bytes: amount.optional(),
  disk_free_bytes: amount.optional(),
  disk_kind: z.enum(['ssd', 'hdd']).optional(),
  uptime_s: z.number().nonnegative().optional(),
  link_bps: z.number().nonnegative().optional(),
  interfaces_up: amount.optional(),
  screen: z.object({ width: amount, height: amount }).optional(),
  tpm_version: z.enum(['2.0', '1.2', 'none']).optional(),
  secure_boot: z.boolean().optional(),
  windows11: z
    .object({ ready: z.boolean(), lacks: z.array(z.enum(WINDOWS_11_LACKS)).max(5) })
    .optional(),
  browsers: z.array(z.object({ name: text(40), version: text(40) })).max(12),
  antivirus: z.object({ names: z.array(text(80)).max(8), on: z.boolean() }).optional(),
  apps: z.array(AppResult).max(30),
  /** Fifty packets a second to the far end, as a call sends them. */
  meeting: z
    .object({
      rtt_s: seconds.optional(),
      jitter_s: seconds.optional(),
      loss_ratio: z.number().min(0).max(1),
      sent: amount,
    })
    .optional(),
});
export type MachineReport = z.infer<typeof MachineReport>;

export const ReportAnswer = z.object({
  /** The id it is counted under. */
  machine: Slug,
  every_s: z.int().min(60).max(86_400),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;
