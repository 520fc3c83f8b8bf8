import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { overridesJsonSchema, rulesJsonSchema } from './json-schema.ts';

it.each([
  ['alerts.json', rulesJsonSchema],
  ['alert-overrides.json', overridesJsonSchema],
])('config/schema/%s is current: else run npm run schemas', (name, schema) => {
  const file = join(import.meta.dirname, '../../../config/schema', name);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(schema()));
});
