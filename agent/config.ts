import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { Size, Slug, Span } from '../kit/config-fields.ts';
import { endpointOf } from '../kit/endpoint.ts';
import { type ConfigProblem, type ConfigSurroundings, loadConfig } from '../kit/load-config.ts';
import { ok, type Result } from '../kit/result.ts';
import { CameraOptions, RecorderOptions } from './probes/onvif/options.ts';
import { ServerOptions } from './probes/server/options.ts';
import { ServiceOptions } from './probes/service/options.ts';
import { MachinesOptions } from './probes/snmp/options.ts';
import { UplinkOptions } from './probes/uplink/options.ts';
import { isOutside } from './subnet.ts';

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
  cameras: CameraOptions.optional(),
  recorders: RecorderOptions.optional(),
};

const FileShape = z.strictObject({
  agent: Slug.default('agent'),
  /** Simulated: whatever this agent tells is labelled so, everywhere. */
  school: z.strictObject({ simulated: z.boolean().default(false) }).prefault({}),
  collector: z.strictObject({ url: CollectorUrl }),
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

export const AgentConfig = FileShape.superRefine((config, context) => {
  const devices = configuredDevices(config);
  for (const { path, message } of [
    ...twice(devices),
    ...outside(devices, config.subnets),
    ...strayLines(config),
  ])
    context.addIssue({ code: 'custom', path: [...path], message });
});
export type AgentConfig = z.infer<typeof AgentConfig>;

/** Reads and checks a config file; `data` leaves as an absolute path. */
export function readAgentConfig(
  file: string,
  surroundings: ConfigSurroundings,
): Result<AgentConfig, readonly ConfigProblem[]> {
  const read = loadConfig(file, AgentConfig, surroundings);
  if (!read.ok) return read;
  return ok({ ...read.value, data: resolve(dirname(resolve(file)), read.value.data) });
}

type Path = readonly (string | number)[];

interface DeviceInFile {
  readonly path: Path;
  readonly id: string;
  readonly address?: string;
}

interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** Every device of every section, with where it stands in the file. */
function configuredDevices(config: z.infer<typeof FileShape>): readonly DeviceInFile[] {
  const single = (['server', 'uplink'] as const).flatMap((section) => {
    const device = config[section];
    return device === undefined ? [] : [{ path: [section], id: device.id }];
  });
  const listed = (['machines', 'cameras', 'recorders'] as const).flatMap((section) =>
    (config[section]?.list ?? []).map(({ id, address }, at) => ({
      path: [section, 'list', at],
      id,
      address,
    })),
  );
  return [...single, ...listed];
}

function twice(devices: readonly DeviceInFile[]): readonly Mistake[] {
  const seen = new Map<string, string>();
  const mistakes: Mistake[] = [];
  for (const { id, path } of devices) {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, path.join('.'));
    else mistakes.push({ path: [...path, 'id'], message: `${id} is already the id of ${first}` });
  }
  return mistakes;
}

function outside(devices: readonly DeviceInFile[], subnets: readonly string[]): readonly Mistake[] {
  return devices.flatMap(({ path, address }) => {
    const host = address === undefined ? undefined : endpointOf(address, 1)?.host;
    if (host === undefined || !isOutside(host, subnets)) return [];
    return [{ path: [...path, 'address'], message: `${host} is outside the subnets` }];
  });
}

/** What is reached or measured through a line belongs to one that is there, or its facts belong to nothing. */
function strayLines({ services, machines, uplink }: z.infer<typeof FileShape>): readonly Mistake[] {
  if (uplink === undefined) return [];
  const stray = (path: Path, line: string): readonly Mistake[] =>
    line === uplink.id ? [] : [{ path, message: `no line ${line}: the uplink is ${uplink.id}` }];
  return [
    ...(services?.list ?? []).flatMap(({ device }, at) =>
      stray(['services', 'list', at, 'device'], device),
    ),
    ...(machines?.list ?? []).flatMap((machine, at) =>
      machine.wan_interface === undefined
        ? []
        : stray(['machines', 'list', at, 'uplink'], machine.uplink),
    ),
  ];
}
