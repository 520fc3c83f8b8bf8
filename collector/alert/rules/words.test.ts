import { describe, expect, it } from 'vitest';
import type { Text } from '../../../kit/text.ts';
import { shippedRules } from '../../../test/shipped-rules.ts';
import { countLabel, deviceLabel, say, subjectName } from '../wording.ts';
import type { CompiledRule } from './compiled-rule.ts';

const rules = await shippedRules();

describe('the words of the shipped rules', () => {
  const SINCE: Text = { vi: '07:42 ngày 26/11/2026', en: '07:42 on 26/11/2026' };
  const UNSEEN: Text = {
    vi: '; 14 camera và 42 máy tính không kiểm tra được trong lúc đó',
    en: '; 14 cameras and 42 machines can’t be checked meanwhile',
  };
  const NAMES: Readonly<Record<string, string>> = {
    ...{ camera: 'Cổng trường', recorder: 'NVR 1', machine: 'HS-07', lab: '1', agent: 'may-chu' },
    ...{ server: 'SRV', service_check: 'Cổng thông tin', uplink_bandwidth: 'FPT', ups: 'APC' },
  };
  const both = (text: string): Text => ({ vi: text, en: text });

  function sentences(rule: CompiledRule, several: boolean): string {
    const { words, reads } = rule;
    const schools = { vi: '12 trường', en: '12 schools' };
    const places = {
      device: several ? countLabel(words, 14) : deviceLabel(words.noun, NAMES[reads] ?? reads),
      school: several ? schools : both('Trường THCS A'),
      since: SINCE,
      unseen: UNSEEN,
      group: both('Phường B'),
    };
    const told = [words.opened, words.resolved, words.cause].map((text) => say(text, places));
    return (['vi', 'en'] as const)
      .map((language) => told.map((text) => `  ${text[language]}`).join('\n'))
      .join('\n');
  }

  it('read as their golden file does, for one and for several', async () => {
    const text = rules
      .map((rule) => {
        const { title, advice } = rule.words;
        const told = [
          `${rule.id}: ${title.vi} / ${title.en}`,
          sentences(rule, false),
          ...(rule.gather === undefined ? [] : [sentences(rule, true)]),
          `  ${advice.vi}`,
          `  ${advice.en}`,
        ];
        return told.join('\n');
      })
      .join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot('golden/words.txt');
  });

  it('leave no place unfilled', () => {
    for (const rule of rules) expect(sentences(rule, true), rule.id).not.toMatch(/[{}]/);
  });

  it('name a system by what was kept of it', () => {
    expect(subjectName('service_check', { 'service_check.name': 'Cổng' })).toBe('Cổng');
    expect(subjectName('service_check', {})).toBeUndefined();
    expect(subjectName('service_check', { 'service_check.name': '' })).toBeUndefined();
  });
});
