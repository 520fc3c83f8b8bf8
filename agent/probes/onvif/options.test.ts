import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { CameraOptions, RecorderOptions } from './options.ts';

const Sample = z.strictObject({ cameras: CameraOptions, recorders: RecorderOptions });
const camera = { id: 'cam-01', name: 'Cổng', address: '10.0.0.1' };
const problemsOf = (section: unknown) =>
  CameraOptions.safeParse(section).error?.issues.map(({ path }) => path.join('.'));

describe('the cameras section', () => {
  it('is as the sample shows it', () => {
    const sample = Sample.parse(
      parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8')),
    );
    expect(sample.cameras.list.map(({ zone }) => zone)).toEqual(['public', 'yard']);
    expect(sample.recorders).toMatchObject({ every: 300_000, deadline: 30_000 });
  });

  it('has its defaults in the schema', () => {
    expect(CameraOptions.parse({})).toEqual({
      every: 60_000,
      deadline: 30_000,
      window: 6_000,
      ports: true,
      invented_login: true,
      udp: false,
      list: [],
    });
  });

  it('wants user and password together, every id once, and no misspelt key', () => {
    expect(problemsOf({ list: [{ ...camera, user: 'a' }] })).toEqual(['list.0.password']);
    expect(problemsOf({ list: [camera, camera] })).toEqual(['list']);
    expect(problemsOf({ list: [{ ...camera, pasword: 'a' }] })).toEqual(['list.0']);
  });
});
