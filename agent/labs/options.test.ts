import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { LabsOptions } from './options.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

it('the sample is read as it stands, and is the one of the README', () => {
  const text = read('./sample.yaml');
  expect(LabsOptions.parse(parse(text).labs)).toMatchObject({
    ...{ listen: '192.168.1.5:8483', usable_within: 5 },
    school_days: {
      holidays: [
        { from: '2027-01-01', to: '2027-01-01' },
        { from: '2027-02-01', to: '2027-02-14' },
      ],
    },
    rooms: [{ id: 'phong-1', seats: 24, pupils: 45 }],
  });
  expect(read('./README.md')).toContain(text);
});
