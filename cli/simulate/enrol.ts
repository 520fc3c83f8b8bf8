/** Adds the schools of a city and enrols an agent in each, through the interface that anybody else would use. */
import type { z } from 'zod';
import { EnrolmentAnswer, EnrolmentCodeAnswer } from '../../wire/enrolment.ts';
import { AGENT, type School } from './school.ts';

export interface Enrolling {
  readonly collector: string;
  readonly adminToken: string;
}

/** Each costs the collector two commits: more at once would only queue. */
const AT_ONCE = 8;
const WITHIN_MS = 60_000;

/** What kept a city from being there: the collector's own words. */
export class EnrolmentProblem extends Error {}

/** The tokens, in the order of the schools. */
export async function enrolAll(
  enrolling: Enrolling,
  schools: readonly Pick<School, 'id' | 'name' | 'unit'>[],
): Promise<readonly string[]> {
  const tokens: string[] = new Array(schools.length);
  const waiting = schools.entries();
  // One iterator, many hands: each takes the next that nobody took.
  const hand = async (): Promise<void> => {
    for (const [at, school] of waiting) tokens[at] = await enrol(enrolling, school);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return tokens;
}

async function enrol(
  { collector, adminToken }: Enrolling,
  { id, name, unit }: Pick<School, 'id' | 'name' | 'unit'>,
): Promise<string> {
  const wanted = { school: id, name, simulated: true, ...(unit === undefined ? {} : { unit }) };
  const asking = { url: `${collector}/api/v1/enrolment-codes`, token: adminToken };
  const { code } = await post(asking, wanted, EnrolmentCodeAnswer);
  const buying = { url: `${collector}/api/v1/enroll`, token: undefined };
  return (await post(buying, { code, agent: AGENT }, EnrolmentAnswer)).token;
}

async function post<Schema extends z.ZodType>(
  { url, token }: { readonly url: string; readonly token: string | undefined },
  body: object,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  const said = await answer.text();
  if (!answer.ok)
    throw new EnrolmentProblem(`${new URL(url).pathname}: ${answer.status} ${said.slice(0, 300)}`);
  return schema.parse(JSON.parse(said));
}
