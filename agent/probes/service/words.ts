import { sayNumber } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';
import { silenceOf, silenceWords, stoppedAt, withReason } from '../../../wire/error-words.ts';
import { certificateWords, stepWords } from '../../../wire/service-words.ts';
import type { Failure } from '../../dial/seen.ts';
import { problemOf, type ServiceReply } from './facts.ts';

/** What is wrong with a named system, seen from the school; undefined when nothing is. */
export function sayProblem(name: Text, reply: ServiceReply, at: EpochMs): Text | undefined {
  if (reply.failed !== undefined) return unreached(name, reply.failed);
  const status = reply.head?.status ?? 0;
  if (status >= 500)
    return {
      vi: `Hệ thống ${name.vi} đang hỏng: máy chủ báo lỗi ${status}.`,
      en: `The system ${name.en} is broken: its server reports error ${status}.`,
    };
  const phrase = problemOf(reply);
  return phrase === undefined
    ? undefined
    : withReason(
        {
          vi: `Hệ thống ${name.vi} trả lời nhưng kết nối không an toàn`,
          en: `The system ${name.en} answers, but the connection is not safe`,
        },
        certificate(phrase, reply, at),
      );
}

function unreached(name: Text, { step, error }: Failure): Text {
  const said = {
    vi: `Hệ thống ${name.vi} không trả lời`,
    en: `The system ${name.en} does not answer`,
  };
  const silence = silenceOf(error);
  return withReason(
    stoppedAt(said, stepWords[step]),
    silence === undefined ? technical(error) : silenceWords[silence],
  );
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
