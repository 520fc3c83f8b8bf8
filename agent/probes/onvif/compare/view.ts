import * as z from 'zod';

/**
 * Between the agent and the process that runs the other client: one line of JSON in, then lines of JSON out,
 * each as soon as it is known, so that a client that hangs later has said what it knew.
 */
export const CompareOrder = z.strictObject({
  host: z.string(),
  port: z.int(),
  user: z.string().optional(),
  password: z.string().optional(),
  /** The process ends itself after so long, whatever becomes of its parent. */
  deadlineMs: z.number(),
  maxRssBytes: z.number(),
});
export type CompareOrder = z.infer<typeof CompareOrder>;

const LONGEST = 300;
/** As the other client has it: it makes numbers and booleans of words. */
const Said = z.union([z.string().transform(short), z.number(), z.boolean()]);
export type Said = string | number | boolean;
const Word = z.string().transform(short);

export const Line = z.union([
  z.strictObject({ library: Word }),
  z.strictObject({ connected: z.literal(true) }),
  z.strictObject({ offset_s: z.number() }),
  z.strictObject({ identity: z.record(z.string().max(LONGEST), Said) }),
  z.strictObject({ profiles: z.array(Word).max(256) }),
  z.strictObject({ stream: z.strictObject({ profile: Word, uri: Word }) }),
  z.strictObject({ recordings: z.int() }),
  z.strictObject({ error: z.strictObject({ step: Word, message: Word }) }),
  z.strictObject({ done: z.literal(true) }),
]);
export type Line = z.infer<typeof Line>;

/** The camera as the other client sees it; null where it came to nothing. */
export interface OtherView {
  readonly identity: Readonly<Record<IdentityName, Said | null>>;
  readonly profiles: readonly string[];
  /** Without credentials. */
  readonly streamUris: readonly { readonly profile: string; readonly uri: string }[];
  readonly clock: { readonly offset_s: number | null };
  readonly recordings: number | null;
}

export const IDENTITY = {
  manufacturer: 'manufacturer',
  model: 'model',
  firmware: 'firmwareVersion',
  serial: 'serialNumber',
  hardwareId: 'hardwareId',
} as const;
export type IdentityName = keyof typeof IDENTITY;
export const IDENTITY_NAMES = Object.keys(IDENTITY) as IdentityName[];

function short(text: string): string {
  return withoutLogin(text).slice(0, LONGEST);
}

/** An address anywhere in a text, less the name and password before its host. */
function withoutLogin(text: string): string {
  return text.replace(/:\/\/[^\s/]*@/g, '://');
}

/** What the lines say together. */
export function toView(lines: readonly Line[]): OtherView {
  const identity = lines.flatMap((line) => ('identity' in line ? [line.identity] : [])).at(-1);
  const said = (name: IdentityName): Said | null => identity?.[IDENTITY[name]] ?? null;
  const offset = lines.flatMap((line) => ('offset_s' in line ? [line.offset_s] : []));
  return {
    identity: {
      manufacturer: said('manufacturer'),
      model: said('model'),
      firmware: said('firmware'),
      serial: said('serial'),
      hardwareId: said('hardwareId'),
    },
    profiles: lines.flatMap((line) => ('profiles' in line ? line.profiles : [])),
    streamUris: lines.flatMap((line) => ('stream' in line ? [line.stream] : [])),
    clock: { offset_s: offset.at(-1) ?? null },
    recordings:
      lines.flatMap((line) => ('recordings' in line ? [line.recordings] : [])).at(-1) ?? null,
  };
}
