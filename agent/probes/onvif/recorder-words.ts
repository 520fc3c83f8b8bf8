import { sayMoment } from '../../../kit/say.ts';
import type { Language, Text } from '../../../kit/text.ts';
import type { RecorderReading } from './reading/read-recorder.ts';
import { type Channel, hasNothingNew, trueTime } from './recorder-channels.ts';
import { stoppedOf } from './recorder-facts.ts';
import { joined, sayIncomplete, sayLockedOut, sayUnmet } from './words.ts';

const RECORDER: Text = { vi: 'Đầu ghi', en: 'The recorder' };
/** Vietnam has one zone, and a school's people read its clock. */
const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const MAX_NAMED = 4;

/** What is wrong with a recorder and what to look at first; undefined when nothing is. */
export function sayRecorder(
  reading: RecorderReading,
  channels: readonly Channel[] | undefined,
): Text | undefined {
  if (!reading.reachable) return sayUnmet(RECORDER, reading.unmet);
  if (reading.auth === 'failed' || reading.errors.some(({ step }) => step === 'login'))
    return sayLockedOut(RECORDER, reading.auth, undefined);
  return (
    sayStopped(channels, reading.clock?.offsetS) ??
    sayNothingNew(reading) ??
    sayIncomplete(RECORDER, reading.errors)
  );
}

const CHECK_CHANNEL: Text = {
  vi: 'Kiểm tra camera của kênh, lịch ghi và ổ cứng của đầu ghi.',
  en: 'Check the channel’s camera, the recording schedule and the recorder’s disk.',
};

function sayStopped(
  channels: readonly Channel[] | undefined,
  offsetS: number | undefined,
): Text | undefined {
  const stopped = stoppedOf(channels);
  if (channels === undefined || stopped.length === 0) return undefined;
  const say = (language: Language): string => {
    const named = stopped
      .slice(0, MAX_NAMED)
      .map((channel) => sayOne(channel, channels.indexOf(channel) + 1, { language, offsetS }));
    const more = stopped.length - named.length;
    const rest = { vi: `và ${more} kênh khác`, en: `and ${more} other channels` }[language];
    return `${[...named, ...(more > 0 ? [rest] : [])].join('; ')}.`;
  };
  return joined({ vi: say('vi'), en: say('en') }, CHECK_CHANNEL);
}

function sayNothingNew({ recordings, clock }: RecorderReading): Text | undefined {
  const { summary } = recordings;
  if (summary?.until === undefined || !hasNothingNew(summary)) return undefined;
  const at = trueTime(summary.until, clock?.offsetS);
  const moment = (language: Language) => sayMoment(at, { language, timeZone: TIME_ZONE });
  const said = {
    vi: `Đầu ghi không ghi thêm gì từ ${moment('vi')}.`,
    en: `The recorder has recorded nothing since ${moment('en')}.`,
  };
  return joined(said, CHECK_CHANNEL);
}

interface Saying {
  readonly language: Language;
  readonly offsetS: number | undefined;
}

function sayOne({ name, until }: Channel, at: number, { language, offsetS }: Saying): string {
  const number = { vi: `Kênh ${at}`, en: `Channel ${at}` }[language];
  const says = name !== undefined && name !== '' && !/^(?:kênh|channel|ch)\s*\d+$/iu.test(name);
  const which = says ? `${number} (${name})` : number;
  const stopped = { vi: 'ngừng ghi', en: 'no longer records' }[language];
  if (until === undefined) return `${which} ${stopped}`;
  const moment = sayMoment(trueTime(until, offsetS), { language, timeZone: TIME_ZONE });
  return `${which} ${stopped} ${{ vi: 'từ', en: 'since' }[language]} ${moment}`;
}
