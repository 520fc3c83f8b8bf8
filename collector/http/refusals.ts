import type { Result } from '../../kit/result.ts';
import type { Refusal } from '../access/refusal.ts';
import { Problem } from './problem.ts';

const REFUSALS: Readonly<Record<Refusal, readonly [number, string]>> = {
  unknown: [404, 'there is no such one among those you look after'],
  not_allowed: [403, 'this role or this unit is not yours to give'],
  name_taken: [409, 'the name is taken'],
  wrong_unit: [422, 'an officer has a unit above schools, a school a school, an admin none'],
  last_admin: [409, 'the last admin stays'],
  yourself: [409, 'nobody changes the own role, unit or state'],
  disabled: [409, 'this user is disabled'],
  bad_expiry: [422, 'expiresAt lies ahead, and within five years'],
};

/** What was done, or the problem that says why it was not. */
export function done<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  const [status, detail] = REFUSALS[result.problem];
  throw new Problem(status, detail, { reason: result.problem });
}
