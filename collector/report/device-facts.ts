import type { FieldValue } from '../../wire/fact.ts';
import type { DeviceView } from './views.ts';

/** Reads out of a device's latest facts; a value of another kind than the register's is as good as none. */

export type DeviceFact = DeviceView['facts'][number];
export type Fields = DeviceFact['fields'];

/** The facts named like the kind of the device, `camera` of a camera; of several tellers the newest word of each field. */
export const ownFields = ({ kind, facts }: DeviceView): Fields =>
  newestOfEach(facts.filter(({ measurement }) => measurement === kind));

/** Each field as it was told last, whichever of the facts told it. */
export const newestOfEach = (facts: readonly Pick<DeviceFact, 'fields' | 'at'>[]): Fields =>
  Object.assign({}, ...facts.toSorted((a, b) => a.at - b.at).map(({ fields }) => fields));

export const mainStream = ({ facts }: DeviceView): Fields =>
  facts.find(
    ({ measurement, tags }) => measurement === 'camera_stream' && tags['stream'] === 'main',
  )?.fields ?? {};

export const wordIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const numberIn = (fields: Fields, name: string): number | undefined => {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const flagIn = (fields: Fields, name: string): boolean | undefined => {
  const value: FieldValue | undefined = fields[name];
  return typeof value === 'boolean' ? value : undefined;
};

/** `1920×1080`; undefined where either side is not known. */
export function sayPicture(fields: Fields, prefix: '' | 'claimed_' | 'settable_' = '') {
  const [width, height] = [numberIn(fields, `${prefix}width`), numberIn(fields, `${prefix}height`)];
  return width === undefined || height === undefined ? undefined : `${width}×${height}`;
}
