import { fail, ok, type Result } from '../../kit/result.ts';
import { EnrolmentAnswer, type EnrolmentRequest } from '../../wire/enrolment.ts';
import type { Answer, Poster } from '../ship/http-door.ts';

export interface EnrolmentProblem {
  /** `unreached`: nothing was said to the code; `refused`: the collector would not have it. */
  readonly kind: 'unreached' | 'refused';
  readonly message: string;
}

/** Trades an enrolment code for the agent's token. */
export async function enrol(
  post: Poster['post'],
  collector: string,
  request: EnrolmentRequest,
  stop: AbortSignal,
): Promise<Result<EnrolmentAnswer, EnrolmentProblem>> {
  const answer = await post(
    {
      url: `${collector}/api/v1/enroll`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(request)),
    },
    stop,
  );
  return readAnswer(answer, collector);
}

export function readAnswer(
  answer: Answer,
  collector: string,
): Result<EnrolmentAnswer, EnrolmentProblem> {
  if (answer.kind === 'unreached')
    return fail({ kind: 'unreached', message: `${collector} cannot be reached: ${answer.reason}` });
  const { status } = answer;
  if (status >= 400 && status < 500 && answer.contentType.startsWith('application/problem+json'))
    return fail({
      kind: 'refused',
      message: `the collector refuses the code (${status}): wrong, used or expired; ask for a new one`,
    });
  const given = EnrolmentAnswer.safeParse(fromJson(answer.body)).data;
  if (status >= 200 && status < 300 && given !== undefined) return ok(given);
  return fail({
    kind: 'unreached',
    message: `${collector} answers ${status}, but not as a collector does: is the address right?`,
  });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of another server: the caller says that this is no collector.
    return undefined;
  }
}
