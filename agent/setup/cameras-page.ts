import { html, type Markup } from '../../kit/html.ts';
import type { Text } from '../../kit/text.ts';
import { seconds } from '../../kit/units.ts';
import type { FoundDevice } from '../../wire/last-search.ts';
import { type DeviceState, healthOf, troubleOf } from '../page/state.ts';
import { HEALTH_WORDS } from '../page/words.ts';
import { BY_HAND, PICK, ZONES } from './cameras-form.ts';
import { DECLARED } from './declared.ts';
import { declaredFields } from './declared-fields.ts';
import { lookAgain, nextStep, notes, step } from './layout.ts';
import {
  form,
  linkTo,
  passwordField,
  type Sheet,
  say,
  selectField,
  textField,
  tickField,
} from './sheet.ts';
import { strangersOf } from './steps.ts';
import { SETUP_WORDS } from './words.ts';

const WORDS = {
  configured: { vi: 'Đã khai báo', en: 'Configured' },
  found: { vi: 'Tìm thấy trong mạng, chưa khai báo', en: 'Found in the network, not configured' },
  noneFound: {
    vi: 'Không có thiết bị nào chưa khai báo. Tác nhân dò lại mỗi giờ; camera tắt ONVIF thì điền địa chỉ ở dưới.',
    en: 'Nothing that is not configured. The agent searches every hour; where ONVIF is off, give the address below.',
  },
  more: {
    vi: 'Lưu các thiết bị này rồi những thiết bị còn lại hiện ra.',
    en: 'Save these, and the rest appear.',
  },
  account: {
    vi: 'Tài khoản chung cho các camera được chọn',
    en: 'One account for all that are ticked',
  },
  accountWhy: {
    vi: 'Dùng tài khoản chỉ xem (viewer), không phải tài khoản quản trị (admin): hatang chỉ cần xem. Mật khẩu nằm trong một tệp riêng trên máy chủ này, không bao giờ rời khỏi trường.',
    en: 'An account that may only look (viewer), not the administrator’s: hatang needs no more. The password stays in a file of its own on this server and never leaves the school.',
  },
  user: { vi: 'Tên đăng nhập', en: 'User' },
  password: { vi: 'Mật khẩu', en: 'Password' },
  pick: { vi: 'Khai báo thiết bị này', en: 'Configure this device' },
  name: {
    vi: 'Tên gọi (ví dụ: Camera cổng trường)',
    en: 'What you call it (e.g. Camera at the gate)',
  },
  zone: { vi: 'Khu vực', en: 'Zone' },
  own: { vi: 'Tài khoản riêng của thiết bị này', en: 'An account of its own' },
  byHand: { vi: 'Thêm camera theo địa chỉ', en: 'Add a camera by its address' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  add: { vi: 'Lưu các camera được chọn', en: 'Save the cameras ticked' },
  addMore: { vi: 'Khai báo thêm camera', en: 'Configure more cameras' },
  another: { vi: 'Thử tài khoản khác', en: 'Try another account' },
  security: {
    vi: 'An toàn của hệ thống camera (khai sau cũng được)',
    en: 'Security of the cameras (may wait)',
  },
  declared: { vi: 'Kê khai về camera', en: 'What the school declares of its cameras' },
} as const satisfies Readonly<Record<string, Text>>;

const ZONE_WORDS: Readonly<Record<(typeof ZONES)[number], Text>> = {
  public: { vi: 'Cổng trường, khu vực công cộng', en: 'Gate, public area' },
  yard: { vi: 'Sân', en: 'Yard' },
  corridor: { vi: 'Hành lang', en: 'Corridor' },
  classroom: { vi: 'Phòng học, nội bộ', en: 'Classroom, inside' },
};

/** As many as fit into one form. */
const SHOWN_AT_MOST = 40;
const LOOK = '/setup/cameras?look=1';

/** Whether a configured device was not looked at since the agent took it up. */
export const isLooking = (sheet: Pick<Sheet, 'config' | 'page'>): boolean =>
  configuredIn(sheet).some((device) => healthOf(device) === 'waiting');

/** With `look`, how the devices stand, by itself; else also what is to be added. */
export function camerasPage(sheet: Sheet): string {
  const devices = configuredIn(sheet);
  const isWaiting = isLooking(sheet);
  const isLook = sheet.query.has('look') && sheet.typed === undefined;
  return step(
    sheet,
    'cameras',
    html`${notes(sheet)}
${devices.length > 0 && configured(sheet, devices)}
${isWaiting && lookAgain(sheet, LOOK)}
${isLook ? html`<p><a href="${linkTo('/setup/cameras', sheet)}">${say(sheet, WORDS.addMore)}</a></p>` : toAdd(sheet)}
${nextStep(sheet, 'labs')}`,
  );
}

function configuredIn({ config, page }: Pick<Sheet, 'config' | 'page'>): readonly DeviceState[] {
  const listed = [
    ...(config.cameras?.list ?? []).map((one) => ({ ...one, kind: 'camera' as const })),
    ...(config.recorders?.list ?? []).map((one) => ({ ...one, kind: 'recorder' as const })),
  ];
  return listed.map(({ id, name, kind, address }) => {
    const known = page.devices.find(({ device }) => device.id === id);
    return {
      device: { id, name, kind, address, every: known?.device.every ?? seconds(60) },
      passes: known?.passes ?? [],
    };
  });
}

function configured(sheet: Sheet, devices: readonly DeviceState[]): Markup {
  return html`<section>
<h2>${say(sheet, WORDS.configured)}</h2>
<ul class="checks">
${devices.map((state) => configuredItem(sheet, state))}</ul>
</section>
`;
}

function configuredItem(sheet: Sheet, state: DeviceState): Markup {
  const { device } = state;
  const health = healthOf(state);
  const { sign, text } = HEALTH_WORDS[health];
  const problems = troubleOf(state)?.problems ?? [];
  const isMeant = sheet.typed?.get('device') === device.id;
  return html`<li><b>${device.name}</b> <span class="detail">${device.address}</span> <span class="${health}">${sign} ${say(sheet, text)}</span>
${problems.map((problem) => html`<p>${say(sheet, problem)}</p>\n`)}${
  health === 'ill' &&
  html`<details${isMeant && html` open`}><summary>${say(sheet, WORDS.another)}</summary>
${accountForm(isMeant ? sheet : { ...sheet, typed: undefined, problems: new Map() }, device.id)}</details>`
}</li>
`;
}

const accountForm = (sheet: Sheet, id: string): Markup =>
  form(
    sheet,
    { action: '/setup/account', button: SETUP_WORDS.save },
    html`<input type="hidden" name="device" value="${id}">
<div class="fields">
${textField(sheet, { field: 'user', label: WORDS.user, of: id })}${passwordField(sheet, { field: 'password', label: WORDS.password, of: id })}</div>
`,
  );

function toAdd(sheet: Sheet): Markup {
  const strangers = strangersOf(sheet);
  const shown = strangers.slice(0, SHOWN_AT_MOST);
  const ofAccount =
    sheet.typed?.has('device') === true
      ? { ...sheet, typed: undefined, problems: new Map() }
      : sheet;
  return html`<section>
<h2>${say(sheet, WORDS.found)}</h2>
${strangers.length === 0 && html`<p>${say(sheet, WORDS.noneFound)}</p>`}
${form(
  ofAccount,
  { action: '/setup/cameras', button: WORDS.add },
  html`${pickProblem(ofAccount)}${accountForAll(ofAccount)}${shown.map((device) => strangerFields(ofAccount, device))}${strangers.length > shown.length && html`<p>${say(sheet, WORDS.more)}</p>`}<details${ofAccount.problems.has(`address:${BY_HAND}`) && html` open`}><summary>${say(sheet, WORDS.byHand)}</summary>
<div class="fields">
${textField(ofAccount, { field: `address:${BY_HAND}`, label: WORDS.address })}${deviceFields(ofAccount, BY_HAND, '')}</div>
</details>
`,
)}
</section>
<section>
<h2>${say(sheet, WORDS.declared)}</h2>
${form(
  ofAccount,
  { action: '/setup/cameras/declared', button: SETUP_WORDS.save },
  html`<div class="fields">
${declaredFields(ofAccount, DECLARED.cameras)}</div>
<details><summary>${say(sheet, WORDS.security)}</summary>
<div class="fields">
${declaredFields(ofAccount, DECLARED.cameraSecurity)}</div>
</details>
`,
)}
</section>
`;
}

function pickProblem(sheet: Sheet): Markup | false {
  const problem = sheet.problems.get(PICK);
  return problem !== undefined && html`<p class="ill">✕ ${say(sheet, problem)}</p>\n`;
}

const accountForAll = (sheet: Sheet): Markup => html`<fieldset>
<legend>${say(sheet, WORDS.account)}</legend>
<p>${say(sheet, WORDS.accountWhy)}</p>
<div class="fields">
${textField(sheet, { field: 'user', label: WORDS.user })}${passwordField(sheet, { field: 'password', label: WORDS.password })}</div>
</fieldset>
`;

function strangerFields(sheet: Sheet, { address, name, hardware }: FoundDevice): Markup {
  const ticked = sheet.typed?.getAll(PICK).includes(address) ?? false;
  const moreWrong = ['user', 'password'].some((field) => sheet.problems.has(`${field}:${address}`));
  return html`<fieldset>
<legend>${address}${hardware !== undefined && html` · ${hardware}`}${name !== undefined && html` · ${name}`}</legend>
${tickField(sheet, { field: PICK, value: address, label: WORDS.pick, ticked })}<div class="fields">
${deviceFields(sheet, address, harmless(name ?? hardware ?? ''))}</div>
<details${moreWrong && html` open`}><summary>${say(sheet, WORDS.own)}</summary>
<div class="fields">
${textField(sheet, { field: `user:${address}`, label: WORDS.user })}${passwordField(sheet, { field: `password:${address}`, label: WORDS.password })}</div>
</details>
</fieldset>
`;
}

const deviceFields = (sheet: Sheet, key: string, known: string): Markup =>
  html`${textField(sheet, { field: `name:${key}`, label: WORDS.name, known })}${selectField(sheet, {
    field: `zone:${key}`,
    label: WORDS.zone,
    options: [['', NO_ZONE], ...ZONES.map((zone) => [zone, ZONE_WORDS[zone]] as const)],
  })}`;

const NO_ZONE: Text = { vi: '– chọn –', en: '– choose –' };

/** The device's own words must not stop the form for the person who leaves them. */
const harmless = (text: string): string =>
  text
    .replace(/[$\p{C}]/gu, ' ')
    .trim()
    .slice(0, 100);
