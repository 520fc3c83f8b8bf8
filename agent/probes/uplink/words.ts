import type { Text } from '../../../kit/text.ts';
import { silenceOf, silenceWords, withReason } from '../../../wire/error-words.ts';
import type { Rounds } from '../../dial/rounds.ts';
import type { BandwidthTest, Direction } from './bandwidth.ts';

/** No round trip to one far end came back. */
export function sayUnanswered(target: string, { error = 'no answer' }: Rounds): Text {
  return withReason(
    { vi: `Điểm đo ${target} không trả lời`, en: `The far end ${target} does not answer` },
    reasonOf(error),
  );
}

/** Which direction has no rate, and why; undefined when both have one. */
export function sayBandwidth({ down, up }: BandwidthTest): Text | undefined {
  const failed = [...lacking(down, DOWN), ...lacking(up, UP)];
  if (failed.length === 0) return undefined;
  const join = (language: keyof Text) => failed.map((each) => each[language]).join(' ');
  return { vi: join('vi'), en: join('en') };
}

const DOWN: Text = { vi: 'tốc độ tải xuống', en: 'the download rate' };
const UP: Text = { vi: 'tốc độ tải lên', en: 'the upload rate' };

function lacking({ rate }: Direction, name: Text): readonly Text[] {
  if (rate.ok) return [];
  const said = { vi: `Chưa đo được ${name.vi}`, en: `Could not measure ${name.en}` };
  return [withReason(said, reasonOf(rate.problem))];
}

/** A phrase that names no usual reason is told as the technical detail it is. */
function reasonOf(phrase: string): Text {
  const silence = silenceOf(phrase);
  if (silence !== undefined) return silenceWords[silence];
  const status = /^far end answered (\d{3})$/.exec(phrase)?.[1];
  if (status !== undefined) return STATUS[status] ?? said('máy đo báo lỗi', 'error', status);
  return FAR_END[phrase] ?? said('chi tiết kỹ thuật:', 'technical detail:', phrase);
}

const said = (vi: string, en: string, what: string): Text => ({
  vi: `${vi} ${what}`,
  en: `${en} ${what}`,
});

const STATUS: Readonly<Record<string, Text>> = {
  401: { vi: 'máy đo không chấp nhận mã truy cập của trường', en: 'the school’s token is refused' },
  403: { vi: 'máy đo không cho phép trường đo', en: 'the school may not measure there' },
  429: { vi: 'máy đo đang bận', en: 'the far end is busy' },
  503: { vi: 'máy đo đang bận', en: 'the far end is busy' },
};

const FAR_END: Readonly<Record<string, Text>> = {
  'far end stopped half-way': silenceWords.cut,
  stopped: { vi: 'bị ngắt giữa chừng', en: 'cut short' },
  'far end answered no count': silenceWords.garbled,
};
