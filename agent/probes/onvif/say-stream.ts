import { sayNumber } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import type { InspectedStream } from './inspected-stream.ts';
import type { StreamState } from './rtsp/figures.ts';

type Row = readonly string[];
type Figure = 'state' | 'codec' | 'size' | 'fps' | 'bitrate' | 'gop' | 'gap';
type Figures = Partial<Record<Figure, string | undefined>>;

/** What the camera says, what came, and what could be set, side by side; the first row is the head. */
export function sayStream(stream: InspectedStream, language: Language): readonly Row[] {
  const { claimed, measured, settable } = stream;
  const known = [
    pictureFigures(claimed, language),
    measured === null ? {} : measuredFigures(measured, language),
    settable === null
      ? {}
      : pictureFigures({ ...settable, codec: settable.codecs.join(', ') }, language),
  ];
  const rows = LABELS.filter(([name]) => known.some((figures) => figures[name] !== undefined));
  return [
    HEAD.map((word) => word[language]),
    ...rows.map(([name, label]) => [
      label[language],
      ...known.map((figures) => figures[name] ?? '–'),
    ]),
  ];
}

const HEAD: readonly Text[] = [
  { vi: '', en: '' },
  { vi: 'khai báo', en: 'claimed' },
  { vi: 'đo được', en: 'measured' },
  { vi: 'đặt được tới', en: 'settable to' },
];

const LABELS = [
  ['state', { vi: 'trạng thái', en: 'state' }],
  ['codec', { vi: 'chuẩn nén', en: 'codec' }],
  ['size', { vi: 'kích thước', en: 'size' }],
  ['fps', { vi: 'khung hình/giây', en: 'frames a second' }],
  ['bitrate', { vi: 'kbit/giây', en: 'kbit/s' }],
  ['gop', { vi: 'khung khóa cách nhau (giây)', en: 'key frames apart (s)' }],
  ['gap', { vi: 'khoảng lặng dài nhất (giây)', en: 'longest gap (s)' }],
] as const satisfies readonly (readonly [Figure, Text])[];

const STATES: Readonly<Record<StreamState, Text>> = {
  live: { vi: 'có hình', en: 'live' },
  frozen: { vi: 'đứng hình', en: 'frozen' },
  no_video: { vi: 'không có hình', en: 'no video' },
  unauthorized: { vi: 'bị từ chối', en: 'refused' },
  unreachable: { vi: 'không trả lời', en: 'no answer' },
};

interface Picture {
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly bitrate_bps?: number | null;
}

function pictureFigures(picture: Picture, language: Language): Figures {
  const { codec, width, height, fps, bitrate_bps: bps = null } = picture;
  return {
    codec: codec ?? undefined,
    size: width === null || height === null ? undefined : `${width}×${height}`,
    fps: number(fps, language),
    bitrate: bps === null ? undefined : sayNumber(bps / 1_000, { language }, 0),
  };
}

const measuredFigures = (
  measured: NonNullable<InspectedStream['measured']>,
  language: Language,
): Figures => ({
  ...pictureFigures(measured, language),
  state: STATES[measured.state][language],
  gop: number(measured.gop_s, language),
  gap: number(measured.max_gap_s, language, 2),
});

const number = (value: number | null, language: Language, digits = 1): string | undefined =>
  value === null ? undefined : sayNumber(value, { language }, digits);
