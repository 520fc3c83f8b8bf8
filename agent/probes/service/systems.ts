import type { Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import { PORTAL, type SchoolLevel, type Service, type ServiceOptions } from './options.ts';
import type { YearList } from './year-list-schema.ts';

/** A named system to ask. */
export interface System {
  readonly id: string;
  readonly name: Text;
  readonly url: string;
  /** Its unencrypted address; undefined where there is none to ask. */
  readonly httpUrl: string | undefined;
  readonly device: string;
}

/** What the rest of the config says. */
export interface School {
  readonly line: string;
  readonly level: SchoolLevel | undefined;
}

const VIET_NAM_HOURS = 7;

/** The day in Viet Nam, which has one offset all year. */
const dayOf = (at: EpochMs): string =>
  new Date(at + VIET_NAM_HOURS * 3_600_000).toISOString().slice(0, 10);

/** The list of the school year: the one that holds today, else the last that began. */
export function listOf(lists: readonly YearList[], now: EpochMs): YearList | undefined {
  const today = dayOf(now);
  return lists
    .filter(({ valid_from }) => valid_from <= today)
    .toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1))
    .at(-1);
}

/** True where the year of a list has passed, and nobody has shipped the next one. */
export const isOver = ({ valid_to }: YearList, now: EpochMs): boolean => valid_to < dayOf(now);

/** Everything this school asks: its own systems, its portal, and those of the year's list that are for it. */
export function systemsOf(
  options: Pick<ServiceOptions, 'list' | 'portal' | 'except' | 'school_level'>,
  yearList: YearList | undefined,
  { line, level }: School,
): readonly System[] {
  const taught = options.school_level ?? level;
  const own = options.list.map(configured);
  const portal =
    options.portal === undefined
      ? []
      : [withHttp({ id: PORTAL, name: PORTAL_NAME, url: options.portal, device: line })];
  const taken = new Set([...own, ...portal].map(({ id }) => id).concat(options.except));
  const listed = (yearList?.systems ?? [])
    .filter(({ id, status }) => status === 'active' && !taken.has(id))
    .filter(
      ({ levels }) => levels === undefined || (taught !== undefined && levels.includes(taught)),
    )
    .map(({ id, name, url }) => withHttp({ id, name, url, device: line }));
  return [...own, ...portal, ...listed];
}

const PORTAL_NAME: Text = { vi: 'Cổng thông tin của trường', en: 'School portal' };

function configured({ name, url, http_url, device }: Service): System {
  const system = withHttp({ id: name, name: { vi: name, en: name }, url, device });
  return http_url === undefined ? system : { ...system, httpUrl: http_url };
}

/** At any other port than the usual one, nobody can guess where its unencrypted address would be. */
function withHttp(system: Omit<System, 'httpUrl'>): System {
  const { protocol, port, hostname } = new URL(system.url);
  if (protocol === 'http:') return { ...system, httpUrl: system.url };
  return { ...system, httpUrl: port === '' ? `http://${hostname}/` : undefined };
}
