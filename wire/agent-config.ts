/**
 * What the centre may set at an agent, in the words of agent.yaml, and what the agent says to it.
 *
 * Nothing in here names an address, a URL, an account, a file or a subnet: the centre changes how often an agent looks at
 * what its own file lists and by which rules the school judges itself, never what it touches (test: wire/agent-config.test.ts).
 */
import * as z from 'zod';
import { Span, TimeOfDay } from '../kit/config-fields.ts';
import { parseSpan } from '../kit/units.ts';

/** In every answer to a shipment: the version the agent should have. */
export const CONFIG_HEADER = 'X-Hatang-Config';
/** Of a whole answer; larger settings are neither sent nor read. */
export const CONFIG_BYTES = 256 * 1024;

/** Every cadence that may be set, by its place in agent.yaml: the shortest and the longest. */
export const CADENCES = {
  'ship.every': ['1s', '1m'],
  'server.every': ['10s', '1h'],
  'uplink.every': ['10s', '10m'],
  'uplink.bandwidth.every': ['1h', '7d'],
  'services.every': ['1m', '1h'],
  'machines.every': ['1m', '1h'],
  'cameras.every': ['30s', '1h'],
  'recorders.every': ['30s', '1h'],
  'discovery.every': ['10m', '7d'],
  'hosts.every': ['1h', '30d'],
  'labs.every': ['10m', '1d'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;
export type CadenceKey = keyof typeof CADENCES;

/** Batches of the backlog a second. */
export const BACKLOG_RATES = [1, 200] as const;

function cadence(key: CadenceKey) {
  const [least, most] = CADENCES[key];
  const [from = 0, to = 0] = [parseSpan(least), parseSpan(most)];
  return Span.refine(
    (span) => span >= from && span <= to,
    `expected ${least} at least and ${most} at most`,
  ).optional();
}

const section = (key: CadenceKey) => z.strictObject({ every: cadence(key) }).optional();

/** Days: 1 is Monday, 7 is Sunday. */
const Days = z.array(z.int().min(1).max(7)).min(1).max(7);
const Lessons = z
  .strictObject({ days: Days, from: TimeOfDay, to: TimeOfDay })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'to is not after from' });
export type Lessons = z.infer<typeof Lessons>;
/** May go past midnight. */
const Night = z.strictObject({ from: TimeOfDay, to: TimeOfDay });
const Day = z.iso.date('expected such as 2026-09-02');
const SchoolDays = z.strictObject({ days: Days, holidays: z.array(Day).max(100).default([]) });

const cadences = {
  ship: z
    .strictObject({
      every: cadence('ship.every'),
      backlog_rate: z.number().min(BACKLOG_RATES[0]).max(BACKLOG_RATES[1]).optional(),
    })
    .optional(),
  server: section('server.every'),
  uplink: z
    .strictObject({
      every: cadence('uplink.every'),
      bandwidth: z
        .strictObject({
          every: cadence('uplink.bandwidth.every'),
          lessons: Lessons.optional(),
          night: Night.optional(),
        })
        .optional(),
    })
    .optional(),
  services: section('services.every'),
  machines: section('machines.every'),
  cameras: section('cameras.every'),
  recorders: section('recorders.every'),
  discovery: section('discovery.every'),
  hosts: section('hosts.every'),
  labs: z
    .strictObject({ every: cadence('labs.every'), school_days: SchoolDays.optional() })
    .optional(),
};

/** What people at the centre set. */
export const CentreSettings = z.strictObject(cadences);
/** As it is written, sent and kept: `60s`. */
export type WrittenSettings = z.input<typeof CentreSettings>;

/** What an agent is sent: the same, and the centre's own rules of judging, so that a school judges itself as the centre does. */
export const AgentSettings = z.strictObject({
  ...cadences,
  standards: z
    .strictObject({
      /** As the collector's overrides file has them; what fits is known to `standards/overrides.ts`. */
      overrides: z.record(z.string().max(64), z.json()).optional(),
      school_hours: Lessons.optional(),
    })
    .optional(),
});
export type AgentSettings = z.output<typeof AgentSettings>;
export type SentSettings = z.input<typeof AgentSettings>;

/** Names one exact content; opaque to the agent. `0` sets nothing. */
export const ConfigVersion = z.string().regex(/^[\w+.-]{1,160}$/);
export const NO_VERSION = '0';

/** As an agent reads the answer: `version` is missing where the collector is older, or has nothing to offer this agent. */
export const AgentConfigAnswer = z.object({
  version: ConfigVersion.optional(),
  settings: z.json().optional(),
});

/** POST /api/v1/agent/config/report */
export const ConfigReport = z.strictObject({
  version: ConfigVersion,
  outcome: z.enum(['applied', 'refused', 'rolled_back']),
  problem: z.string().max(500).optional(),
});
export type ConfigReport = z.infer<typeof ConfigReport>;

/** POST /api/v1/agent-configs: `unit` is a school or a unit above schools; without it, every agent is meant. */
export const AgentConfigRequest = z.strictObject({
  unit: z.string().min(1).max(64).optional(),
  settings: CentreSettings,
  note: z.string().trim().max(500).default(''),
});
export const AgentConfigMade = z.object({ number: z.int().positive() });
