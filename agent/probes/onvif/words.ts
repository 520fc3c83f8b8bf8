import { sayNumber } from '../../../kit/say.ts';
import type { Text } from '../../../kit/text.ts';
import { silenceWords, withReason } from '../../../wire/error-words.ts';
import type { CameraReading } from './reading/read-camera.ts';
import type { Auth, StepError, Unmet } from './reading/reading.ts';
import type { StreamFigures } from './rtsp/figures.ts';
import { OVER_UDP_ALONE } from './rtsp/set-up.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';
import { cameraState } from './verdicts.ts';

/** What is wrong with a camera and what to look at first; undefined when nothing is. */
export function sayCamera(
  reading: CameraReading,
  watched: StreamReading | undefined,
): Text | undefined {
  switch (cameraState(reading, watched)) {
    case 'unreachable':
      return sayUnmet(CAMERA, reading.unmet);
    case 'unauthorized':
      return sayLockedOut(CAMERA, reading.auth, watched);
    case 'frozen':
      return joined(sayFrozen(watched?.figures), watched?.trouble === 'cut' ? CUT : RESTART);
    case 'no_video':
      return watched === undefined ? sayNoAddress(reading.errors) : sayNoVideo(watched);
    case 'live':
      return sayIncomplete(CAMERA, reading.errors);
  }
}

const CAMERA: Text = { vi: 'Camera', en: 'The camera' };

export const joined = (first: Text, second: Text): Text => ({
  vi: `${first.vi} ${second.vi}`,
  en: `${first.en} ${second.en}`,
});

export function sayUnmet(what: Text, unmet: Unmet | undefined): Text {
  if (unmet === 'stranger') return sayStranger(what);
  const said = { vi: `${what.vi} không trả lời`, en: `${what.en} does not answer` };
  const sentence = withReason(said, unmet && silenceWords[unmet]);
  return joined(sentence, adviceOn(unmet));
}

const sayStranger = (what: Text): Text => ({
  vi: `${what.vi} đưa ra chứng thư TLS khác với lần đầu nên hatang không gửi mật khẩu. Nếu trường vừa thay thiết bị hoặc đổi chứng thư, ghi dấu SHA-256 mới vào dòng certificate của thiết bị trong cấu hình; nếu không, tìm xem ai đang mạo nhận địa chỉ này.`,
  en: `${what.en} shows another TLS certificate than at first, so no password was sent. If the device or its certificate was changed on purpose, write the new SHA-256 into its certificate line in the config; otherwise find out who takes its address.`,
});

function adviceOn(unmet: Unmet | undefined): Text {
  switch (unmet) {
    case 'refused':
    case 'garbled':
      return CHECK_ONVIF;
    case 'stalled':
      return RESTART_DEVICE;
    default:
      return CHECK_CABLE;
  }
}

const RESTART_DEVICE: Text = { vi: 'Khởi động lại thiết bị.', en: 'Restart the device.' };

const CHECK_CABLE: Text = {
  vi: 'Kiểm tra nguồn điện (hoặc cổng PoE), dây mạng và địa chỉ IP.',
  en: 'Check its power (or PoE port), network cable and IP address.',
};
const CHECK_ONVIF: Text = {
  vi: 'Kiểm tra địa chỉ IP, cổng và bật ONVIF trên thiết bị.',
  en: 'Check its IP address and port, and switch ONVIF on.',
};

export function sayLockedOut(what: Text, auth: Auth, watched: StreamReading | undefined): Text {
  if (auth === 'failed' || watched?.loginFailed === true)
    return {
      vi: `${what.vi} từ chối tên hoặc mật khẩu đã khai báo. Sửa tài khoản trong cấu hình của tác nhân.`,
      en: `${what.en} refuses the configured name or password. Correct the account in the agent’s config.`,
    };
  if (watched?.trouble === 'strange_login')
    return {
      vi: `${what.vi} đòi một cách đăng nhập mà hatang không biết.`,
      en: `${what.en} wants a way to log in that hatang does not know.`,
    };
  return auth === 'ok'
    ? {
        vi: `${what.vi} không cho tài khoản này xem. Cấp quyền xem cho tài khoản trên thiết bị.`,
        en: `${what.en} lets this account see nothing. Give it the right to view on the device.`,
      }
    : {
        vi: `${what.vi} đòi đăng nhập. Khai báo tài khoản xem trong cấu hình của tác nhân.`,
        en: `${what.en} wants a login. Put a viewing account into the agent’s config.`,
      };
}

function sayFrozen(figures: StreamFigures | undefined): Text {
  const silent = (language: keyof Text) => sayNumber(figures?.tailSilenceS ?? 0, { language });
  return {
    vi: `Không có hình trong ${silent('vi')} giây cuối: camera đứng hình.`,
    en: `No picture for the last ${silent('en')} s: the camera is frozen.`,
  };
}

const CUT: Text = {
  vi: 'Camera tự ngắt kết nối giữa chừng.',
  en: 'The camera itself cut the connection.',
};
const RESTART: Text = { vi: 'Khởi động lại camera.', en: 'Restart the camera.' };
const NO_ADDRESS: Text = {
  vi: 'Camera trả lời nhưng không cho địa chỉ luồng hình. Bật ONVIF và RTSP trên camera.',
  en: 'The camera answers but names no stream. Switch ONVIF and RTSP on in the camera.',
};

/** Where the camera hangs is the cause of whatever else is missing. */
function sayNoAddress(errors: readonly StepError[]): Text {
  const hanging = errors.find(({ message }) => /^no answer: (?:timeout|stalled)$/.test(message));
  if (hanging === undefined) return NO_ADDRESS;
  const said = {
    vi: `Camera có trả lời ONVIF, nhưng treo ở bước ${hanging.step}.`,
    en: `The camera answers ONVIF, but hangs at ${hanging.step}.`,
  };
  return joined(said, RESTART);
}

function sayNoVideo({ trouble, unansweredAt }: StreamReading): Text {
  switch (trouble) {
    case undefined:
    case 'strange_login':
      return joined(
        {
          vi: 'Camera nhận lệnh phát nhưng không gửi hình nào.',
          en: 'The camera agreed to play but sent no picture.',
        },
        RESTART,
      );
    case 'no_track':
      return { vi: 'Luồng của camera không có hình.', en: 'The camera’s stream has no video.' };
    case 'udp_only':
      return {
        vi: 'Camera chỉ phát qua UDP: bật `udp: true` trong mục cameras của cấu hình tác nhân.',
        en: 'The camera sends over UDP alone: set `udp: true` in the cameras section of the agent’s config.',
      };
    case 'udp_silent':
      return {
        vi: 'Camera nhận phát qua UDP nhưng không gói nào tới. Kiểm tra tường lửa giữa camera và máy này.',
        en: 'The camera agreed to send over UDP, but nothing came. Check the firewall between it and this machine.',
      };
    case 'rejected':
      return {
        vi: 'Camera từ chối phát luồng hình; có thể đã hết số kết nối xem cùng lúc.',
        en: 'The camera refused to play; perhaps too many are watching.',
      };
    case 'stranger':
      return sayStranger(CAMERA);
    default:
      return withReason(sayStreamSilent(unansweredAt), silenceWords[trouble]);
  }
}

const sayStreamSilent = (step: string | undefined): Text => ({
  vi: `Camera có trên mạng nhưng cổng hình (RTSP) không trả lời${step === undefined ? '' : ` ở bước ${step}`}`,
  en: `The camera is on the network, but its stream (RTSP) does not answer${step === undefined ? '' : ` ${step}`}`,
});

/** Steps are named as ONVIF names them: whoever mends it looks for these words. */
export function sayIncomplete(what: Text, errors: readonly StepError[]): Text | undefined {
  if (errors.length === 0) return undefined;
  const steps = [...new Set(errors.map(({ step }) => step))].join(', ');
  return {
    vi: `${what.vi} trả lời nhưng thiếu thông tin ở bước: ${steps}.`,
    en: `${what.en} answers, but these steps gave nothing: ${steps}.`,
  };
}

/** What a step says, for a person: of that which a switch of ours mends, which one it is. */
export const sayStep = (message: string): Text =>
  message === OVER_UDP_ALONE
    ? {
        vi: 'camera chỉ phát qua UDP: thêm --udp (trong cấu hình của tác nhân: `udp: true`)',
        en: 'the camera sends over UDP alone: add --udp (in the agent’s config: `udp: true`)',
      }
    : { vi: message, en: message };
