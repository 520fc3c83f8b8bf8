import { describe, expect, it } from 'vitest';
import { MailOptions } from './options.ts';

const from = 'hatang <hatang@hatang.invalid>';
const problems = (options: unknown) => {
  const parsed = MailOptions.safeParse(options, { reportInput: false });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('mail options', () => {
  it('read a mailbox with and without a name, and fill in what is left out', () => {
    expect(MailOptions.parse({ from, to: [{ address: 'Truc@HCM.edu.vn' }] })).toMatchObject({
      from: { name: 'hatang', address: 'hatang@hatang.invalid' },
      to: [
        {
          ...{ address: 'Truc@hcm.edu.vn', name: '', language: 'vi', schools: 'all' },
          ...{ duty: 'technical', at_once: 'info' },
        },
      ],
      storm: { most: 10, within: 3_600_000 },
    });
    expect(MailOptions.parse({ from: 'a@b.vn' }).from).toEqual({ name: '', address: 'a@b.vn' });
  });

  it.each([
    ['a@b.vn\r\nBcc: c@d.vn', 'from: expected ADDRESS or NAME <ADDRESS>'],
    ['ha\ntang <a@b.vn>', 'from: expected ADDRESS or NAME <ADDRESS>'],
    ['hatang', 'from: expected ADDRESS or NAME <ADDRESS>'],
  ])('refuse %j as a sender', (sender, problem) => {
    expect(problems({ from: sender })).toEqual([problem]);
  });

  it('name a wrong server without telling its password', () => {
    const found = problems({ from, smtp: 'http://user:secret@mail.example.vn' });
    expect(found).toEqual(['smtp: expected smtp://HOST:PORT or smtps://HOST:PORT']);
  });

  it('refuse a storm that lets nothing through', () => {
    expect(problems({ from, storm: { most: 0 } })).toHaveLength(1);
  });

  it('refuse an address outside the official domains, with the list and without the address', () => {
    const to = [{ address: 'an@hcm.edu.vn' }, { address: 'an.nguyen@gmail.com' }];
    expect(problems({ from, to })).toEqual([
      'to.1.address: not at an official domain (@hcm.edu.vn, @*.edu.vn, @moet.edu.vn, @tphcm.gov.vn); the list is mail.official_domains',
    ]);
    expect(problems({ from, to, official_domains: ['hcm.edu.vn', 'gmail.com'] })).toEqual([]);
    expect(problems({ from, to, official_domains: 'any' })).toEqual([]);
  });

  it('refuse a misspelt key', () => {
    expect(problems({ from, recipients: [] })).toHaveLength(1);
  });
});
