import { saySpan } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Ms } from '../../kit/units.ts';

/** A probe threw: only the raw message is known. */
export const sayFailed = (message: string): Text => ({
  vi: `Lần đo bị lỗi. Chi tiết kỹ thuật: ${message}`,
  en: `The measurement failed. Technical detail: ${message}`,
});

export const sayOverran = (deadline: Ms, grace: Ms): Text => ({
  vi: `Quá hạn ${saySpan(deadline, { language: 'vi' })} thêm ${saySpan(grace, { language: 'vi' })} mà chưa đo xong.`,
  en: `Still busy ${saySpan(grace, { language: 'en' })} after its deadline of ${saySpan(deadline, { language: 'en' })}.`,
});
