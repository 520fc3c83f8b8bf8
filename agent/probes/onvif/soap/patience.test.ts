import { expect, it } from 'vitest';
import type { ServiceName } from './operations.ts';
import { Patience } from './patience.ts';

it.each<[readonly ServiceName[], readonly ServiceName[]]>([
  [[], []],
  [['media'], ['media']],
  [['device'], []],
  [['device', 'device'], ['device']],
  [
    ['media', 'media2'],
    ['media', 'media2'],
  ],
  [
    ['media', 'media2', 'device'],
    ['device', 'media', 'media2', 'recording'],
  ],
])('after silences of %j asks nothing more of %j', (silences, spent) => {
  const patience = new Patience();
  for (const service of silences) patience.noteSilence(service);
  const services: readonly ServiceName[] = ['device', 'media', 'media2', 'recording'];
  expect(services.filter((service) => patience.isSpent(service))).toEqual(spent);
});
