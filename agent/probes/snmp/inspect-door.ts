import { parseArgs } from 'node:util';
import { systemClock } from '../../../kit/clock.ts';
import { type Endpoint, endpointOf } from '../../../kit/endpoint.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import { readSecretFile } from '../../../kit/secret-file-door.ts';
import { inspectSnmp } from './inspect.ts';
import { sayInspection } from './inspection.ts';
import { SNMP_PORT, V3User } from './options.ts';
import type { SnmpCredentials } from './session.ts';

const USAGE = `hatang snmp inspect ADDRESS [--community-file FILE] [--json]
hatang snmp inspect ADDRESS --v3 USER [--auth-protocol sha256 --auth-key-file FILE
                            [--priv-protocol aes --priv-key-file FILE]] [--json]
Without either, the community is "public". Files that others can read are refused.
`;
const DEADLINE_MS = 20_000;

/** What a device that nobody set up answers to. Source: net-snmp and RFC 1157's examples. */
const DEFAULT_COMMUNITY = 'public';

/** `hatang snmp inspect`: one look at one device; exit 3 when it can't be reached, 1 when it could only be read in part. */
export async function run(args: readonly string[]): Promise<0 | 1 | 2 | 3> {
  const asked = read(args);
  if (!asked.ok) {
    process.stderr.write(`hatang snmp: ${asked.problem}\n${USAGE}`);
    return 2;
  }
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const inspection = await inspectSnmp(asked.value, { clock: systemClock, signal });
  const { json } = asked.value;
  process.stdout.write(json ? `${JSON.stringify(inspection)}\n` : sayInspection(inspection));
  if (!inspection.reachable) return 3;
  return inspection.errors.length === 0 ? 0 : 1;
}

interface Asked {
  readonly endpoint: Endpoint;
  readonly credentials: SnmpCredentials;
  readonly json: boolean;
}

const OPTIONS = {
  'community-file': { type: 'string' },
  v3: { type: 'string' },
  'auth-protocol': { type: 'string', default: 'sha256' },
  'auth-key-file': { type: 'string' },
  'priv-protocol': { type: 'string', default: 'aes' },
  'priv-key-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
type Values = ReturnType<typeof parse>['values'];

function read(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parse(args);
    const [deed, address, ...more] = positionals;
    if (deed !== 'inspect' || address === undefined || more.length > 0)
      return fail('expected inspect and one address');
    const endpoint = endpointOf(address, SNMP_PORT);
    if (endpoint === undefined) return fail(`${JSON.stringify(address)} is no HOST[:PORT]`);
    const credentials = readCredentials(values);
    return credentials.ok
      ? ok({ endpoint, credentials: credentials.value, json: values.json })
      : credentials;
  } catch (error) {
    return fail(messageOf(error));
  }
}

function readCredentials(values: Values): Result<SnmpCredentials> {
  const file = values['community-file'];
  if (values.v3 === undefined) {
    if (file === undefined) return ok({ kind: 'community', community: DEFAULT_COMMUNITY });
    const community = secret(file);
    return community.ok ? ok({ kind: 'community', community: community.value }) : community;
  }
  if (file !== undefined) return fail('--community-file and --v3 exclude each other');
  const auth = keyOf(values['auth-protocol'], values['auth-key-file']);
  const priv = keyOf(values['priv-protocol'], values['priv-key-file']);
  if (!auth.ok) return auth;
  if (!priv.ok) return priv;
  if (auth.value === undefined && priv.value !== undefined)
    return fail('--priv-key-file needs --auth-key-file');
  const user = V3User.safeParse({
    user: values.v3,
    level: levelOf(auth.value, priv.value),
    auth: auth.value,
    priv: priv.value,
  });
  if (user.success) return ok({ kind: 'v3', user: user.data });
  return fail(
    user.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}

const levelOf = (auth: object | undefined, priv: object | undefined) => {
  if (auth === undefined) return 'noAuthNoPriv';
  return priv === undefined ? 'authNoPriv' : 'authPriv';
};

function keyOf(
  protocol: string,
  file: string | undefined,
): Result<{ protocol: string; key: string } | undefined> {
  if (file === undefined) return ok(undefined);
  const key = secret(file);
  return key.ok ? ok({ protocol, key: key.value }) : key;
}

const secret = (file: string): Result<string> =>
  readSecretFile(file, { checkModes: process.platform !== 'win32' });
