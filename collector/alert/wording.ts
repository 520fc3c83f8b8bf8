import { oneLine } from '../../kit/one-line.ts';
import type { Text } from '../../kit/text.ts';
import type { Fields, RuleWords } from './rule.ts';

/** What people read about a rule. `{device}` `{since}` `{at}` `{span}` `{unseen}` are put in by `say`. */
export interface Wording {
  readonly title: Text;
  /** Put before the device's name where the name doesn't begin with it. */
  readonly noun: Text;
  readonly opened: Text;
  readonly resolved: Text;
  readonly cause: Text;
  readonly advice: Text;
}

export const wording: Readonly<Record<string, Wording>> = {
  agent_silent: {
    title: { vi: 'Mất liên lạc với trường', en: 'No contact with the school' },
    noun: { vi: 'Tác nhân', en: 'Agent' },
    opened: { vi: 'mất liên lạc với trường', en: 'no contact with the school' },
    resolved: { vi: 'đã liên lạc lại được', en: 'back in contact' },
    cause: {
      vi: 'Trung tâm không nhận được số liệu nào từ máy chủ của trường từ {since}: có thể mất đường truyền, mất điện hoặc máy chủ đã tắt.{unseen}',
      en: 'The centre has received nothing from the school’s server since {since}: the line, the power or the server may be down.{unseen}',
    },
    advice: {
      vi: 'Gọi cho trường. Kiểm tra nguồn điện và đèn báo của máy chủ, của bộ định tuyến; nếu máy chủ vẫn chạy mà không vào được mạng, báo nhà cung cấp đường truyền.',
      en: 'Call the school. Check power and lights of the server and the router; if the server runs but has no network, call the line’s provider.',
    },
  },
  line_down: {
    title: { vi: 'Mất kết nối đường truyền', en: 'Line down' },
    noun: { vi: 'Đường truyền', en: 'Line' },
    opened: { vi: '{device} mất kết nối', en: '{device} is down' },
    resolved: { vi: '{device} đã kết nối lại', en: '{device} is up again' },
    cause: {
      vi: '{device} mất kết nối từ {since}: không điểm đo nào trả lời.',
      en: '{device} has been down since {since}: none of the measured far ends answers.',
    },
    advice: {
      vi: 'Kiểm tra đèn của bộ chuyển đổi quang (ONT) và bộ định tuyến; nếu đèn báo mất tín hiệu quang, báo nhà cung cấp.',
      en: 'Look at the lights of the fibre terminal (ONT) and the router; if it reports loss of signal, call the provider.',
    },
  },
  recorder_offline: {
    title: { vi: 'Đầu ghi không trả lời', en: 'Recorder offline' },
    noun: { vi: 'Đầu ghi', en: 'Recorder' },
    opened: { vi: '{device} không trả lời', en: '{device} does not answer' },
    resolved: { vi: '{device} đã hoạt động trở lại', en: '{device} works again' },
    cause: {
      vi: '{device} không trả lời từ {since}; hình ảnh có thể không được lưu.',
      en: '{device} has not answered since {since}; images may not be recorded.',
    },
    advice: {
      vi: 'Kiểm tra nguồn điện, dây mạng và ổ cứng của đầu ghi, rồi khởi động lại.',
      en: 'Check the recorder’s power, network cable and disk, then restart it.',
    },
  },
  camera_offline: {
    title: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
    noun: { vi: 'Camera', en: 'Camera' },
    opened: { vi: '{device} mất tín hiệu', en: '{device} is offline' },
    resolved: { vi: '{device} đã có tín hiệu trở lại', en: '{device} is back online' },
    cause: {
      vi: '{device} mất tín hiệu từ {since}.',
      en: '{device} has been offline since {since}.',
    },
    advice: {
      vi: 'Kiểm tra nguồn điện (hoặc cổng PoE), dây mạng và địa chỉ IP của camera.',
      en: 'Check the camera’s power (or its PoE port), network cable and IP address.',
    },
  },
  camera_frozen: {
    title: { vi: 'Camera đứng hình hoặc không có hình', en: 'Camera frozen or without video' },
    noun: { vi: 'Camera', en: 'Camera' },
    opened: {
      vi: '{device} đứng hình hoặc không có hình',
      en: '{device} is frozen or sends no video',
    },
    resolved: { vi: '{device} đã có hình trở lại', en: '{device} sends live video again' },
    cause: {
      vi: '{device} đứng hình hoặc không có hình từ {since}; camera vẫn trả lời trên mạng.',
      en: '{device} has been frozen or without video since {since}; it still answers on the network.',
    },
    advice: {
      vi: 'Khởi động lại camera; nếu còn lặp lại, kiểm tra tải của mạng và bản phần sụn.',
      en: 'Restart the camera; if it happens again, check the network’s load and the firmware.',
    },
  },
  camera_unauthorized: {
    title: { vi: 'Camera từ chối tài khoản', en: 'Camera refuses the account' },
    noun: { vi: 'Camera', en: 'Camera' },
    opened: {
      vi: '{device} từ chối tài khoản đã cấu hình',
      en: '{device} refuses the configured account',
    },
    resolved: { vi: '{device} đã chấp nhận tài khoản', en: '{device} accepts the account again' },
    cause: {
      vi: '{device} từ chối tài khoản đã cấu hình từ {since}.',
      en: '{device} has refused the configured account since {since}.',
    },
    advice: {
      vi: 'Kiểm tra tên và mật khẩu của tài khoản xem trên camera, rồi sửa trong cấu hình của tác nhân tại trường.',
      en: 'Check name and password of the viewing account on the camera, then correct the configuration of the school’s agent.',
    },
  },
  recorder_channel_stopped: {
    title: { vi: 'Kênh ngừng ghi', en: 'Channel no longer records' },
    noun: { vi: 'Đầu ghi', en: 'Recorder' },
    opened: { vi: '{device} có kênh ngừng ghi', en: '{device} no longer records every channel' },
    resolved: { vi: '{device} đã ghi lại mọi kênh', en: '{device} records every channel again' },
    cause: {
      vi: '{device} có kênh không ghi hình; được phát hiện từ {since}.',
      en: '{device} does not record every channel; this was seen at {since}.',
    },
    advice: {
      vi: 'Mở trang của đầu ghi tại trường để xem kênh nào ngừng ghi; kiểm tra camera của kênh, lịch ghi và ổ cứng.',
      en: 'See on the recorder’s page which channel stopped; check that channel’s camera, the recording schedule and the disk.',
    },
  },
  machine_dead: {
    title: { vi: 'Máy tính không trả lời', en: 'Machine does not answer' },
    noun: { vi: 'Máy tính', en: 'Machine' },
    opened: { vi: '{device} không trả lời', en: '{device} does not answer' },
    resolved: { vi: '{device} đã trả lời lại', en: '{device} answers again' },
    cause: {
      vi: '{device} không trả lời từ {since}; máy có thể chỉ đang tắt.',
      en: '{device} has not answered since {since}; it may only be switched off.',
    },
    advice: {
      vi: 'Bật máy; nếu máy đang chạy, kiểm tra dây mạng và dịch vụ SNMP.',
      en: 'Switch the machine on; if it runs, check its network cable and SNMP service.',
    },
  },
};

const LONGEST_NAME = 120;

/** A name from outside, safe within a sentence. */
export const nameLine = (name: string): string => oneLine(name, LONGEST_NAME);

/** `Camera Cổng trường`; not `Camera Camera cổng trường`. */
export function deviceLabel(noun: Text, name: string): Text {
  const clean = nameLine(name);
  const named = [noun.vi, noun.en].some((word) =>
    clean.toLowerCase().startsWith(word.toLowerCase()),
  );
  return named
    ? { vi: clean, en: clean }
    : { vi: `${noun.vi} ${clean}`, en: `${noun.en} ${clean}` };
}

/** `14 camera`, `14 cameras`. */
export function countLabel(
  { noun, nouns = noun }: Pick<RuleWords, 'noun' | 'nouns'>,
  amount: number,
): Text {
  return { vi: `${amount} ${nouns.vi}`, en: `${amount} ${nouns.en}` };
}

/** What people call a subject that is no device, by what was kept with its incident: a named system, a room. */
export function subjectName(reads: string, evidence: Fields): string | undefined {
  const name = evidence[`${reads}.name`];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Fills a wording's places in both languages; what is put in is never searched again. */
export function say(pattern: Text, places: Readonly<Record<string, Text>>): Text {
  const fill = (language: keyof Text) =>
    pattern[language].replace(/\{(\w+)\}/g, (all, name: string) => places[name]?.[language] ?? all);
  return { vi: fill('vi'), en: fill('en') };
}
