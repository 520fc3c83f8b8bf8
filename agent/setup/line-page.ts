import { html, type Markup } from '../../kit/html.ts';
import { sayNumber } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import { timeMark } from '../page/marks.ts';
import { DECLARED } from './declared.ts';
import { declaredFields } from './declared-fields.ts';
import { nextStep, notes, step } from './layout.ts';
import { form, type Sheet, say, textField } from './sheet.ts';
import { SETUP_WORDS } from './words.ts';

const WORDS = {
  measured: { vi: 'Số đo mới nhất', en: 'Newest figures' },
  none: {
    vi: 'Chưa có số đo; lần đầu có sau vài giây.',
    en: 'No figure yet; the first comes within seconds.',
  },
  down: { vi: 'Tải xuống', en: 'Download' },
  up: { vi: 'Tải lên', en: 'Upload' },
  latency: { vi: 'Độ trễ', en: 'Latency' },
  loss: { vi: 'Mất gói', en: 'Loss' },
  contract: { vi: 'Đường truyền theo hợp đồng', en: 'The line, by its contract' },
  contractDown: { vi: 'Tốc độ tải xuống (Mbit/s)', en: 'Download (Mbit/s)' },
  contractUp: { vi: 'Tốc độ tải lên (Mbit/s)', en: 'Upload (Mbit/s)' },
  asOnBill: { vi: 'Như trên hợp đồng hoặc hóa đơn.', en: 'As on the contract or the bill.' },
  school: { vi: 'Trường', en: 'The school' },
  organisation: {
    vi: 'Tổ chức, nhân sự (khai sau cũng được)',
    en: 'Organisation and staff (may wait)',
  },
} as const satisfies Readonly<Record<string, Text>>;

export function linePage(sheet: Sheet): string {
  const { contract } = sheet.config.uplink ?? {};
  const rate = (bps: number | undefined): string =>
    bps === undefined ? '' : String(bps / 1_000_000);
  const inside = html`<fieldset>
<legend>${say(sheet, WORDS.contract)}</legend>
<div class="fields">
${textField(sheet, { field: 'down', label: WORDS.contractDown, hint: WORDS.asOnBill, known: rate(contract?.down), inputmode: 'decimal' })}${textField(sheet, { field: 'up', label: WORDS.contractUp, hint: WORDS.asOnBill, known: rate(contract?.up), inputmode: 'decimal' })}${declaredFields(sheet, DECLARED.line)}</div>
</fieldset>
<fieldset>
<legend>${say(sheet, WORDS.school)}</legend>
<div class="fields">
${declaredFields(sheet, DECLARED.school)}</div>
</fieldset>
<details${organisationWrong(sheet) && html` open`}>
<summary>${say(sheet, WORDS.organisation)}</summary>
<div class="fields">
${declaredFields(sheet, DECLARED.organisation)}</div>
</details>
`;
  return step(
    sheet,
    'line',
    html`${notes(sheet)}
<section>
<h2>${say(sheet, WORDS.measured)}</h2>
${figures(sheet)}
</section>
<section>
${form(sheet, { action: '/setup/line', button: SETUP_WORDS.save }, inside)}
</section>
${nextStep(sheet, 'cameras')}`,
  );
}

/** A closed part must not hide what is wrong in it. */
const organisationWrong = ({ problems }: Sheet): boolean =>
  DECLARED.organisation.some((name) => problems.has(`declared:${name}`));

function figures(sheet: Sheet): Markup {
  const ping = newest(sheet.facts, 'uplink_ping');
  const rates = newest(sheet.facts, 'uplink_bandwidth');
  const shown = [
    figure(sheet, WORDS.down, mbit(sheet, rates, 'down_bps')),
    figure(sheet, WORDS.up, mbit(sheet, rates, 'up_bps')),
    figure(
      sheet,
      WORDS.latency,
      scaled(sheet, ping, { field: 'latency_s', by: 1_000, unit: 'ms' }),
    ),
    figure(sheet, WORDS.loss, scaled(sheet, ping, { field: 'loss_ratio', by: 100, unit: '%' })),
  ];
  if (shown.every((one) => one === false)) return html`<p>${say(sheet, WORDS.none)}</p>`;
  const at = ping?.at ?? rates?.at;
  const drawing = { state: { ...sheet.page, findings: [] }, language: sheet.language };
  return html`<dl class="figures">${shown}</dl>
${at !== undefined && html`<p class="detail">${timeMark(at, drawing)}</p>`}`;
}

const newest = (facts: readonly Fact[], measurement: string): Fact | undefined =>
  facts.filter((fact) => fact.measurement === measurement).toSorted((a, b) => b.at - a.at)[0];

const figure = (sheet: Sheet, label: Text, value: string | undefined): Markup | false =>
  value !== undefined && html`<div><dt>${say(sheet, label)}</dt><dd>${value}</dd></div>`;

const mbit = (sheet: Sheet, fact: Fact | undefined, field: string): string | undefined =>
  scaled(sheet, fact, { field, by: 1 / 1_000_000, unit: 'Mbit/s' });

function scaled(
  { language }: Sheet,
  fact: Fact | undefined,
  { field, by, unit }: { readonly field: string; readonly by: number; readonly unit: string },
): string | undefined {
  const value = fact?.fields[field];
  return typeof value === 'number' ? `${sayNumber(value * by, { language })} ${unit}` : undefined;
}
