import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import { type OutageKind, readOutage, sayOutage, type ToldOutage } from '../../wire/outage.ts';
import { type Drawing, simulatedMark, timeMark } from './marks.ts';
import { WORDS } from './words.ts';

/** The outages that go on, from the newest fact of each series; the longest first. */
export function openOutages(facts: readonly Fact[]): readonly ToldOutage[] {
  return facts
    .flatMap((fact) => readOutage(fact) ?? [])
    .filter(({ endedAt }) => endedAt === undefined)
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/** What is broken, since which second, and what to look at. */
export function outageItem(outage: ToldOutage, drawing: Drawing): Markup {
  const { language } = drawing;
  return html`<li>
<h3 class="ill">✕ ${sayOutage(outage)[language]}${simulatedMark(drawing)}</h3>
<p class="detail">${WORDS.since[language]} ${timeMark(outage.startedAt, drawing)}</p>
<p><b>${WORDS.toDo[language]}:</b> ${ADVICE[outage.kind][language]}</p>
<p class="detail">${WORDS.technical[language]}: <code lang="en">${outage.why}</code></p>
</li>
`;
}

const CALL_PROVIDER: Text = {
  vi: 'Xem đèn của bộ chuyển đổi quang (ONT): nếu báo mất tín hiệu quang, gọi nhà mạng và cho biết giờ bắt đầu ở trên.',
  en: 'Look at the lights of the fibre terminal (ONT): if it reports loss of signal, call the provider and give the time above.',
};

const ADVICE: Readonly<Record<OutageKind, Text>> = {
  local_network: {
    vi: 'Kiểm tra dây mạng của máy chủ và bộ chuyển mạch (switch) nó cắm vào.',
    en: 'Check the server’s network cable and the switch it is plugged into.',
  },
  router: {
    vi: 'Kiểm tra nguồn điện và dây mạng của bộ định tuyến; bật lại nếu nó treo.',
    en: 'Check the router’s power and cables; switch it off and on if it hangs.',
  },
  line: CALL_PROVIDER,
  one_way: CALL_PROVIDER,
  dns: {
    vi: 'Đường truyền vẫn chạy. Kiểm tra máy chủ tên miền (DNS) trên bộ định tuyến; thử một máy chủ tên miền khác, hoặc báo nhà mạng.',
    en: 'The line works. Check the name servers set on the router; try others, or tell the provider.',
  },
  collector: {
    vi: 'Đường truyền vẫn chạy; số liệu được giữ lại và sẽ gửi sau. Báo trung tâm nếu kéo dài.',
    en: 'The line works; the figures are kept and sent later. Tell the centre if it goes on.',
  },
  portal: {
    vi: 'Đường truyền vẫn chạy. Báo đơn vị quản lý hệ thống đó nếu kéo dài.',
    en: 'The line works. Tell those who run that system if it goes on.',
  },
};
