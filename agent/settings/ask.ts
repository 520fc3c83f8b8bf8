import { AgentConfigAnswer, CONFIG_BYTES, type ConfigReport } from '../../wire/agent-config.ts';
import type { Answer, Poster, Question } from '../ship/http-door.ts';
import type { Version } from './kept.ts';

/** What the collector said when it was asked which settings hold. */
export type Offer =
  | ({ readonly kind: 'offered' } & Version)
  /** The same as before, or nothing for this agent: an older collector says so too. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreached' };

export interface AskingParts {
  readonly poster: Pick<Poster, 'post' | 'ask'>;
  readonly collector: string;
}

const PATH = '/api/v1/agent/config';

const authorization = (token: string) => ({ authorization: `Token ${token}` });

/** Asks once; the tag of the answer before spares one that says the same. */
export async function askOffer(
  { poster, collector }: AskingParts,
  { token, etag }: { readonly token: string; readonly etag: string | undefined },
  stop: AbortSignal,
): Promise<{ readonly offer: Offer; readonly etag: string | undefined }> {
  const question: Question = {
    url: `${collector}${PATH}`,
    headers: { ...authorization(token), ...(etag === undefined ? {} : { 'if-none-match': etag }) },
    most: CONFIG_BYTES,
  };
  const answer = await poster.ask(question, stop);
  const offer = readOffer(answer);
  const isNew = answer.kind === 'answered' && answer.status === 200;
  return { offer, etag: isNew ? answer.etag : etag };
}

/** Only what is surely the collector's own word is an offer: a portal's page is a line that does not reach it. */
export function readOffer(answer: Answer): Offer {
  if (answer.kind === 'unreached') return { kind: 'unreached' };
  if (answer.status === 304) return { kind: 'nothing' };
  if (answer.status !== 200 || !answer.contentType.startsWith('application/json'))
    return { kind: 'unreached' };
  const said = AgentConfigAnswer.safeParse(fromJson(answer.body));
  if (!said.success) return { kind: 'unreached' };
  const { version, settings } = said.data;
  return version === undefined || settings === undefined
    ? { kind: 'nothing' }
    : { kind: 'offered', version, settings };
}

/** True when it need not be told again: an older collector will never take it. */
export async function tellReport(
  { poster, collector }: AskingParts,
  report: ConfigReport,
  { token, stop }: { readonly token: string; readonly stop: AbortSignal },
): Promise<boolean> {
  const answer = await poster.post(
    {
      url: `${collector}${PATH}/report`,
      headers: { ...authorization(token), 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(report)),
    },
    stop,
  );
  return answer.kind === 'answered' && [204, 404, 405, 422].includes(answer.status);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The page of another server: the schema refuses it.
    return undefined;
  }
}
