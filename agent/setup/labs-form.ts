import type { Text } from '../../kit/text.ts';
import type { AgentConfig } from '../config.ts';
import { DECLARED, declare } from './declared.ts';
import { type Change, type Room, setCommunity, setLabListen, setRooms } from './edit.ts';
import { FormReader } from './form.ts';
import { type Plan, type Planned, type Planning, planned } from './plan.ts';
import { idFrom } from './slug.ts';

/** Empty rows on the form. */
export const NEW_ROOMS = ['+1', '+2', '+3'] as const;

export const LAB_PORT = 8_483;

/** Rooms, where their machines report, the SNMP community, and what the school declares of its labs. */
export function planLabs({ form, config, freeSecret }: Planning): Planned {
  const reader = new FormReader(form);
  const rooms = roomsIn(form, reader, config);
  const listen = reader.word('listen');
  if (listen !== undefined && listen !== 'off' && !/^[\d.]{7,15}:\d{1,5}$/.test(listen))
    reader.refuse('listen', NO_PLACE);
  const community = reader.password('community');
  const secrets: Plan['secrets'][number][] = [];
  const changes: Change[] = [
    setRooms(rooms),
    setLabListen(listen ?? 'off'),
    declare(DECLARED.labs, reader),
  ];
  if (community !== undefined) {
    const file = freeSecret('snmp-community');
    secrets.push({ file, value: community });
    changes.push(setCommunity(file));
  }
  return planned(reader.problems, () => ({ changes, secrets, onward: '/setup/labs?saved=1' }));
}

function roomsIn(form: Planning['form'], reader: FormReader, config: AgentConfig): readonly Room[] {
  const known = (config.labs?.rooms ?? []).map(({ id }) => id);
  const dropped = new Set(form.getAll('drop'));
  const taken = new Set(known);
  const kept = known
    .filter((id) => !dropped.has(id))
    // A form that knows nothing of a room leaves it as it is.
    .flatMap((id) => (form.has(`name:${id}`) ? readRoom(id, id, reader) : sameRoom(id, config)));
  const added = NEW_ROOMS.filter((key) =>
    ['name', 'seats', 'pupils'].some((field) => (form.get(`${field}:${key}`) ?? '').trim() !== ''),
  ).flatMap((key) => {
    const id = idFrom(reader.word(`name:${key}`, 100) ?? '', taken, 'phong-may');
    taken.add(id);
    return readRoom(key, id, reader);
  });
  return [...kept, ...added];
}

function readRoom(key: string, id: string, reader: FormReader): readonly Room[] {
  const name = reader.needed(`name:${key}`, reader.word(`name:${key}`, 100));
  const seats = reader.needed(
    `seats:${key}`,
    reader.number(`seats:${key}`, { least: 1, most: 500, whole: true }),
  );
  const pupils = reader.number(`pupils:${key}`, { least: 1, most: 1_000, whole: true });
  return name === undefined || seats === undefined ? [] : [{ id, name, seats, pupils }];
}

const sameRoom = (id: string, { labs }: AgentConfig): readonly Room[] =>
  (labs?.rooms ?? []).filter((room) => room.id === id);

const NO_PLACE: Text = {
  vi: 'Chọn một địa chỉ của máy chủ này, hoặc tắt.',
  en: 'Choose an address of this server, or off.',
};
