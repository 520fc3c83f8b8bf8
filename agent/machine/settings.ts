import * as z from 'zod/mini';
import { endpointOf } from '../../kit/endpoint.ts';
import { SLUG, SLUG_EXPECTED } from '../../kit/slug.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { AgentKnown } from './asking.ts';

const Slug = z.string().check(z.regex(SLUG, SLUG_EXPECTED));

/** machine.json: whom to tell. The token stands in a file of its own. */
export const Settings = z.strictObject({
  agent: z.string().check(z.refine((text) => endpointOf(text) !== undefined, 'expected HOST:PORT')),
  /** SHA-256 of the agent's certificate in DER, base64url. */
  fingerprint: z
    .string()
    .check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'expected 43 characters of base64url')),
  room: z.optional(Slug),
});
export type Settings = z.infer<typeof Settings>;

/** last-report.json: when the agent last took a report. */
export const LastReport = z.object({
  at_ms: z.int().check(z.nonnegative()),
  every_s: z.int().check(z.minimum(60), z.maximum(86_400)),
  machine: Slug,
});
export type LastReport = z.infer<typeof LastReport>;

export interface Enrolled {
  readonly settings: Settings;
  readonly token: string;
}

export function agentOf({ settings, token }: Enrolled): AgentKnown {
  const endpoint = endpointOf(settings.agent);
  if (endpoint === undefined) throw new Error(`machine.json: no port in ${settings.agent}`);
  return { endpoint, fingerprint: settings.fingerprint, token };
}

/**
 * Whether it was told already and half the time to the next has not passed: a machine that is started often tells once. A clock
 * that was set back tells again.
 */
export function isToldAlready(last: LastReport | undefined, now: EpochMs): boolean {
  if (last === undefined) return false;
  const age = now - last.at_ms;
  return age >= 0 && age < (last.every_s * 1_000) / 2;
}
