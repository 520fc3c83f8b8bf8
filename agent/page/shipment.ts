import { sayNumber, sayTime } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { PageState } from './state.ts';
import { TIME_ZONE } from './words.ts';

export const isShipping = ({ shipment }: PageState): boolean =>
  shipment.word === 'connected' || shipment.word === 'starting';

/** The shipment in a sentence: what is, since when, what is kept, what to do. */
export function sayShipment(
  { shipment, spool, collector, now }: PageState,
  language: Language,
): string {
  const speech = { language, timeZone: TIME_ZONE };
  const waiting = sayNumber(spool.batches, speech);
  const since = sayTime(shipment.since, now, speech);
  const kept: Text = {
    vi: `${waiting} lô đang chờ gửi, không mất số liệu.`,
    en: `${waiting} batches wait to be sent; nothing is lost.`,
  };
  const said: Readonly<Record<typeof shipment.word, Text>> = {
    starting: { vi: 'Đang khởi động.', en: 'Starting.' },
    connected: {
      vi: `Liên lạc được với trung tâm ${collector} từ ${since}. ${waiting} lô đang chờ gửi.`,
      en: `In contact with the centre ${collector} since ${since}. ${waiting} batches wait to be sent.`,
    },
    unreachable: {
      vi: `Không liên lạc được trung tâm ${collector} từ ${since}; ${kept.vi} Hãy kiểm tra đường truyền và địa chỉ trung tâm.`,
      en: `The centre ${collector} cannot be reached since ${since}; ${kept.en} Check the line and the address of the centre.`,
    },
    busy: {
      vi: `Trung tâm đang bận từ ${since}; ${kept.vi}`,
      en: `The centre is busy since ${since}; ${kept.en}`,
    },
    token_refused: {
      vi: `Trung tâm từ chối mã truy cập (token) của trường từ ${since}; ${kept.vi} Hãy xin mã ghi danh mới và chạy "hatang agent enroll".`,
      en: `The centre refuses this school’s token since ${since}; ${kept.en} Ask for a new enrolment code and run "hatang agent enroll".`,
    },
    not_enrolled: {
      vi: `Chưa ghi danh với trung tâm; ${kept.vi} Hãy chạy "hatang agent enroll" với mã ghi danh.`,
      en: `Not enrolled at the centre yet; ${kept.en} Run "hatang agent enroll" with an enrolment code.`,
    },
  };
  return said[shipment.word][language];
}
