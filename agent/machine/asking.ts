import type * as z from 'zod/mini';
import type { Endpoint } from '../../kit/endpoint.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import type { Text } from '../../kit/text.ts';
import { LAB_TESTS_PATH, LabTests, ReportAnswer } from '../../wire/machine-report.ts';

/** The school's agent, as this machine was set up to know it. */
export interface AgentKnown {
  readonly endpoint: Endpoint;
  /** SHA-256 of its certificate in DER, base64url. */
  readonly fingerprint: string;
  readonly token: string;
}

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

export type AgentAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  /** Somebody with another certificate; nothing was said to them. */
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unreached'; readonly reason: string };

export interface AskProblem {
  /** `refused`: the agent would not have it; `stranger`: not the agent; `unreached`: no agent's answer came. */
  readonly kind: 'refused' | 'stranger' | 'unreached';
  readonly text: Text;
  /** Worth another try within this run. */
  readonly passing: boolean;
}

export const TESTS_QUESTION: Question = { method: 'GET', path: LAB_TESTS_PATH };

export const readTests = (answer: AgentAnswer, agent: string): Result<LabTests, AskProblem> =>
  read(answer, LabTests, agent);

export const readTaken = (answer: AgentAnswer, agent: string): Result<ReportAnswer, AskProblem> =>
  read(answer, ReportAnswer, agent);

function read<Shape extends z.ZodMiniType>(
  answer: AgentAnswer,
  shape: Shape,
  agent: string,
): Result<z.infer<Shape>, AskProblem> {
  if (answer.kind === 'stranger') return fail(stranger(agent));
  if (answer.kind === 'unreached') return fail(unreached(agent, answer.reason));
  const { status, body } = answer;
  if (status === 401 || status === 403) return fail(refusedKey(agent, status));
  if (status === 429 || status >= 500) return fail(unreached(agent, `status ${status}`));
  const given = shape.safeParse(fromJson(body), { reportInput: false });
  if (status >= 200 && status < 300 && given.success) return ok(given.data);
  if (status === 422) return fail(nameless(agent));
  return fail(status >= 400 ? refusedReport(agent, status) : notAnAgent(agent, status));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of another server: the caller says that this is no agent.
    return undefined;
  }
}

const stranger = (agent: string): AskProblem => ({
  kind: 'stranger',
  passing: false,
  text: {
    vi: `${agent} không phải là máy chủ đã cài cho phòng máy: chứng thư khác. Không gửi gì cả. Nếu máy chủ vừa được cài lại, hãy lấy mã mới trên trang của máy chủ.`,
    en: `${agent} is not the server this machine was set up with: its certificate is another. Nothing was sent. If the server was set up anew, take the new key from its page.`,
  },
});

const unreached = (agent: string, reason: string): AskProblem => ({
  kind: 'unreached',
  passing: true,
  text: {
    vi: `Không liên lạc được với máy chủ ${agent}: ${reason}.`,
    en: `The server ${agent} cannot be reached: ${reason}.`,
  },
});

const refusedKey = (agent: string, status: number): AskProblem => ({
  kind: 'refused',
  passing: false,
  text: {
    vi: `Máy chủ ${agent} không nhận mã của phòng máy (${status}): hãy lấy mã mới trên trang của máy chủ.`,
    en: `The server ${agent} refuses the labs’ key (${status}): take the new one from its page.`,
  },
});

/** Neither the firmware nor a network chip says which machine this is. */
const nameless = (agent: string): AskProblem => ({
  kind: 'refused',
  passing: false,
  text: {
    vi: `Máy chủ ${agent} không nhận ra máy này: phần cứng không cho biết mã máy, bo mạch hay địa chỉ mạng riêng.`,
    en: `The server ${agent} can’t tell which machine this is: its hardware gives no uuid, board or network address of its own.`,
  },
});

const refusedReport = (agent: string, status: number): AskProblem => ({
  kind: 'refused',
  passing: false,
  text: {
    vi: `Máy chủ ${agent} không nhận báo cáo này (${status}): chương trình hai bên có thể khác phiên bản.`,
    en: `The server ${agent} does not take this report (${status}): the programs may be of different versions.`,
  },
});

const notAnAgent = (agent: string, status: number): AskProblem => ({
  kind: 'unreached',
  passing: false,
  text: {
    vi: `${agent} trả lời ${status}, nhưng không như máy chủ của phòng máy: địa chỉ có đúng không?`,
    en: `${agent} answers ${status}, but not as the labs’ server does: is the address right?`,
  },
});
