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
  unknown_unit: [422, 'there is no such unit or school'],
  ends_before: [422, 'until is not after from'],
  too_long: [422, 'announced work lasts 90 days at most'],
  in_past: [422, 'announced work lies ahead: it may have begun within the last hour'],
  too_far: [422, 'announced work begins within a year'],
  too_many: [409, 'too much work is announced already: end some first'],
  over_already: [409, 'it is over already'],
};

/** What was done, or the problem that says why it was not. */
export function done<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  const [status, detail] = REFUSALS[result.problem];
  throw new Problem(status, detail, { reason: result.problem });
}
