import * as z from 'zod';
import { Slug, Span } from '../../../kit/config-fields.ts';

/** A credential in an address would end in logs and facts. */
const withoutCredentials = (text: string): boolean => URL.parse(text)?.username === '';
const NO_CREDENTIALS = 'expected an address without credentials';

export const ServiceUrl = z
  .url({ protocol: /^https?$/, hostname: /./ })
  .refine(withoutCredentials, NO_CREDENTIALS);

const HttpUrl = z
  .url({ protocol: /^http$/, hostname: /./ })
  .refine(withoutCredentials, NO_CREDENTIALS);

const Service = z.strictObject({
  name: Slug,
  url: ServiceUrl,
  /** Its unencrypted address, where it isn't http:// and the host at port 80. */
  http_url: HttpUrl.optional(),
  /** The line it is reached through. */
  device: Slug.default('line'),
});
export type Service = z.infer<typeof Service>;

/** The levels a school may teach, by the words of the declaration `school_level`. */
export const SchoolLevel = z.enum(['preschool', 'primary', 'lower_secondary', 'upper_secondary']);
export type SchoolLevel = z.infer<typeof SchoolLevel>;

/** As people here write them. */
const VIETNAMESE = {
  mn: 'preschool',
  th: 'primary',
  thcs: 'lower_secondary',
  thpt: 'upper_secondary',
} as const satisfies Readonly<Record<string, SchoolLevel>>;

const LevelWord = z.union(
  [
    SchoolLevel,
    z.enum(['mn', 'th', 'thcs', 'thpt']).transform((word): SchoolLevel => VIETNAMESE[word]),
  ],
  { error: `expected one of ${[...Object.keys(VIETNAMESE), ...SchoolLevel.options].join(', ')}` },
);

/** The `services` section: named systems the school has to reach. */
export const ServiceOptions = z
  .strictObject({
    every: Span.prefault('5m'),
    deadline: Span.prefault('15s'),
    /** Asks the systems of the school year's list that comes with the program too. */
    shipped: z.boolean().default(false),
    /** Which of them are this school's; without it what the declaration `school_level` says. */
    school_level: LevelWord.optional(),
    /** Systems of that list that are not to be asked: shut down, or not this school's. */
    except: z.array(Slug).max(100).default([]),
    /** The school's own portal, asked under the name `portal`. */
    portal: ServiceUrl.optional(),
    /** Further systems, and others in the place of those of the list that have the same name. */
    list: z
      .array(Service)
      .max(100)
      .refine(
        (list) => new Set(list.map(({ name }) => name)).size === list.length,
        'two services have one name',
      )
      .default([]),
  })
  .refine(({ portal, list }) => portal === undefined || list.every(({ name }) => name !== PORTAL), {
    path: ['portal'],
    error: 'the list names a portal too',
  });
export type ServiceOptions = z.infer<typeof ServiceOptions>;

/** Criteria read the school's portal by this name. */
export const PORTAL = 'portal';
