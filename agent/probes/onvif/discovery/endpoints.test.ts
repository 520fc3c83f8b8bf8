import { describe, expect, it } from 'vitest';
import { type Endpoints, learnEndpoints, movedFrom } from './endpoints.ts';
import type { Joined } from './join.ts';

/** `cam-01:A` answered as configured, `-:A` is a stranger; A is what it calls itself. */
function search(...texts: readonly string[]): Joined {
  const all = ['cam-01', 'cam-02'];
  const found = texts.map((text, at) => {
    const [as, endpoint = ''] = text.split(':');
    const unsaid = { port: 80, name: undefined, hardware: undefined, types: [] };
    const camera = { address: `10.0.0.${at}`, endpoint, ...unsaid };
    return { camera, as: as === '-' ? undefined : as };
  });
  const answered = new Set(found.map(({ as }) => as));
  const unanswered = all
    .filter((id) => !answered.has(id))
    .map((id) => ({ id, name: id, address: '', host: '10.0.1.1', port: undefined }));
  return { found, unanswered };
}

describe('a device that moved', () => {
  it.each([
    ['answers elsewhere', [['cam-01:A']], ['-:A'], 'cam-01'],
    ['answers elsewhere after a silence', [['cam-01:A'], ['cam-02:B']], ['-:A'], 'cam-01'],
    ['answers at both', [['cam-01:A']], ['cam-01:A', '-:A'], undefined],
    ['was never seen', [['cam-01:A']], ['-:B'], undefined],
    ['is nobody while the configured one answers', [['cam-01:A']], ['cam-01:C', '-:A'], undefined],
    ['shares its name now', [['cam-01:A']], ['-:A', '-:A'], undefined],
    ['shared its name once', [['cam-01:A', 'cam-02:A'], ['cam-01:A']], ['-:A'], undefined],
    ['shared its name with a stranger', [['cam-01:A', '-:A'], ['cam-01:A']], ['-:A'], undefined],
  ])('%s', (_, before, now, from) => {
    const known = before.reduce<Endpoints>(
      (so, texts) => learnEndpoints(so, search(...texts)),
      new Map(),
    );
    expect(movedFrom(known, search(...now))(now.at(-1)?.split(':')[1])).toBe(from);
  });

  it('is remembered within bounds, whatever devices call themselves', () => {
    let known: Endpoints = new Map();
    for (let at = 0; at < 2_000; at += 1)
      known = learnEndpoints(known, search(`cam-01:name-${at}`));
    expect(known.size).toBe(1_024);
  });
});
