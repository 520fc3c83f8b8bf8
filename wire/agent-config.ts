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

function between(least: string, most: string) {
  const [from = 0, to = 0] = [parseSpan(least), parseSpan(most)];
  return Span.refine(
    (span) => span >= from && span <= to,
    `expected ${least} at least and ${most} at most`,
  ).optional();
}

const section = (least: string, most: string) =>
  z.strictObject({ every: between(least, most) }).optional();

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
      every: between('1s', '1m'),
      /** Batches a second. */
      backlog_rate: z.number().min(1).max(200).optional(),
    })
    .optional(),
  server: section('10s', '1h'),
  uplink: z
    .strictObject({
      every: between('10s', '10m'),
      bandwidth: z
        .strictObject({
          every: between('1h', '7d'),
          lessons: Lessons.optional(),
          night: Night.optional(),
        })
        .optional(),
    })
    .optional(),
  services: section('1m', '1h'),
  machines: section('1m', '1h'),
  cameras: section('30s', '1h'),
  recorders: section('30s', '1h'),
  discovery: section('10m', '7d'),
  hosts: section('1h', '30d'),
  labs: z
    .strictObject({ every: between('10m', '1d'), school_days: SchoolDays.optional() })
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
