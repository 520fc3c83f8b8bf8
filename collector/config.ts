import * as z from 'zod';
import { Rate, Size, Slug, Span } from '../kit/config-fields.ts';
import { LOG_LEVELS } from '../kit/log.ts';
import { days, minutes } from '../kit/units.ts';
import { RulesConfig } from './alert/rules/rules-config.ts';
import { BackupConfig } from './backup/backup-config.ts';
import { CalendarConfig } from './calendar/calendar-config.ts';
import { InfluxHistoryConfig, MirrorConfig } from './history/influx/config.ts';
import { DeadManConfig } from './notify/dead-man/config.ts';
import { DigestOptions } from './notify/digest/options.ts';
import { MailOptions } from './notify/mail/options.ts';
import { Webhooks } from './notify/webhook/config.ts';

const Listen = z.string().transform((text, context) => {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] !== undefined && port <= 65_535)
    return { host: match[1].replace(/^\[|\]$/g, ''), port };
  context.addIssue({ code: 'custom', message: 'expected HOST:PORT' });
  return z.NEVER;
});

export { Listen };

const TimeZone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // An unknown name is what this asks about.
    return false;
  }
}, 'expected an IANA time zone such as Asia/Ho_Chi_Minh');

const Unit = z.strictObject({
  id: Slug,
  kind: z.enum(['city', 'ward', 'district']),
  name: z.string().min(1).max(200),
  parent: Slug.optional(),
});

/** The units as a tree: every parent is there, nothing stands twice or below itself. */
const UnitTree = z.array(Unit).superRefine((units, context) => {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const seen = new Set<string>();
  for (const [at, { id, parent }] of units.entries()) {
    const tell = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [at, key], message });
    if (seen.has(id)) tell('id', `${id} stands twice`);
    seen.add(id);
    if (parent === undefined) continue;
    if (!parents.has(parent)) tell('parent', `there is no unit ${parent}`);
    else if (isBelowItself(id, parents)) tell('parent', `${id} stands below itself`);
  }
});

function isBelowItself(id: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let above = parents.get(id);
  for (let steps = 0; above !== undefined && steps <= parents.size; steps += 1) {
    if (above === id) return true;
    above = parents.get(above);
  }
  return false;
}

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM');

/** Agents hold 30 days of facts, which may come in at once. */
const LEAST_KEPT = days(35);
const SAY_LEAST = 'expected 35d or more: agents hold facts for 30 days';
/** `raw` is every point; the others are means, extremes and last values by step. One span stands for all. */
const Keep = z.preprocess(
  (keep) =>
    typeof keep === 'string' ? { raw: keep, five_minutes: keep, hour: keep, day: keep } : keep,
  z.strictObject({
    raw: Span.refine((span) => span >= LEAST_KEPT, SAY_LEAST).prefault('90d'),
    five_minutes: Span.prefault('400d'),
    hour: Span.prefault('3y'),
    day: Span.prefault('10y'),
  }),
);

/** Where history lives: in the collector's own database, which may be mirrored, or in an InfluxDB. */
const HistoryConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sqlite'),
    keep: Keep.prefault({}),
    mirror: MirrorConfig.optional(),
  }),
  InfluxHistoryConfig,
]);

const CarryingRate = Rate.refine((rate) => rate >= 1e6, 'expected 1Mbit/s or more');

/** What line tests may load this end with; whoever waits for a slot stands in a queue. */
const MeasureConfig = z.strictObject({
  /** Schools measured at once. */
  slots: z.int().min(1).max(1_000).default(10),
  /** What this end's own line carries; the lines measured at once never add up to more. */
  capacity: CarryingRate.prefault('1Gbit/s'),
  /** A school's line whose rate nobody states. */
  assumed_line: CarryingRate.prefault('200Mbit/s'),
  /** Of one school. */
  light_a_day: z.int().min(1).max(10_000).default(60),
  heavy_a_day: z.int().min(1).max(10_000).default(24),
});

const Parts = z.strictObject({
  listen: Listen.default({ host: '127.0.0.1', port: 8480 }),
  /** Folder of the database, kept mails and backups; relative to where the collector is started. */
  data: z.string().min(1).default('./data'),
  /** What stays free on its disk: with less the collector says that it is not ready. Default: 512 MiB, of a small disk 5 %. */
  disk_reserve: Size.optional(),
  log: z.strictObject({ level: z.enum(LOG_LEVELS).default('info') }).prefault({}),
  /** The address people and mails use; the default is the one listened on. */
  public_url: z.url({ protocol: /^https?$/ }).optional(),
  /** HTTPS without a proxy: PEM files, read again when they change. */
  tls: z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }).optional(),
  /** Addresses or networks of the proxies in front, whose X-Forwarded-For is believed; nobody else's is. */
  trusted_proxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  time_zone: TimeZone.default('Asia/Ho_Chi_Minh'),
  school_hours: z
    .strictObject({
      days: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5, 6]),
      from: TimeOfDay.default('07:00'),
      to: TimeOfDay.default('17:00'),
    })
    .refine(({ from, to }) => from < to, { path: ['to'], error: 'to is not after from' })
    .prefault({}),
  /** Which days are school days. */
  calendar: CalendarConfig,
  units: UnitTree.default([]),
  history: HistoryConfig.prefault({ kind: 'sqlite' }),
  mail: MailOptions.optional(),
  webhooks: Webhooks,
  dead_man: DeadManConfig.optional(),
  digests: DigestOptions.prefault({}),
  /** Name of the centre that gets the list of shared cameras, as its export says it. */
  operations_centre: z.string().min(1).max(200).optional(),
  standards: z
    .strictObject({
      /** Folder of standards in place of the shipped ones. */
      folder: z.string().optional(),
      /** File that changes thresholds without touching what is shipped. */
      overrides: z.string().optional(),
    })
    .prefault({}),
  measure: MeasureConfig.prefault({}),
  backup: BackupConfig.prefault({}),
  /** What to do about a damaged database file: end and say so, or set it aside and put the newest backup in its place. */
  damage: z.enum(['refuse', 'rebuild']).default('refuse'),
  alerts: z
    .strictObject({
      agent_silent_after: Span.default(minutes(3)),
      rules: RulesConfig.prefault({}),
    })
    .prefault({}),
});
/** A mail recipient of a unit that is not there would never get a mail, and never hear of it. */
export const CollectorConfig = Parts.superRefine(({ mail, units }, context) => {
  for (const [at, { unit }] of mail?.to.entries() ?? [])
    if (unit !== undefined && !units.some(({ id }) => id === unit))
      context.addIssue({
        code: 'custom',
        path: ['mail', 'to', at, 'unit'],
        message: `there is no unit ${unit}`,
      });
});
export type CollectorConfig = z.infer<typeof CollectorConfig>;
