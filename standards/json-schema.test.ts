import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standardJsonSchema } from './json-schema.ts';

it('config/schema/standard.json is current: else run npm run schemas', () => {
  const file = join(import.meta.dirname, '../config/schema/standard.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(standardJsonSchema()));
});
