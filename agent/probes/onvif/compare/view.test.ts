import { describe, expect, it } from 'vitest';
import { Line, toView } from './view.ts';

describe('a line of the other client', () => {
  it('loses the login that a camera put into an address, wherever it stands', () => {
    const uri = 'rtsp://admin:bi@mat@10.0.0.9:554/1';
    const lines = [
      { stream: { profile: 'a', uri } },
      { error: { step: 'x', message: `at ${uri}` } },
    ];
    expect(JSON.stringify(lines.map((line) => Line.parse(line)))).not.toMatch(/admin|mat/);
  });

  it('is cut where it is long, and refused where it is something else', () => {
    expect(JSON.stringify(Line.parse({ library: 'x'.repeat(5_000) })).length).toBeLessThan(400);
    expect(Line.safeParse({ password: 'x' }).success).toBe(false);
  });

  it('gives a view together with the others, null where none of them says', () => {
    const view = toView([{ identity: { firmwareVersion: 5.1 } }, { profiles: ['1'] }]);
    expect(view).toMatchObject({ identity: { firmware: 5.1, serial: null }, profiles: ['1'] });
    expect(view.clock.offset_s).toBeNull();
  });
});
