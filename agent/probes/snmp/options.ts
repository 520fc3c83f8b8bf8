import * as z from 'zod';
import { Address, Slug, Span } from '../../../kit/config-fields.ts';
import { endpointOf } from '../../../kit/endpoint.ts';

export const SNMP_PORT = 161;

const Secret = z.string().min(1).max(255);

/** RFC 3414 §11.2 asks for at least eight characters. */
const Key = z.string().min(8).max(255);

const V3_LEVELS = ['noAuthNoPriv', 'authNoPriv', 'authPriv'] as const;
const AUTH_PROTOCOLS = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
const PRIV_PROTOCOLS = ['des', 'aes', 'aes256b', 'aes256r'] as const;

export const V3User = z
  .strictObject({
    user: z.string().min(1).max(32),
    level: z.enum(V3_LEVELS),
    auth: z.strictObject({ protocol: z.enum(AUTH_PROTOCOLS), key: Key }).optional(),
    priv: z.strictObject({ protocol: z.enum(PRIV_PROTOCOLS), key: Key }).optional(),
  })
  .refine(({ level, auth }) => level === 'noAuthNoPriv' || auth !== undefined, {
    path: ['auth'],
    message: 'this level needs auth',
  })
  .refine(({ level, priv }) => level !== 'authPriv' || priv !== undefined, {
    path: ['priv'],
    message: 'this level needs priv',
  });
export type V3User = z.infer<typeof V3User>;

const Machine = z.strictObject({
  id: Slug,
  name: z.string().min(1).max(100),
  room: z.string().min(1).max(100).optional(),
  kind: z.enum(['machine', 'gateway', 'server', 'switch', 'printer', 'ups']).default('machine'),
  address: Address.refine((address) => endpointOf(address, SNMP_PORT) !== undefined, {
    message: 'port out of range',
  }),
  /** The switch, recorder or gateway it is reached through. */
  behind: Slug.optional(),
  community: Secret.optional(),
  /** Of the community; v1 is for what is too old for v2c. */
  version: z.union([z.literal(1), z.literal('2c')]).optional(),
  v3: V3User.optional(),
  /** ifName of the router's port to the line; its traffic becomes the line's. */
  wan_interface: z.string().min(1).max(64).optional(),
  /** The line behind that port. */
  uplink: Slug.default('line'),
});
export type MachineOptions = z.infer<typeof Machine>;

/** The `machines` section: what is read over SNMP. */
export const MachinesOptions = z
  .strictObject({
    every: Span.prefault('5m'),
    deadline: Span.prefault('20s'),
    /** For every machine that names neither a community nor a v3 user. */
    community: Secret.optional(),
    list: z.array(Machine).max(1_000),
  })
  .superRefine(({ community, list }, context) => {
    const seen = new Set<string>();
    for (const [at, machine] of list.entries()) {
      const say = (path: string, message: string): void => {
        context.addIssue({ code: 'custom', path: ['list', at, path], message });
      };
      if (seen.has(machine.id)) say('id', `two machines have the id ${machine.id}`);
      seen.add(machine.id);
      if (machine.community !== undefined && machine.v3 !== undefined)
        say('v3', 'expected community or v3, not both');
      if (machine.version !== undefined && machine.v3 !== undefined)
        say('version', 'a version is for a community; v3 is its own');
      if (machine.community === undefined && machine.v3 === undefined && community === undefined)
        say('community', 'neither the machine nor the section has a community or a v3 user');
    }
  });
export type MachinesOptions = z.infer<typeof MachinesOptions>;
