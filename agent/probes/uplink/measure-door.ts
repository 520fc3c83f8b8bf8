import { parseArgs } from 'node:util';
import { systemClock } from '../../../kit/clock.ts';
import { readSecretFile } from '../../../kit/load-config.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import { measureLine } from './line-door.ts';
import { lineReport } from './report.ts';
import { sayLine } from './say-line.ts';

const USAGE = 'hatang uplink measure --server URL [--token-file FILE] [--json]\n';
const SPAN_S = 3;
const MAX_BYTES = 500_000_000;

interface Asked {
  readonly server: string;
  readonly token: string | undefined;
  readonly json: boolean;
}

/** `hatang uplink measure`: one measurement now, against a far end; tells nobody but the caller. */
export async function run(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  const asked = read(args);
  if (!asked.ok) {
    process.stderr.write(`hatang uplink: ${asked.problem}\n${USAGE}`);
    return 2;
  }
  const { server, token, json } = asked.value;
  const farEnd = {
    server,
    token,
    lease: 'none',
    seconds: SPAN_S,
    downBytes: MAX_BYTES,
    upBytes: MAX_BYTES,
    clock: systemClock,
  };
  const line = await measureLine({ farEnd, fill: true }, new AbortController().signal);
  const report = lineReport(server, line);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : sayLine(report, line));
  const failures = [report.down, report.up].filter(({ available_bps }) => available_bps === null);
  if (failures.length === 0) return 0;
  return report.bytes === 0 ? 3 : 1;
}

function read(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        server: { type: 'string' },
        'token-file': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.join(' ') !== 'measure') return fail('the only deed is measure');
    const server = values.server;
    if (server === undefined || !isOrigin(server)) return fail('--server takes an http(s) URL');
    const file = values['token-file'];
    if (file === undefined) return ok({ server, token: undefined, json: values.json });
    const token = readSecretFile(file, { checkModes: process.platform !== 'win32' });
    return token.ok ? ok({ server, token: token.value, json: values.json }) : token;
  } catch (error) {
    return fail(messageOf(error));
  }
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '';
}
