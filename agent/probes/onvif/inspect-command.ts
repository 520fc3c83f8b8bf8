import { parseArgs } from 'node:util';
import { Address } from '../../../kit/config-fields.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import type { Language, Text } from '../../../kit/text.ts';
import type { CameraInspection } from './inspection.ts';

export interface InspectArguments {
  readonly address: string;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly json: boolean;
  readonly compare: boolean;
  readonly udp: boolean;
  readonly language: Language;
}

export const USAGE = `hatang camera inspect ADDRESS [--user USER --password-file FILE] [--udp] [--compare] [--json] [--lang vi|en]

  ADDRESS          HOST hoặc HOST:PORT; không có cổng thì thử các cổng ONVIF thường gặp
                   HOST or HOST:PORT; without a port the usual ONVIF ports are tried
  --user           tài khoản chỉ xem của camera / an account of the camera that may look
  --password-file  tệp chỉ bạn đọc được / a file that only you can read (chmod 600)
  --udp            nhận hình qua UDP nếu camera không phát qua TCP / over UDP where it refuses TCP
  --compare        đối chiếu với thư viện onvif của npm / what the npm client onvif sees, and where it differs
  --json           một tài liệu JSON, không gì khác / one JSON document, and nothing else
  --lang           vi (mặc định / the default) or en
`;

const OPTIONS = {
  user: { type: 'string' },
  'password-file': { type: 'string' },
  json: { type: 'boolean', default: false },
  compare: { type: 'boolean', default: false },
  udp: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
} as const;

/** `args` as they stand behind `hatang camera`. */
export function parseInspectArguments(args: readonly string[]): Result<InspectArguments, Text> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: OPTIONS,
    });
    const [verb, address = '', ...more] = positionals;
    if (verb !== 'inspect') return fail(NO_DEED);
    const problem = more.length > 0 ? ONE_ADDRESS : problemOfAddress(address);
    if (problem !== undefined) return fail(problem);
    const { user, 'password-file': passwordFile, json, compare, udp, lang } = values;
    if ((user === undefined) !== (passwordFile === undefined)) return fail(TOGETHER);
    return lang === 'vi' || lang === 'en'
      ? ok({ address, user, passwordFile, json, compare, udp, language: lang })
      : fail({ vi: '--lang là vi hoặc en', en: '--lang is vi or en' });
  } catch (error) {
    return fail(problemOfOption(error));
  }
}

const NO_DEED: Text = { vi: 'thiếu việc cần làm: inspect', en: 'the deed is missing: inspect' };
const ONE_ADDRESS: Text = {
  vi: 'cần đúng một ADDRESS, HOST hoặc HOST:PORT',
  en: 'one ADDRESS is wanted, HOST or HOST:PORT',
};
const TOGETHER: Text = {
  vi: '--user và --password-file đi cùng nhau',
  en: '--user and --password-file are given together',
};

/** The address itself is not repeated: somebody may have written a password into it. */
function problemOfAddress(address: string): Text | undefined {
  if (Address.safeParse(address).success) return undefined;
  if (address.includes('://'))
    return {
      vi: 'ADDRESS không kèm http:// hay rtsp://, chỉ HOST hoặc HOST:PORT',
      en: 'ADDRESS takes no http:// or rtsp://, only HOST or HOST:PORT',
    };
  if (address.includes('/'))
    return {
      vi: 'ADDRESS không kèm đường dẫn, chỉ HOST hoặc HOST:PORT',
      en: 'ADDRESS takes no path, only HOST or HOST:PORT',
    };
  return /:\d+$/.test(address) && !address.includes('@')
    ? { vi: 'cổng phải từ 1 đến 65535', en: 'the port must be 1 to 65535' }
    : ONE_ADDRESS;
}

/** The option by its name alone: its value may be a secret. */
function problemOfOption(error: unknown): Text {
  const name = /'(?:-\w, )?(-{1,2}[\w-]+)/.exec(messageOf(error))?.[1] ?? '';
  return /^unknown option/i.test(messageOf(error))
    ? { vi: `không có tùy chọn ${name}`, en: `there is no option ${name}` }
    : { vi: `tùy chọn ${name} dùng sai cách`, en: `the option ${name} is used wrongly` };
}

/** 3: nothing answered. 1: a login was refused, or the main stream is not live. */
export function exitCodeOf({ reachable, auth, streams }: CameraInspection): 0 | 1 | 3 {
  if (!reachable) return 3;
  return auth === 'failed' || streams[0]?.measured?.state !== 'live' ? 1 : 0;
}
