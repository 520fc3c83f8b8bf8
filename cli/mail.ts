/** hatang mail bounce: what a mail server reports of a mail that it could not deliver, handed to the collector. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../kit/result.ts';

type ExitCode = 0 | 1 | 2 | 3;

const USAGE = `hatang mail bounce --collector URL --token-file FILE < MESSAGE

  Chuyển thư báo lỗi của máy chủ thư (RFC 3464) cho trung tâm, để thư bị trả lại được ghi nhận.
  Hands a mail server's report (RFC 3464) to the collector, so that a mail that bounced is known as such.

  --collector URL     địa chỉ trung tâm / where the collector is
  --token-file FILE   tệp chứa mã truy cập của quản trị / holds an admin's token
`;

const WITHIN_MS = 30_000;

interface Asked {
  readonly collector: string;
  readonly token: string;
}

/** 0 taken, 1 no report of a mail of ours, 2 wrong use, 3 the collector could not be reached or would not take it. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const asked = askedOf(args);
  if (!asked.ok) return refuse(2, asked.problem);
  try {
    return await hand(asked.value, readFileSync(0));
  } catch (error) {
    return refuse(3, messageOf(error));
  }
}

function askedOf(args: readonly string[]): Result<Asked> {
  try {
    const text = { type: 'string' } as const;
    const options = { collector: text, 'token-file': text };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { collector, 'token-file': file } = values;
    if (positionals.join() !== 'bounce' || collector === undefined || file === undefined)
      return fail(`bounce, --collector and --token-file are needed\n\n${USAGE}`);
    if (!URL.canParse(collector)) return fail(`--collector: ${collector} is no address`);
    return ok({ collector, token: readFileSync(file, 'utf8').trim() });
  } catch (error) {
    return fail(messageOf(error));
  }
}

async function hand({ collector, token }: Asked, message: Uint8Array): Promise<ExitCode> {
  const answer = await fetch(new URL('/api/v1/mails/bounces', collector), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'message/rfc822' },
    body: Buffer.from(message),
    redirect: 'error',
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  const said = (await answer.text()).slice(0, 1_000);
  if (answer.ok) {
    process.stdout.write(`${said}\n`);
    return 0;
  }
  return refuse(answer.status === 422 ? 1 : 3, `${answer.status} ${said}`);
}

function refuse(code: 1 | 2 | 3, problem: string): ExitCode {
  process.stderr.write(`hatang mail: ${problem}\n`);
  return code;
}
