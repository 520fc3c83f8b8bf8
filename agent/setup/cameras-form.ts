import { endpointOf } from '../../kit/endpoint.ts';
import type { Text } from '../../kit/text.ts';
import type { AgentConfig } from '../config.ts';
import { isOutside } from '../subnet.ts';
import { DECLARED, declare } from './declared.ts';
import { type Account, addCamera, type Change, setAccount } from './edit.ts';
import { FormReader } from './form.ts';
import { type Plan, type Planned, type Planning, planned } from './plan.ts';
import { idFrom } from './slug.ts';

export const ZONES = ['public', 'yard', 'corridor', 'classroom'] as const;

/** The field of the ticks; what is wrong with a ticked address stands above them all. */
export const PICK = 'pick';

/** The one place on the form for a camera that no search found. */
export const BY_HAND = 'by-hand';

/** Its own account goes before the one for all. */
interface Typed {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** The cameras ticked, with an account each or one for all. */
export function planCameras(planning: Planning): Planned {
  const { form, config } = planning;
  const reader = new FormReader(form);
  const shared = accountIn(reader, '');
  const secrets: Plan['secrets'][number][] = [];
  const taken = new Set(idsIn(config));
  const changes: Change[] = [];
  for (const key of picked(planning)) {
    const address = addressOf(key, reader, config);
    const name = reader.needed(`name:${key}`, reader.word(`name:${key}`, 100));
    const zone = reader.choice(`zone:${key}`, ZONES);
    const typed = wholeAccount(accountIn(reader, `:${key}`), shared);
    if (name === undefined || address === undefined) continue;
    const id = idFrom(name, taken, 'camera');
    taken.add(id);
    const account = typed && keepPassword(id, typed, { planning, secrets });
    changes.push(addCamera({ id, name, zone, address, account }));
  }
  return planned(reader.problems, () => ({ changes, secrets, onward: '/setup/cameras?look=1' }));
}

/** What the school declares of its cameras. */
export function planCameraDeclarations({ form }: Planning): Planned {
  const reader = new FormReader(form);
  const changes = [declare([...DECLARED.cameras, ...DECLARED.cameraSecurity], reader)];
  return planned(reader.problems, () => ({
    changes,
    secrets: [],
    onward: '/setup/cameras?saved=1',
  }));
}

/** Another account for a camera or recorder that is configured. */
export function planAccount(planning: Planning): Planned {
  const { form, config } = planning;
  const reader = new FormReader(form);
  const id = form.get('device') ?? '';
  const section = (['cameras', 'recorders'] as const).find((one) =>
    config[one]?.list.some((device) => device.id === id),
  );
  if (section === undefined) reader.refuse('device', GONE);
  const user = reader.needed('user', reader.word('user'));
  const password = reader.needed('password', reader.password('password'));
  const secrets: Plan['secrets'][number][] = [];
  const changes: Change[] = [];
  if (section !== undefined && user !== undefined && password !== undefined) {
    const kept = keepPassword(id, { user, password }, { planning, secrets });
    changes.push(setAccount(section, id, kept));
  }
  return planned(reader.problems, () => ({ changes, secrets, onward: '/setup/cameras?look=1' }));
}

interface Kept {
  readonly planning: Planning;
  readonly secrets: Plan['secrets'][number][];
}

function keepPassword(
  id: string,
  { user, password }: { readonly user: string; readonly password: string },
  { planning, secrets }: Kept,
): Account {
  const passwordFile = planning.freeSecret(id);
  secrets.push({ file: passwordFile, value: password });
  return { user, passwordFile };
}

function accountIn(reader: FormReader, place: string): Typed {
  const user = reader.word(`user${place}`);
  const password = reader.password(`password${place}`);
  if (user !== undefined && password === undefined) reader.needed(`password${place}`, password);
  if (password !== undefined && user === undefined) reader.needed(`user${place}`, user);
  return { user, password };
}

function wholeAccount(
  own: Typed,
  shared: Typed,
): { readonly user: string; readonly password: string } | undefined {
  const { user, password } = own.user === undefined ? shared : own;
  return user === undefined || password === undefined ? undefined : { user, password };
}

/** The keys of the rows that were ticked; the row by hand counts as soon as an address stands in it. */
function picked({ form }: Planning): readonly string[] {
  const ticked = form.getAll(PICK).slice(0, 100);
  const byHand = (form.get(`address:${BY_HAND}`) ?? '').trim() !== '';
  return [...new Set([...ticked, ...(byHand ? [BY_HAND] : [])])];
}

/** A ticked row is known by its address. */
function addressOf(key: string, reader: FormReader, config: AgentConfig): string | undefined {
  const field = key === BY_HAND ? `address:${BY_HAND}` : PICK;
  const address = key === BY_HAND ? reader.word(field) : key;
  const endpoint = address === undefined ? undefined : endpointOf(address, 80);
  if (address === undefined || endpoint === undefined) return reader.refuse(field, NO_ADDRESS);
  if (isOutside(endpoint.host, config.subnets)) return reader.refuse(field, OUTSIDE);
  if (isConfigured(address, config)) return reader.refuse(field, KNOWN);
  return address;
}

/** Whether a camera or recorder stands at this address; no port and port 80 are one. */
export function isConfigured(address: string, { cameras, recorders }: AgentConfig): boolean {
  const plain = (text: string): string => text.replace(/:80$/, '');
  return [...(cameras?.list ?? []), ...(recorders?.list ?? [])].some(
    (device) => plain(device.address) === plain(address),
  );
}

export const idsIn = ({
  server,
  uplink,
  machines,
  cameras,
  recorders,
}: AgentConfig): readonly string[] => [
  ...[server, uplink].flatMap((one) => (one === undefined ? [] : [one.id])),
  ...[machines, cameras, recorders].flatMap((section) => (section?.list ?? []).map(({ id }) => id)),
];

const NO_ADDRESS: Text = {
  vi: 'Cần một địa chỉ như 192.168.1.201 hoặc 192.168.1.201:8899.',
  en: 'An address is needed, such as 192.168.1.201 or 192.168.1.201:8899.',
};
const OUTSIDE: Text = {
  vi: 'Địa chỉ nằm ngoài các mạng của tác nhân (subnets trong tệp cấu hình).',
  en: 'The address is outside the networks of the agent (subnets of its config).',
};
const KNOWN: Text = {
  vi: 'Thiết bị ở địa chỉ này đã được khai báo.',
  en: 'The device at this address is configured already.',
};
const GONE: Text = {
  vi: 'Thiết bị này không còn trong tệp cấu hình.',
  en: 'This device is no longer in the config.',
};
