import { parseArgs } from 'node:util';
import { type Endpoint, endpointOf } from '../../../kit/endpoint.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { Language } from '../../../kit/text.ts';
import { SNMP_PORT, V3User } from './options.ts';
import type { SnmpCredentials } from './session.ts';

export const USAGE = `hatang snmp inspect ADDRESS [--community-file FILE] [--version 1|2c] [--json] [--lang vi|en]
hatang snmp inspect ADDRESS --v3 USER [--auth-protocol sha256 --auth-key-file FILE
                            [--priv-protocol aes --priv-key-file FILE]] [--json] [--lang vi|en]

  Không có community thì dùng "public" / without either, the community is "public".
  Tệp bí mật chỉ bạn đọc được / files that others can read are refused (chmod 600).
  --auth-protocol  md5 sha sha224 sha256 sha384 sha512
  --priv-protocol  des aes aes256b aes256r
`;

/** What a device that nobody set up answers to. Source: net-snmp and RFC 1157's examples. */
const DEFAULT_COMMUNITY = 'public';

export interface InspectArguments {
  readonly endpoint: Endpoint;
  readonly credentials: SnmpCredentials;
  readonly json: boolean;
  readonly language: Language;
}

const OPTIONS = {
  'community-file': { type: 'string' },
  version: { type: 'string' },
  v3: { type: 'string' },
  'auth-protocol': { type: 'string', default: 'sha256' },
  'auth-key-file': { type: 'string' },
  'priv-protocol': { type: 'string', default: 'aes' },
  'priv-key-file': { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
type Values = ReturnType<typeof parse>['values'];
type ReadSecret = (file: string) => Result<string>;

/** `args` as they stand behind `hatang snmp`. */
export function parseInspectArguments(
  args: readonly string[],
  secret: ReadSecret,
): Result<InspectArguments> {
  try {
    const { values, positionals } = parse(args);
    const [deed, address, ...more] = positionals;
    if (deed !== 'inspect' || address === undefined || more.length > 0)
      return fail('expected inspect and one address');
    const endpoint = endpointOf(address, SNMP_PORT);
    if (endpoint === undefined) return fail(`${JSON.stringify(address)} is no HOST[:PORT]`);
    const language = values.lang;
    if (language !== 'vi' && language !== 'en') return fail('--lang is vi or en');
    const credentials = readCredentials(values, secret);
    return credentials.ok
      ? ok({ endpoint, credentials: credentials.value, json: values.json, language })
      : credentials;
  } catch (error) {
    return fail(messageOf(error));
  }
}

function readCredentials(values: Values, secret: ReadSecret): Result<SnmpCredentials> {
  if (values.v3 !== undefined) return readUser({ ...values, v3: values.v3 }, secret);
  const { version = '2c', 'community-file': file } = values;
  if (version !== '1' && version !== '2c') return fail('--version is 1 or 2c; v3 is --v3 USER');
  const community = file === undefined ? ok(DEFAULT_COMMUNITY) : secret(file);
  return community.ok ? ok({ kind: 'community', version, community: community.value }) : community;
}

function readUser(
  values: Values & { readonly v3: string },
  secret: ReadSecret,
): Result<SnmpCredentials> {
  if (values['community-file'] !== undefined || values.version !== undefined)
    return fail('--v3 goes without --community-file and --version');
  const auth = keyOf(values['auth-protocol'], values['auth-key-file'], secret);
  const priv = keyOf(values['priv-protocol'], values['priv-key-file'], secret);
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
  secret: ReadSecret,
): Result<{ protocol: string; key: string } | undefined> {
  if (file === undefined) return ok(undefined);
  const key = secret(file);
  return key.ok ? ok({ protocol, key: key.value }) : key;
}
