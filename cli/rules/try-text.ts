import type { TriedIncident } from '../../collector/alert/trial/told.ts';
import { type Speech, sayMoment, saySpan } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { EpochMs, Ms } from '../../kit/units.ts';
import type { Sent } from './sent-then.ts';

/** What a replay found. */
export interface Tried {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly schools: readonly string[];
  readonly timeZone: string;
  readonly silentAfter: Ms;
  /** How many were replayed, those of the day before among them. */
  readonly facts: number;
  readonly incidents: readonly TriedIncident[];
  /** To each recipient. */
  readonly mails: number;
  /** Days in UTC of which only rollups are left. */
  readonly missingDays: readonly { readonly school: string; readonly day: string }[];
  readonly sent: Sent;
}

export function tryText(tried: Tried, language: Language): string {
  const speech = { language, timeZone: tried.timeZone };
  const say = (text: Text) => text[language];
  const lines = tried.incidents.map((incident) => incidentText(incident, speech));
  return `${[headOf(tried, speech), ...lines, totalOf(tried)].map((text) => (typeof text === 'string' ? text : say(text))).join('\n')}\n`;
}

function headOf(tried: Tried, speech: Speech): Text {
  const [from, to] = [sayMoment(tried.from, speech), sayMoment(tried.to, speech)];
  const patience = saySpan(tried.silentAfter, speech);
  const missing = tried.missingDays.length;
  const gone = {
    vi:
      missing === 0
        ? ''
        : `\n${missing} ngày của các trường chỉ còn số liệu gộp, không chạy lại được.`,
    en:
      missing === 0
        ? ''
        : `\nOf ${missing} school days only rollups are left: they can't be replayed.`,
  };
  return {
    vi: `Từ ${from} đến ${to}, ${tried.schools.length} trường, ${tried.facts} số liệu.
Mỗi số liệu được coi là nhận ngay lúc đo; quãng không có số liệu dài hơn ${patience} được coi là mất liên lạc.
Lịch bảo trì và quy tắc về chính trung tâm không được xét.${gone.vi}
`,
    en: `From ${from} to ${to}, ${tried.schools.length} schools, ${tried.facts} facts.
Each fact is taken as received when it was measured; a gap of more than ${patience} without facts is taken for silence.
Announced maintenance and the rules about the collector itself are left out.${gone.en}
`,
  };
}

function incidentText(incident: TriedIncident, speech: Speech): string {
  const { language } = speech;
  const { toldAt, overAt, lasted, tell, duties, schools, headline, id } = incident;
  const told = sayMoment(toldAt, speech);
  const over =
    overAt === undefined || lasted === undefined
      ? { vi: 'chưa hết', en: 'not over' }[language]
      : { vi: `hết sau ${saySpan(lasted, speech)}`, en: `over after ${saySpan(lasted, speech)}` }[
          language
        ];
  const how =
    tell === 'digest'
      ? { vi: 'chỉ trong bản tin', en: 'in digests only' }[language]
      : duties.map((duty) => DUTY[duty][language]).join(', ');
  return `${told}  ${schools.join(', ')}: ${headline[language]}; ${over}; ${how}\n    ${id}`;
}

const DUTY = {
  technical: { vi: 'phụ trách CNTT', en: 'technical' },
  leader: { vi: 'lãnh đạo', en: 'leader' },
  officer: { vi: 'cán bộ quản lý', en: 'officer' },
} as const satisfies Readonly<Record<string, Text>>;

function totalOf({ incidents, mails, sent, from, to }: Tried): Text {
  const days = Math.ceil((to - from) / DAY_MS);
  return {
    vi: `\n${incidents.length} sự cố, ${mails} thư mỗi người nhận trong ${days} ngày; thực tế khi đó có ${sent.incidents} sự cố, ${sent.mails} thư cho tất cả người nhận.`,
    en: `\n${incidents.length} incidents, ${mails} mails to each recipient in ${days} days; really there were ${sent.incidents} incidents and ${sent.mails} mails to all recipients.`,
  };
}

const DAY_MS = 86_400_000;

export function tryJson(tried: Tried): string {
  const iso = (at: EpochMs | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const document = {
    from: iso(tried.from),
    to: iso(tried.to),
    schools: tried.schools,
    facts: tried.facts,
    silentAfterMs: tried.silentAfter,
    daysWithoutPoints: tried.missingDays,
    incidents: tried.incidents.map(({ since, toldAt, overAt, lasted, ...rest }) => ({
      ...rest,
      since: iso(since),
      toldAt: iso(toldAt),
      overAt: iso(overAt),
      lastedMs: lasted ?? null,
    })),
    mailsToEach: tried.mails,
    sentThen: tried.sent,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
