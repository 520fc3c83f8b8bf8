import type { Text } from '../../../kit/text.ts';

export const yesNo: Readonly<Record<'yes' | 'no', Text>> = {
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
};

/** Units that are words; those of rates, sizes, spans and shares are scaled where they are said. */
export const unitWords: Readonly<Record<string, Text>> = {
  fps: { vi: 'khung hình/giây', en: 'frames/s' },
  pixels: { vi: 'điểm ảnh', en: 'px' },
  days: { vi: 'ngày', en: 'days' },
  pupils: { vi: 'học sinh', en: 'pupils' },
  m2: { vi: 'm²', en: 'm²' },
  celsius: { vi: '°C', en: '°C' },
};

export const secondsWord: Text = { vi: 'giây', en: 's' };
