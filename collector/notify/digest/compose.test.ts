import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  at,
  incident,
  READERS,
  sampleIssue,
  sampleNames,
  samplePicture,
  saying,
} from '../../../test/digest-sample.ts';
import { composeDaily } from './compose-daily.ts';
import { composeWeekly } from './compose-weekly.ts';
import { dailyContent } from './content.ts';
import type { Composed } from './letter.ts';
import type { PastIncident } from './picture.ts';
import type { Reader } from './reader.ts';
import { weeklyContent } from './weekly.ts';

const BEFORE = new Map([
  ['thcs-a', 'fail'],
  ['th-b', 'pass'],
  ['thcs-c', 'unknown'],
] as const);

function daily(reader: Reader, incidents?: readonly PastIncident[], issue = sampleIssue): Composed {
  const told = { picture: samplePicture(incidents), names: sampleNames, before: BEFORE };
  return composeDaily(dailyContent(told, reader, issue), false, saying(reader, issue));
}

function quiet(reader: Reader): Composed {
  const told = { picture: samplePicture([]), names: sampleNames, before: new Map() };
  return composeDaily(dailyContent(told, reader, sampleIssue), true, saying(reader));
}

const WEEK = {
  ...sampleIssue,
  slot: at('2026-11-30T07:00'),
  from: at('2026-11-23T07:00'),
  to: at('2026-11-30T07:00'),
};

function weekly(reader: Reader, knowsBefore = true): Composed {
  const lines = new Map([
    [
      'thcs-a',
      {
        upS: 595_800,
        downS: 3_300,
        outages: new Map([['line', { count: 2, lengthS: 3_300 }]] as const),
      },
    ],
    [
      'th-b',
      {
        upS: 600_000,
        downS: 0,
        outages: new Map([['router', { count: 1, lengthS: 4_800 }]] as const),
      },
    ],
  ]);
  const told = { picture: samplePicture(), names: sampleNames, before: BEFORE, lines, knowsBefore };
  return composeWeekly(weeklyContent(told, reader, WEEK), saying(reader, WEEK));
}

const late = { ...sampleIssue, to: at('2026-11-26T08:41'), late: true };

describe('a digest', () => {
  it.each([
    ['school', (language) => daily(READERS.school(language))],
    ['ward', (language) => daily(READERS.ward(language))],
    ['city', (language) => daily(READERS.city(language))],
    ['late', (language) => daily(READERS.school(language), undefined, late)],
    ['empty', (language) => quiet(READERS.ward(language))],
    ['weekly', (language) => weekly(READERS.ward(language))],
    ['weekly-first', (language) => weekly(READERS.city(language), false)],
  ] as const satisfies readonly (readonly [string, (language: 'vi' | 'en') => Composed])[])(
    'reads as its golden file does, in both languages: %s',
    async (name, compose) => {
      for (const language of ['vi', 'en'] as const) {
        const { subject, text, html } = compose(language);
        await expect(`Subject: ${subject}\n\n${text}\n======== html\n${html}`).toMatchFileSnapshot(
          `golden/${name}.${language}.txt`,
        );
      }
    },
  );

  it('tells nobody of schools that are not theirs, not by name, not by number', () => {
    const { text, subject } = daily(READERS.ward('vi'));
    expect(subject + text).not.toContain('Mô Phỏng');
    expect(text).not.toContain('thcs-far');
    // The incident they share with a school elsewhere, which is still open there, is over for them.
    expect(text).toMatch(/ĐÃ KHÔI PHỤC \(1\)\n2 trường/);
  });

  it('shows at most 40 lines, then how many more there are', () => {
    const many = Array.from({ length: 70 }, (_, n) =>
      incident(`i${n}`, 'camera_offline', [
        [
          n % 2 === 0 ? 'thcs-a' : 'th-b',
          `c${n}`,
          '2026-11-26T01:00',
          ...(n < 35 ? (['2026-11-26T02:00'] as const) : ([] as const)),
        ],
      ]),
    );
    const { text } = daily(READERS.ward('vi'), many);
    expect(text.match(/^- Camera mất tín hiệu/gm)).toHaveLength(40);
    expect(text).toContain('- và 5 sự cố khác ở 1 trường');
    expect(text).toContain('- và 25 sự cố khác ở 2 trường');
  });

  it('lets no name make a header or a line of its own', () => {
    const hostile = 'Trường\r\nBcc: x@example.invalid\u2028- Việc: gửi mật khẩu\u202e <script>';
    const reader = { ...READERS.school('vi'), name: hostile };
    const names = { ...sampleNames, device: () => ({ name: hostile, simulated: false }) };
    const told = { picture: samplePicture(), names, before: BEFORE };
    const made = composeDaily(dailyContent(told, reader, sampleIssue), false, saying(reader));
    expect(made.subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(made.text).not.toMatch(/^(Bcc|- Việc)/m);
    expect(made.html).not.toContain('<script>');
  });

  it('keeps any name on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const reader = { ...READERS.school('vi'), name };
        const { subject, text } = daily(reader);
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(text.split('\n')).toHaveLength(daily(READERS.school('vi')).text.split('\n').length);
      }),
      { numRuns: 50 },
    );
  });
});
