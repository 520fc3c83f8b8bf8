import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { Size, Slug, Span } from '../kit/config-fields.ts';
import {
  type ConfigProblem,
  type ConfigSurroundings,
  loadConfig,
  parseConfig,
} from '../kit/load-config.ts';
import { ok, type Result } from '../kit/result.ts';
import { crossMistakes } from './config-mistakes.ts';
import { LabsOptions } from './labs/options.ts';
import { HostsOptions } from './probes/hosts/options.ts';
import { DiscoveryOptions } from './probes/onvif/discovery-options.ts';
import { CameraOptions, RecorderOptions } from './probes/onvif/options.ts';
import { ServerOptions } from './probes/server/options.ts';
import { ServiceOptions } from './probes/service/options.ts';
import { MachinesOptions } from './probes/snmp/options.ts';
import { UplinkOptions } from './probes/uplink/options.ts';

const CollectorUrl = z
  .url({ protocol: /^https?$/, hostname: /./, error: 'expected http://… or https://…' })
  .refine(
    (text) => (URL.parse(text)?.username ?? '') === '',
    'expected an address without credentials',
  )
  .transform((text) => text.replace(/\/+$/, ''));

/** The page has no login: only this machine may read it. */
const Listen = z
  .string()
  .regex(/^(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/, 'expected 127.0.0.1:PORT');

const Page = z.union([z.literal('off'), z.strictObject({ listen: Listen })], {
  error: 'expected off, or listen: 127.0.0.1:PORT',
});

const Sections = {
  server: ServerOptions.optional(),
  uplink: UplinkOptions.optional(),
  services: ServiceOptions.optional(),
  machines: MachinesOptions.optional(),
  labs: LabsOptions.optional(),
  cameras: CameraOptions.optional(),
  recorders: RecorderOptions.optional(),
  discovery: DiscoveryOptions.optional(),
  hosts: HostsOptions.optional(),
};

const FileShape = z.strictObject({
  agent: Slug.default('agent'),
  /** Simulated: whatever this agent tells is labelled so, everywhere. */
  school: z.strictObject({ simulated: z.boolean().default(false) }).prefault({}),
  collector: z.strictObject({
    url: CollectorUrl,
    /** Whether the centre may set cadences; `off`: this file alone counts. */
    settings: z.enum(['on', 'off']).default('on'),
  }),
  /** Folder of the spool, the token and the school's id; relative to the config file. */
  data: z.string().min(1).default('./data'),
  page: Page.prefault({ listen: '127.0.0.1:8481' }),
  /** What the agent may touch; empty allows every configured address. */
  subnets: z.array(z.cidrv4('expected such as 192.168.1.0/24')).max(100).default([]),
  spool: z
    .strictObject({
      max_size: Size.prefault('100MiB'),
      max_age: Span.prefault('30d'),
      reserve: Size.prefault('4MiB'),
    })
    .prefault({}),
  ship: z
    .strictObject({
      every: Span.prefault('2s'),
      /** Batches a second. */
      backlog_rate: z.number().positive().max(1_000).default(20),
    })
    .prefault({}),
  declarations: z
    .record(
      z.string().regex(/^[a-z0-9_]{1,64}$/, 'expected a-z, 0-9 and _'),
      z.union([z.number(), z.boolean(), z.string().max(1_000)], {
        error: 'expected a number, true, false or a text',
      }),
    )
    .default({}),
  ...Sections,
});

export const AgentConfig = FileShape.superRefine(
  (config, context) => {
    for (const { path, message } of crossMistakes(config))
      context.addIssue({ code: 'custom', path: [...path], message });
  },
  // Also where a field is wrong elsewhere in the file: all problems are told at once.
  { when: () => true },
);
export type AgentConfig = z.infer<typeof AgentConfig>;

/** Reads and checks a config file; `data` leaves as an absolute path. */
export function readAgentConfig(
  file: string,
  surroundings: ConfigSurroundings,
): Result<AgentConfig, readonly ConfigProblem[]> {
  return placed(loadConfig(file, AgentConfig, surroundings), file);
}

/** The same of a text that would stand in `file`. */
export function parseAgentConfig(
  text: string,
  file: string,
  surroundings: ConfigSurroundings,
): Result<AgentConfig, readonly ConfigProblem[]> {
  const folder = dirname(resolve(file));
  return placed(parseConfig({ text, folder }, AgentConfig, surroundings), file);
}

function placed(
  read: Result<AgentConfig, readonly ConfigProblem[]>,
  file: string,
): Result<AgentConfig, readonly ConfigProblem[]> {
  if (!read.ok) return read;
  return ok({ ...read.value, data: resolve(dirname(resolve(file)), read.value.data) });
}
