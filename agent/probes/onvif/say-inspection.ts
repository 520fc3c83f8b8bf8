import { sayNumber } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import { sayFindings, sayRemedies } from '../say-findings.ts';
import { section } from '../say-section.ts';
import type { CameraInspection } from './inspection.ts';
import { saySecurity, UNKNOWN } from './say-security.ts';
import { sayStream } from './say-stream.ts';
import { sayStep } from './words.ts';

type Row = readonly string[];

/** The inspection for a person at a terminal. */
export function sayInspection(inspection: CameraInspection, language: Language): string {
  const { address, reachable, streams, security, recordings, findings, errors } = inspection;
  const parts = [
    `${address}: ${titleOf(inspection)[language]}`,
    ...(reachable
      ? [
          section(WHO[language], whoRows(inspection, language)),
          ...streams.map((stream) => {
            const title = `${STREAM[language]} ${stream.profile}  ${stream.uri ?? ''}`.trimEnd();
            return section(title, sayStream(stream, language));
          }),
          section(SECURITY[language], saySecurity(security, language)),
          section(RECORDINGS[language], recordings.map(recordingRow(language))),
          section(FINDINGS[language], sayFindings(findings, language)),
          section(TO_DO[language], sayRemedies(findings, language)),
        ]
      : []),
    section(
      PROBLEMS[language],
      errors.map(({ step, message }) => [step, sayStep(message)[language]]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** How it went, and what to do where it did not go well. */
function titleOf({ reachable, auth, errors }: CameraInspection): Text {
  if (!reachable)
    return {
      vi: 'không trả lời. Kiểm tra nguồn điện, dây mạng, địa chỉ, cổng, và bật ONVIF trên camera.',
      en: 'does not answer. Check power, cable, address and port, and switch ONVIF on in the camera.',
    };
  if (auth === 'failed')
    return {
      vi: 'camera từ chối tên hoặc mật khẩu. Xem lại rồi hãy thử: sai vài lần camera sẽ khoá tài khoản.',
      en: 'the camera refuses the name or password. Look before you try again: a few wrong ones lock it.',
    };
  if (auth === 'unknown' && errors.some(({ step }) => step === 'login'))
    return {
      vi: 'camera đòi đăng nhập. Thêm --user và --password-file.',
      en: 'the camera wants a login. Add --user and --password-file.',
    };
  return { vi: 'camera trả lời', en: 'the camera answers' };
}

const WHO: Text = { vi: 'Nhận dạng', en: 'Identity' };
const STREAM: Text = { vi: 'Luồng', en: 'Stream' };
const SECURITY: Text = { vi: 'An toàn', en: 'Security' };
const RECORDINGS: Text = { vi: 'Bản ghi', en: 'Recordings' };
const FINDINGS: Text = { vi: 'Kết quả', en: 'Findings' };
const TO_DO: Text = { vi: 'Cần làm', en: 'To do' };
const PROBLEMS: Text = { vi: 'Vướng mắc', en: 'Problems' };

function whoRows(inspection: CameraInspection, language: Language): readonly Row[] {
  const { identity, auth, profiles } = inspection;
  const rows: readonly (readonly [Text, string | null])[] = [
    [{ vi: 'hãng', en: 'manufacturer' }, identity.manufacturer],
    [{ vi: 'kiểu', en: 'model' }, identity.model],
    [{ vi: 'phần sụn', en: 'firmware' }, identity.firmware],
    [{ vi: 'số sê-ri', en: 'serial' }, identity.serial],
    [{ vi: 'mã phần cứng', en: 'hardware' }, identity.hardwareId],
    [{ vi: 'đăng nhập', en: 'login' }, AUTH[auth][language]],
    [{ vi: 'đồng hồ', en: 'clock' }, sayClock(inspection, language)],
    [{ vi: 'profile khai báo', en: 'claimed profiles' }, listed(profiles.claimed)],
    [{ vi: 'gọi thử phù hợp', en: 'calls consistent with' }, listed(profiles.consistentWith)],
  ];
  return rows.map(([label, value]) => [label[language], value ?? UNKNOWN[language]]);
}

function sayClock({ clock }: CameraInspection, language: Language): string | null {
  if (clock.kind === null || clock.offset_s === null)
    return clock.kind && CLOCK[clock.kind][language];
  const offset = sayNumber(clock.offset_s, { language });
  return { vi: `UTC, lệch ${offset} giây`, en: `UTC, off by ${offset} s` }[language];
}

const listed = (names: readonly string[]): string => (names.length === 0 ? '–' : names.join(', '));

const AUTH: Readonly<Record<CameraInspection['auth'], Text>> = {
  ok: { vi: 'đúng', en: 'right' },
  failed: { vi: 'bị từ chối', en: 'refused' },
  not_required: { vi: 'camera không đòi', en: 'not asked for' },
  any_credentials: { vi: 'camera nhận mọi mật khẩu', en: 'the camera takes any password' },
  unknown: UNKNOWN,
};

const CLOCK = {
  utc: { vi: 'UTC', en: 'UTC' },
  local_only: { vi: 'chỉ có giờ địa phương', en: 'local time only' },
  missing: { vi: 'camera không nói giờ', en: 'it does not say the time' },
} as const;

type Recordings = CameraInspection['recordings'][number];

const recordingRow =
  (language: Language) =>
  ({ channel, name, recording, from, until, days }: Recordings): Row => {
    const kept = days === null ? '' : sayNumber(days, { language });
    return [
      name ?? channel ?? '',
      `${from ?? '…'} – ${until ?? '…'}`,
      days === null ? '' : { vi: `${kept} ngày`, en: `${kept} days` }[language],
      recording === false ? NOT_RECORDING[language] : '',
    ];
  };

const NOT_RECORDING = { vi: '✕ ngừng ghi', en: '✕ not recording' } as const;
