import { expect, it } from 'vitest';
import {
  encoderOptions,
  operations,
  recordingInformation,
  streamUri,
  streamUri2,
} from './operations.ts';

it('only ever reads: every operation is a Get', () => {
  for (const { name } of [
    ...Object.values(operations),
    streamUri('t'),
    streamUri2('t'),
    encoderOptions('media', { encoder: undefined, profile: 't' }),
    recordingInformation('t'),
  ])
    expect(name).toMatch(/^Get[A-Z]/);
});
