import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import type { Fact } from '../../wire/fact.ts';
import { DECLARED } from './declared.ts';
import { declaredFields } from './declared-fields.ts';
import { LAB_PORT, NEW_ROOMS } from './labs-form.ts';
import { nextStep, note, notes, step } from './layout.ts';
import {
  form,
  passwordField,
  type Sheet,
  say,
  selectField,
  textField,
  tickField,
} from './sheet.ts';
import { reportersIn } from './steps.ts';
import { SETUP_WORDS } from './words.ts';

const WORDS = {
  rooms: { vi: 'Các phòng máy', en: 'The labs' },
  newRoom: { vi: 'Thêm phòng', en: 'Another room' },
  name: { vi: 'Tên phòng', en: 'Name' },
  seats: { vi: 'Số máy', en: 'Machines it should have' },
  pupils: { vi: 'Sĩ số lớp đông nhất', en: 'Pupils of the largest class' },
  drop: { vi: 'Bỏ phòng này', en: 'Take this room out' },
  report: { vi: 'Nơi máy phòng Tin học báo về', en: 'Where lab machines report' },
  listen: {
    vi: 'Địa chỉ của máy chủ này trong mạng trường',
    en: 'Address of this server in the school’s network',
  },
  listenWhy: {
    vi: 'Chỉ máy trong mạng trường có khóa phòng máy báo được; không mở ra Internet.',
    en: 'Only machines of the school’s network that have the lab key can report; nothing is open to the Internet.',
  },
  off: { vi: 'Tắt', en: 'Off' },
  snmp: { vi: 'SNMP (không bắt buộc)', en: 'SNMP (may be left out)' },
  community: { vi: 'Community chỉ đọc', en: 'Read-only community' },
  communityWhy: {
    vi: 'Cho máy, máy in, bộ chuyển mạch trả lời SNMP. Để trống thì giữ như cũ.',
    en: 'For machines, printers and switches that answer SNMP. Empty leaves it as it is.',
  },
  declared: { vi: 'Kê khai về phòng máy', en: 'What the school declares of its labs' },
  install: { vi: 'Cài trên máy phòng Tin học', en: 'On the lab machines' },
  installHow: {
    vi: 'Trên từng máy phòng Tin học, chạy lệnh của phòng đó. Lệnh chứa khóa phòng máy: giữ kín như mật khẩu.',
    en: 'On each lab machine run the command of its lab. It holds the lab key: keep it like a password.',
  },
  reported: { vi: 'Máy đã báo về', en: 'Machines that reported' },
  noneReported: { vi: 'Chưa máy nào báo về.', en: 'No machine has reported yet.' },
  refused: {
    vi: 'báo cáo bị từ chối vì sai khóa hoặc không đọc được. Cài lại máy đó với khóa đúng.',
    en: 'reports were refused: a wrong key, or not readable. Set that machine up with the right key.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export function labsPage(sheet: Sheet): string {
  const { labs } = sheet.config;
  const rooms = labs?.rooms ?? [];
  return step(
    sheet,
    'labs',
    html`${notes(sheet)}${refused(sheet)}
<section>
${form(
  sheet,
  { action: '/setup/labs', button: SETUP_WORDS.save },
  html`<h2>${say(sheet, WORDS.rooms)}</h2>
${rooms.map((room) => roomFields(sheet, room.id, room))}${NEW_ROOMS.slice(0, rooms.length === 0 ? 1 : NEW_ROOMS.length).map((key) => roomFields(sheet, key, undefined))}<fieldset>
<legend>${say(sheet, WORDS.report)}</legend>
${selectField(sheet, { field: 'listen', label: WORDS.listen, hint: WORDS.listenWhy, known: labs?.listen ?? 'off', options: places(sheet) })}</fieldset>
<fieldset>
<legend>${say(sheet, WORDS.snmp)}</legend>
${passwordField(sheet, { field: 'community', label: WORDS.community, hint: WORDS.communityWhy })}</fieldset>
<details><summary>${say(sheet, WORDS.declared)}</summary>
<div class="fields">
${declaredFields(sheet, DECLARED.labs)}</div>
</details>
`,
)}
</section>
${labs !== undefined && labs.listen !== 'off' && install(sheet)}
<section>
<h2>${say(sheet, WORDS.reported)}</h2>
${reported(sheet)}
</section>
${nextStep(sheet, 'green')}`,
  );
}

interface KnownRoom {
  readonly name: string;
  readonly seats: number;
  readonly pupils?: number | undefined;
}

function roomFields(sheet: Sheet, key: string, room: KnownRoom | undefined): Markup {
  const figure = (value: number | undefined): string => String(value ?? '');
  return html`<fieldset>
<legend>${room?.name ?? say(sheet, WORDS.newRoom)}</legend>
<div class="fields">
${textField(sheet, { field: `name:${key}`, label: WORDS.name, known: room?.name })}${textField(sheet, { field: `seats:${key}`, label: WORDS.seats, known: figure(room?.seats), inputmode: 'numeric' })}${textField(sheet, { field: `pupils:${key}`, label: WORDS.pupils, known: figure(room?.pupils), inputmode: 'numeric' })}</div>
${room !== undefined && tickField(sheet, { field: 'drop', value: key, label: WORDS.drop, ticked: sheet.typed?.getAll('drop').includes(key) ?? false })}</fieldset>
`;
}

/** What is configured stays a choice, also where this machine has that address no longer. */
function places({ addresses, config }: Sheet): readonly (readonly [string, Text])[] {
  const own = addresses.map((address) => `${address}:${LAB_PORT}`);
  const now = config.labs?.listen ?? 'off';
  const all = now === 'off' || own.includes(now) ? own : [now, ...own];
  return [['off', WORDS.off], ...all.map((place) => [place, { vi: place, en: place }] as const)];
}

const install = (sheet: Sheet): Markup => html`<section>
<h2>${say(sheet, WORDS.install)}</h2>
<p>${say(sheet, WORDS.installHow)}</p>
${sheet.labCommands.map((command) => html`<pre tabindex="0">${command}</pre>\n`)}</section>
`;

function reported(sheet: Sheet): Markup {
  const machines = reportersIn(sheet);
  if (machines.length === 0) return html`<p>? ${say(sheet, WORDS.noneReported)}</p>`;
  const byRoom = Map.groupBy(machines, ({ fields }) => wordIn(fields, 'room') ?? '–');
  return html`<ul class="checks">${[...byRoom].map(
    ([room, facts]) =>
      html`<li><b>${roomName(sheet, room)}</b>: ${facts.length} <span class="detail">${facts.map(({ fields, tags }) => wordIn(fields, 'name') ?? tags['device'] ?? '').join(', ')}</span></li>\n`,
  )}</ul>`;
}

const roomName = ({ config }: Sheet, id: string): string =>
  config.labs?.rooms.find((room) => room.id === id)?.name ?? id;

const wordIn = (fields: Fact['fields'], name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};

function refused(sheet: Sheet): Markup | false {
  const count = sheet.facts.find(({ measurement }) => measurement === 'agent')?.fields[
    'refused_reports'
  ];
  return (
    typeof count === 'number' &&
    count > 0 &&
    note('ill', html`<p>✕ ${count} ${say(sheet, WORDS.refused)}</p>`)
  );
}
