import { describe, expect, it } from 'vitest';
import { parseInspectArguments } from '../inspect-command.ts';
import type { Comparison } from './compare.ts';
import { sayComparison } from './say-comparison.ts';

const agreed: Comparison = {
  ...{ library: 'onvif 0.8.3', ok: true, elapsed_ms: 1_240, login: 'sent' },
  ...{ view: null, differences: [], error: null },
};

describe('a comparison for a person', () => {
  it('is asked for by --compare, and says nothing where it was not', () => {
    const asked = (...more: string[]) => parseInspectArguments(['inspect', '10.0.0.1', ...more]);
    expect(asked('--compare')).toMatchObject({ ok: true, value: { compare: true } });
    expect(asked()).toMatchObject({ ok: true, value: { compare: false } });
    expect(sayComparison(undefined, 'vi')).toBe('');
  });

  it('says that both see the same', () => {
    expect(sayComparison(agreed, 'vi')).toBe(
      '\nSo sánh với onvif 0.8.3 (1.2 s)\n  hai bên thấy như nhau\n',
    );
  });

  it('names every difference, each value as it is, and nothing that moves the cursor', () => {
    const differences = [
      { what: 'identity.firmware', ours: '5.10', theirs: 5.1 },
      { what: 'streams.a\u001b[2J.uri', ours: null, theirs: 'rtsp://x' },
    ];
    const said = sayComparison({ ...agreed, ok: false, differences, error: 'crash: x' }, 'en');
    expect(said).toContain('  came to nothing: crash: x\n');
    expect(said).toContain('  identity.firmware: hatang "5.10", onvif 5.1\n');
    expect(said).not.toContain('\u001b');
  });

  it('says why no password was sent', () => {
    expect(sayComparison({ ...agreed, login: 'held_back' }, 'en')).toMatch(/not sent again/);
  });
});
