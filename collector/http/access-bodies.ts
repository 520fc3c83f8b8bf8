import * as z from 'zod';
import { oneLine } from '../../kit/one-line.ts';
import { epochMs } from '../../kit/units.ts';
import { DEEDS } from '../access/audit.ts';

/** A name people read in lists and logs: one line, nothing invisible in it. */
const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => oneLine(name, 100) === name, 'one line without control characters');
const UnitId = z.string().min(1).max(64);
const PersonRole = z.enum(['admin', 'officer', 'school']);

export const UserRequest = z.strictObject({
  name: Name,
  role: PersonRole,
  unit: UnitId.optional(),
});

export const UserChange = z
  .strictObject({
    role: PersonRole.optional(),
    unit: UnitId.optional(),
    disabled: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

const Stamp = z.iso.datetime({ offset: true }).transform((text) => epochMs(Date.parse(text)));

export const TokenRequest = z.strictObject({
  name: Name,
  role: PersonRole,
  unit: UnitId.optional(),
  expiresAt: Stamp.optional(),
});

/** A place's unit left out is the caller's own; an admin's is everyone. */
export const MaintenanceRequest = z.strictObject({
  unit: UnitId.optional(),
  from: Stamp,
  until: Stamp,
  note: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .refine((note) => oneLine(note, 300) === note, 'one line without control characters'),
});

export const AgentsQuery = z.object({ school: z.string().max(64).optional() });

export const AuditQuery = z.object({
  /** Only what is older than this entry: the `next` of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  deed: z.enum(DEEDS).optional(),
  q: z.string().max(100).optional(),
  from: Stamp.optional(),
  to: Stamp.optional(),
});
