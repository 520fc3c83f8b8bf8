import { afterEach, beforeEach, vi } from 'vitest';

/** What a command says, kept from the terminal for each test of a file. */
export function saidByTests(): { out: string; errors: string } {
  const said = { out: '', errors: '' };
  const keep = (stream: NodeJS.WriteStream, name: keyof typeof said) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  beforeEach(() => {
    Object.assign(said, { out: '', errors: '' });
    keep(process.stdout, 'out');
    keep(process.stderr, 'errors');
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return said;
}
