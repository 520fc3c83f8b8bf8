import { parseArgs } from 'node:util';
import { Slug, Span } from '../../kit/config-fields.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { type Ms, minutes, ms } from '../../kit/units.ts';

export const USAGE = `hatang simulate --collector URL [--schools N] [--cameras N] [--machines N] …

  Đóng vai tác nhân của nhiều trường với các lô số liệu thật, rồi đọc lại để kiểm tra không mất gì.
  Stands for the agents of many schools with real batches, then reads back that nothing acknowledged is missing.

  --collector URL          such as http://127.0.0.1:8480
  --admin-token-file FILE  a token with the role admin (or HATANG_ADMIN_TOKEN): adds the schools, reads back
  --schools N              (10)  all marked as simulated
  --cameras N --machines N of each school (60, 40)
  --units ID,ID            wards or districts the schools are shared out among
  --every 5m               how often each camera and machine is looked at
  --ship 2s                how often an agent sends what it gathered
  --minutes M              (5)  with --backlog at most that long: it ends when the backlog is sent
  --backlog 24h            each school comes back from so long an outage, and sends it behind what is new
  --backlog-rate N         (20)  batches of it a second and school
  --herd                   all come back at one moment
  --replay                 sends each tenth batch once more, which must be answered as known
  --speed X                all cadences divided by this
  --connections N          (200)  shared by all agents
  --seed N                 (1)  the same city for the same seed
  --check N                (20)  schools whose history is read back point by point; 0: none
  --json                   one JSON document on stdout
`;

export interface Asked {
  readonly collector: string;
  readonly adminTokenFile: string | undefined;
  readonly schools: number;
  readonly cameras: number;
  readonly machines: number;
  readonly units: readonly string[];
  readonly every: Ms;
  readonly ship: Ms;
  readonly runFor: Ms;
  readonly backlog: Ms;
  readonly backlogRate: number;
  readonly herd: boolean;
  /** Share of the batches. */
  readonly replayed: number;
  readonly speed: number;
  readonly connections: number;
  readonly seed: number;
  readonly checked: number;
  readonly json: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  collector: text,
  'admin-token-file': text,
  schools: { ...text, default: '10' },
  cameras: { ...text, default: '60' },
  machines: { ...text, default: '40' },
  units: { ...text, default: '' },
  every: { ...text, default: '5m' },
  ship: { ...text, default: '2s' },
  minutes: { ...text, default: '5' },
  backlog: { ...text, default: '0s' },
  'backlog-rate': { ...text, default: '20' },
  herd: flag,
  replay: flag,
  speed: { ...text, default: '1' },
  connections: { ...text, default: '200' },
  seed: { ...text, default: '1' },
  check: { ...text, default: '20' },
  json: flag,
} as const;

const REPLAYED = 0.1;
/** A herd comes back from something. */
const HERD_OUTAGE = minutes(10);
/** A spool keeps 30 days; the collector remembers a batch 35. */
const LONGEST_OUTAGE = minutes(30 * 24 * 60);

type Values = ReturnType<typeof parse>['values'];
const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS });

export function readAsked(args: readonly string[]): Result<Asked> {
  try {
    return ok(toAsked(parse(args).values));
  } catch (error) {
    return fail(messageOf(error));
  }
}

function toAsked(values: Values): Asked {
  const backlog = span(values, 'backlog', LONGEST_OUTAGE);
  return {
    collector: collectorOf(values),
    adminTokenFile: values['admin-token-file'],
    schools: whole(values, 'schools', { least: 1, most: 10_000 }),
    cameras: whole(values, 'cameras', { least: 0, most: 1_000 }),
    machines: whole(values, 'machines', { least: 0, most: 2_000 }),
    units: unitsOf(values.units),
    every: atLeast(span(values, 'every', LONGEST_OUTAGE), 1_000, '--every'),
    ship: atLeast(span(values, 'ship', LONGEST_OUTAGE), 100, '--ship'),
    runFor: minutes(number(values, 'minutes', { least: 0.01, most: 100_000 })),
    backlog: backlog === 0 && values.herd ? HERD_OUTAGE : backlog,
    backlogRate: number(values, 'backlog-rate', { least: 0.01, most: 1_000 }),
    herd: values.herd,
    replayed: values.replay ? REPLAYED : 0,
    speed: number(values, 'speed', { least: 0.001, most: 1_000 }),
    connections: whole(values, 'connections', { least: 1, most: 5_000 }),
    seed: whole(values, 'seed', { least: 0, most: 2 ** 31 }),
    checked: whole(values, 'check', { least: 0, most: 10_000 }),
    json: values.json,
  };
}

type Figure = Exclude<keyof Values, 'herd' | 'replay' | 'json'>;
interface Limits {
  readonly least: number;
  readonly most: number;
}

function number(values: Values, name: Figure, { least, most }: Limits): number {
  const value = Number(values[name]);
  if (values[name] !== '' && value >= least && value <= most) return value;
  throw new Error(
    `--${name}: ${least} … ${most}, không phải / not ${JSON.stringify(values[name])}`,
  );
}

function whole(values: Values, name: Figure, limits: Limits): number {
  const value = number(values, name, limits);
  if (Number.isInteger(value)) return value;
  throw new Error(`--${name}: số nguyên, không phải / a whole number, not ${value}`);
}

function span(values: Values, name: Figure, most: Ms): Ms {
  const parsed = Span.safeParse(values[name]);
  if (parsed.success && parsed.data <= most) return parsed.data;
  throw new Error(
    `--${name}: 30s, 5m, 24h … 30d, không phải / not ${JSON.stringify(values[name])}`,
  );
}

function atLeast(value: Ms, least: number, name: string): Ms {
  if (value >= least) return value;
  throw new Error(`${name}: ít nhất / at least ${ms(least)} ms`);
}

function collectorOf({ collector }: Values): string {
  const url = URL.parse(collector ?? '');
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  throw new Error('--collector: http://… | https://…');
}

function unitsOf(list: string): readonly string[] {
  const units = list.split(',').filter((unit) => unit !== '');
  const wrong = units.find((unit) => !Slug.safeParse(unit).success);
  if (wrong === undefined) return units;
  throw new Error(`--units: không phải mã đơn vị / not the id of a unit: ${JSON.stringify(wrong)}`);
}
