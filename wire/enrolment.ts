import * as z from 'zod';
import { Slug } from '../kit/config-fields.ts';

/** What an agent sends to POST /api/v1/enroll: the code is the right to do so. */
export const EnrolmentRequest = z.strictObject({
  code: z.string().min(8).max(64),
  agent: Slug,
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentAnswer = z.object({ token: z.string().min(16), school: Slug });
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

/** POST /api/v1/enrolment-codes: makes the school where it is not there yet. */
export const EnrolmentCodeRequest = z.strictObject({
  school: Slug,
  name: z.string().trim().min(1).max(200).optional(),
  unit: Slug.optional(),
  simulated: z.boolean().optional(),
});
export type EnrolmentCodeRequest = z.infer<typeof EnrolmentCodeRequest>;

export const EnrolmentCodeAnswer = z.object({ code: z.string(), expiresAt: z.iso.datetime() });
export type EnrolmentCodeAnswer = z.infer<typeof EnrolmentCodeAnswer>;

/** GET /api/v1/agent/token: whose the token is that asks. A new token is tried by it. */
export const AgentTokenState = z.object({
  school: Slug,
  agent: Slug,
});
export type AgentTokenState = z.infer<typeof AgentTokenState>;

/**
 * POST /api/v1/agent/token: another token for the agent that asks. The one it asks with ends after an hour, or when
 * the new one is first used; until that use it may ask again, which ends the new one it did not get.
 */
export const AgentTokenAnswer = z.object({ token: z.string().min(16) });
export type AgentTokenAnswer = z.infer<typeof AgentTokenAnswer>;
