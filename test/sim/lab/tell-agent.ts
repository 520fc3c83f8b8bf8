import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import type { LabKey } from '../../../wire/machine-report.ts';

export interface Told {
  readonly status: number;
  readonly body: string;
}

interface Telling {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** One question to a school's agent, by its pinned certificate. */
export async function tellAgent(
  agent: { readonly host: string; readonly port: number; readonly key: LabKey },
  { method, path, body }: Telling,
): Promise<Told> {
  const socket = await pinned(agent);
  const asked = request({
    method,
    path,
    host: agent.host,
    createConnection: () => socket,
    headers: {
      authorization: `Bearer ${agent.key.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  socket.destroy();
  return { status: answer.statusCode ?? 0, body: text };
}

async function pinned({
  host,
  port,
  key,
}: {
  readonly host: string;
  readonly port: number;
  readonly key: LabKey;
}): Promise<TLSSocket> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const shown = createHash('sha256').update(socket.getPeerCertificate().raw).digest('base64url');
  if (shown === key.fingerprint) return socket;
  socket.destroy();
  throw new Error(`${host}:${port} shows another certificate than the key names`);
}
