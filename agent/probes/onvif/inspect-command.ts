import { parseArgs } from 'node:util';
import { Address } from '../../../kit/config-fields.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { CameraInspection, InspectedStream } from './inspection.ts';

export interface InspectArguments {
  readonly address: string;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly json: boolean;
  readonly compare: boolean;
}

export const USAGE = `hatang camera inspect ADDRESS [--user USER --password-file FILE] [--compare] [--json]

  ADDRESS          HOST or HOST:PORT; without a port the usual ONVIF ports are tried
  --user           an account of the camera that may look
  --password-file  a file that only you can read (chmod 600)
  --compare        what the npm client onvif sees of the same camera, and where it differs
  --json           one JSON document on standard output, and nothing else
`;

/** `args` as they stand behind `hatang camera`. */
export function parseInspectArguments(args: readonly string[]): Result<InspectArguments> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        user: { type: 'string' },
        'password-file': { type: 'string' },
        json: { type: 'boolean', default: false },
        compare: { type: 'boolean', default: false },
      },
    });
    const [verb, address = '', ...more] = positionals;
    if (verb !== 'inspect') return fail('the deed is missing: inspect');
    if (!Address.safeParse(address).success || more.length > 0)
      return fail('one ADDRESS is wanted, HOST or HOST:PORT');
    const { user, 'password-file': passwordFile, json, compare } = values;
    if ((user === undefined) !== (passwordFile === undefined))
      return fail('--user and --password-file are given together');
    return ok({ address, user, passwordFile, json, compare });
  } catch (error) {
    return fail(messageOf(error));
  }
}

/** 3: nothing answered. 1: a login was refused, or the main stream is not live. */
export function exitCodeOf({ reachable, auth, streams }: CameraInspection): 0 | 1 | 3 {
  if (!reachable) return 3;
  return auth === 'failed' || streams[0]?.measured?.state !== 'live' ? 1 : 0;
}

/** The inspection as a few lines for a person at a terminal. */
export function sayInspection(inspection: CameraInspection): string {
  const { identity, clock, security } = inspection;
  const named = [identity.manufacturer, identity.model, identity.firmware, identity.serial];
  const lines = [
    `${inspection.address}: ${inspection.reachable ? 'answers' : 'does not answer'}`,
    ...(inspection.reachable
      ? [
          `  identity   ${named.map(say).join(', ')}`,
          `  login      ${inspection.auth}`,
          `  clock      ${say(clock.kind)}, off by ${say(clock.offset_s)} s`,
          `  profiles   claimed ${list(inspection.profiles.claimed)}; calls are consistent with ${list(inspection.profiles.consistentWith)}`,
          ...inspection.streams.flatMap(sayStream),
          `  security   ${Object.entries(security)
            .map(([name, value]) => `${name} ${say(value)}`)
            .join(', ')}`,
        ]
      : []),
    ...inspection.errors.map(({ step, message }) => `  problem    ${step}: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}

const say = (value: string | number | boolean | null): string =>
  value === null ? 'unknown' : String(value);

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

function sayStream({ profile, uri, claimed, measured }: InspectedStream): readonly string[] {
  const picture = (of: {
    codec: string | null;
    width: number | null;
    height: number | null;
    fps: number | null;
  }) => `${say(of.codec)} ${say(of.width)}x${say(of.height)} at ${say(of.fps)}`;
  return [
    `  stream     ${profile} ${say(uri)}`,
    `    claimed  ${picture(claimed)}`,
    `    measured ${measured === null ? 'not' : `${measured.state}: ${picture(measured)}`}`,
  ];
}
