import { describe, expect, it } from 'vitest';
import { contentsOf, readManifest } from './manifest.ts';

const file = {
  ...{ name: 'hatang.db', schema: 5, taken_at: '2026-11-26T02:30:00.000Z' },
  ...{ size_bytes: 4_096, sha256: 'a'.repeat(64), rows: { unit: 3 } },
};
const good = {
  ...{ format: 1, version: '0.1.0', made_at: '2026-11-26T02:30:00.000Z', files: [file] },
  ...contentsOf(false),
};

describe('a manifest', () => {
  it('is read', () => {
    expect(readManifest(JSON.stringify(good))).toEqual({ ok: true, value: good });
  });

  it.each([
    ['{', 'manifest.json: '],
    [{ ...good, format: 2 }, 'format'],
    [{ ...good, files: [] }, 'files'],
    [{ ...good, files: [{ ...file, name: '../hatang.db' }] }, 'files.0.name'],
    [
      { ...good, files: [{ ...file, name: 'facts.db' }] },
      'files: expected hatang.db, then facts.db',
    ],
    [{ ...good, files: [file, file] }, 'files: expected hatang.db, then facts.db'],
    [{ ...good, files: [{ ...file, sha256: 'short' }] }, 'files.0.sha256'],
    [{ ...good, files: [{ ...file, schema: 0 }] }, 'files.0.schema'],
    [{ ...good, more: 1 }, 'more'],
  ])('is refused where it is %j', (manifest, problem) => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    expect(readManifest(text)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });
});
