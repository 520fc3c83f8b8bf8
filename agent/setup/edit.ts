/** Changes to a config as its text: comments, order and whatever else stands in it stay. */
import { type Document, isMap, isSeq, parseDocument, visit } from 'yaml';
import type { FieldValue } from '../../wire/fact.ts';

export interface Contract {
  /** Mbit/s. */
  readonly down: number;
  readonly up: number;
}

export interface NewCamera {
  readonly id: string;
  readonly name: string;
  readonly zone: string | undefined;
  readonly address: string;
  readonly account: Account | undefined;
}

/** The password is where it can be read, never what it is. */
export interface Account {
  readonly user: string;
  /** `secrets/cam-cong`, relative to the config file. */
  readonly passwordFile: string;
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly seats: number;
  readonly pupils?: number | undefined;
}

export type Change = (document: Document) => void;

/** The text after the changes, in turn. */
export function edited(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text);
  for (const change of changes) change(document);
  visit(document, {
    Collection(_, collection) {
      if (collection.items.length === 0) collection.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** The sections that differ, as they would be pasted. */
export function changedSections(before: string, after: string): string {
  const [old, now] = [parseDocument(before), parseDocument(after)];
  if (!isMap(now.contents)) return after;
  const said = (document: Document, key: unknown): string =>
    JSON.stringify(document.get(key, false));
  const unchanged = now.contents.items
    .map(({ key }) => key)
    .filter((key) => said(old, key) === said(now, key));
  for (const key of unchanged) now.delete(key);
  now.commentBefore = null;
  return now.toString({ lineWidth: 0 });
}

export const setContract =
  (contract: Contract | undefined): Change =>
  (document) => {
    if (contract === undefined) {
      if (document.hasIn(['uplink', 'contract'])) document.deleteIn(['uplink', 'contract']);
      return;
    }
    if (!document.has('uplink')) document.set('uplink', document.createNode({ targets: [] }));
    const { down, up } = contract;
    document.setIn(
      ['uplink', 'contract'],
      document.createNode({ down: `${down}Mbit/s`, up: `${up}Mbit/s` }),
    );
  };

/** Undefined takes a declaration out. */
export const setDeclarations =
  (declared: Readonly<Record<string, FieldValue | undefined>>): Change =>
  (document) => {
    openMap(document, ['declarations']);
    for (const [name, value] of Object.entries(declared))
      if (value === undefined) document.deleteIn(['declarations', name]);
      else document.setIn(['declarations', name], value);
  };

export const addCamera =
  ({ id, name, zone, address, account }: NewCamera): Change =>
  (document) => {
    openList(document, ['cameras', 'list']);
    const camera = {
      ...{ id, name },
      ...(zone === undefined ? {} : { zone }),
      address,
      ...(account === undefined ? {} : accountFields(account)),
    };
    document.addIn(['cameras', 'list'], document.createNode(camera));
  };

/** Of the camera or recorder with this id. */
export const setAccount =
  (section: 'cameras' | 'recorders', id: string, account: Account): Change =>
  (document) => {
    const at = placeOf(document, [section, 'list'], id);
    if (at === undefined) return;
    for (const [field, value] of Object.entries(accountFields(account)))
      document.setIn([section, 'list', at, field], value);
  };

export const setLabListen =
  (listen: string): Change =>
  (document) => {
    openMap(document, ['labs']);
    document.setIn(['labs', 'listen'], listen);
  };

/** Those that are there keep what else they say; those not named are taken out. */
export const setRooms =
  (rooms: readonly Room[]): Change =>
  (document) => {
    openList(document, ['labs', 'rooms']);
    const list = document.getIn(['labs', 'rooms']);
    if (!isSeq(list)) return;
    list.items = list.items.filter((item) =>
      rooms.some(({ id }) => isMap(item) && item.get('id') === id),
    );
    for (const { id, name, seats, pupils } of rooms) {
      const at = placeOf(document, ['labs', 'rooms'], id);
      const path = ['labs', 'rooms', at ?? list.items.length];
      if (at === undefined) document.addIn(['labs', 'rooms'], document.createNode({ id }));
      document.setIn([...path, 'name'], name);
      document.setIn([...path, 'seats'], seats);
      if (pupils === undefined) document.deleteIn([...path, 'pupils']);
      else document.setIn([...path, 'pupils'], pupils);
    }
  };

export const setCommunity =
  (file: string): Change =>
  (document) => {
    openList(document, ['machines', 'list']);
    document.setIn(['machines', 'community'], referenceTo(file));
  };

const accountFields = ({ user, passwordFile }: Account) => ({
  user,
  password: referenceTo(passwordFile),
});

const referenceTo = (file: string): string => `\${file:${file}}`;

type Path = readonly (string | number)[];

/** A map that is there and written in lines. */
function openMap(document: Document, path: Path): void {
  if (!document.hasIn(path)) document.setIn(path, document.createNode({}));
  const map = document.getIn(path);
  if (isMap(map)) map.flow = false;
}

function openList(document: Document, path: Path): void {
  const [section] = path;
  if (section !== undefined) openMap(document, [section]);
  if (!document.hasIn(path)) document.setIn(path, document.createNode([]));
  const list = document.getIn(path);
  if (isSeq(list)) list.flow = false;
}

function placeOf(document: Document, path: Path, id: string): number | undefined {
  const list = document.getIn(path);
  if (!isSeq(list)) return undefined;
  const at = list.items.findIndex((item) => isMap(item) && item.get('id') === id);
  return at === -1 ? undefined : at;
}
