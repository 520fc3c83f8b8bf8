import { describe, expect, it } from 'vitest';
import { days, epochMs } from '../../kit/units.ts';
import { NOW, sampleAdmin } from '../../test/web-sample.ts';
import { sampleBadHealth, sampleFineHealth } from '../../test/web-sample-health.ts';
import type { HealthView } from '../health/health-view.ts';
import { CHECKS } from '../health/readiness.ts';
import { healthPage } from './health-page.ts';
import { healthSentences } from './health-sentences.ts';

const context = (language: 'vi' | 'en') => ({
  query: {},
  caller: sampleAdmin,
  csrfToken: '',
  now: NOW,
  version: '0.1.0',
  speech: { language, timeZone: 'Asia/Ho_Chi_Minh' },
});
const saidOf = (changed: Partial<HealthView>) =>
  healthSentences({ ...sampleFineHealth, ...changed }, NOW).map(({ what }) => what.en);

describe('the page of the collector’s health', () => {
  it.each([
    ['vi', 'Mọi thứ đang chạy.'],
    ['en', 'Everything is running.'],
  ] as const)('says in one sentence that all is well (%s)', (language, sentence) => {
    const page = healthPage(sampleFineHealth, context(language)).text;
    expect(page).toContain(sentence);
    expect(page).not.toContain('class="critical"');
    expect(page).not.toContain('class="warning"');
  });

  it('says what is wrong, since when, what to do, and then what is worth a look', () => {
    const page = healthPage(sampleBadHealth, context('vi')).text;
    expect(page).toContain('Trung tâm đang có sự cố:');
    expect(page).toMatch(
      /class="critical">[\s\S]*từ chối mọi lần ghi[\s\S]*18 phút trước[\s\S]*Cần làm: Kiểm tra mã truy cập[\s\S]*401/,
    );
    expect(page.indexOf('class="critical"')).toBeLessThan(page.indexOf('class="warning"'));
    expect(page).toContain('1.284.000');
  });

  it('shows how each webhook fares, and nothing of them where there are none', () => {
    const page = healthPage(sampleBadHealth, context('vi')).text;
    expect(page).toMatch(
      /ioc<\/th>[\s\S]*>7<[\s\S]*>412<[\s\S]*>1<[\s\S]*2 giờ trước[\s\S]*ECONNREFUSED/,
    );
    expect(page).toMatch(/zalo<\/th>[\s\S]*chưa bao giờ/);
    expect(healthPage(sampleFineHealth, context('vi')).text).not.toContain('ebhook');
  });

  it.each(CHECKS)('has words of its own for %s, in both languages', (failing) => {
    const standing = CHECKS.map((name) => ({
      name,
      status: name === failing ? ('fail' as const) : ('pass' as const),
      output: undefined,
      since: NOW,
    }));
    const [one, ...others] = healthSentences({ ...sampleFineHealth, standing }, NOW);
    expect(others).toEqual([]);
    for (const text of [one?.what, one?.todo]) {
      expect(text?.vi).toMatch(/\.$/);
      expect(text?.en).toMatch(/\.$/);
      expect(text?.vi).not.toBe(text?.en);
    }
  });

  it.each([
    [{ fullIn: days(29) }, ['The disk will be full in 29 d.']],
    [{ fullIn: days(31) }, []],
    [{ lastBackup: 'none' as const }, ['There is no backup yet.']],
    [{ lastBackup: undefined }, []],
    [{ lastBackup: epochMs(NOW - days(3)) }, ['The newest backup is older than two days.']],
    [
      { mails: { queued: 1, oldestQueuedAt: epochMs(NOW - 3_700_000), failed: 0 } },
      ['A mail has been waiting for more than an hour.'],
    ],
    [{ mails: { queued: 1, oldestQueuedAt: NOW, failed: 0 } }, []],
    [
      { agents: { heard: 0, silent: 1_200, never: 3 } },
      ['1,200 agents were not heard within 5 minutes.'],
    ],
    [{ refusedLately: 2 }, ['2 lines were refused within 24 hours.']],
  ])('tells of %j: %j', (changed, said) => {
    expect(saidOf(changed)).toEqual(said);
  });

  it('only warns while the history server is away', () => {
    const standing = [
      { name: 'history', status: 'warn', output: 'waiting: timeout', since: NOW },
    ] as const;
    const page = healthPage({ ...sampleFineHealth, standing }, context('en')).text;
    expect(page).toContain('The collector is running. Worth a look:');
    expect(page).toContain('History can’t be written to InfluxDB just now.');
  });
});
