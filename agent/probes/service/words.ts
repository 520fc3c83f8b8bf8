import { sayNumber } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import {
  certificateWords,
  silenceOf,
  silenceWords,
  withReason,
} from '../../../wire/error-words.ts';
import { problemOf, type ServiceReply } from './facts.ts';

/** What is wrong with a named system, seen from the school; undefined when nothing is. */
export function sayProblem(name: string, reply: ServiceReply, at: EpochMs): Text | undefined {
  const phrase = problemOf(reply);
  if (phrase === undefined) return undefined;
  if (reply.error !== undefined)
    return withReason(
      { vi: `Hệ thống ${name} không trả lời`, en: `The system ${name} does not answer` },
      reasonOf(phrase),
    );
  const status = reply.head?.status ?? 0;
  if (status >= 500)
    return {
      vi: `Hệ thống ${name} đang hỏng: máy chủ báo lỗi ${status}.`,
      en: `The system ${name} is broken: its server reports error ${status}.`,
    };
  return withReason(
    {
      vi: `Hệ thống ${name} trả lời nhưng kết nối không an toàn`,
      en: `The system ${name} answers, but the connection is not safe`,
    },
    certificate(phrase, reply, at),
  );
}

function reasonOf(phrase: string): Text {
  const silence = silenceOf(phrase);
  return silence === undefined ? technical(phrase) : silenceWords[silence];
}

function certificate(phrase: string, { tls }: ServiceReply, at: EpochMs): Text {
  const words = certificateWords[phrase] ?? technical(phrase);
  if (tls?.validTo === undefined || tls.validTo > at) return words;
  const days = (at - tls.validTo) / 86_400_000;
  const count = (language: Language) => sayNumber(days, { language });
  return { vi: `${words.vi} ${count('vi')} ngày`, en: `${words.en} ${count('en')} days ago` };
}

const technical = (phrase: string): Text => ({
  vi: `chi tiết kỹ thuật: ${phrase}`,
  en: `technical detail: ${phrase}`,
});
