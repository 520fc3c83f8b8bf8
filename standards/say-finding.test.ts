import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../wire/fact.ts';
import type { Confidence } from './criterion.ts';
import type { Finding } from './finding.ts';
import { sayConfidence, sayObserved, sayUnknown, sayVerdict } from './say-finding.ts';

const vi = { language: 'vi' } as const;
const en = { language: 'en' } as const;

describe('what was observed', () => {
  it.each<[FieldValue | undefined, string, string, string]>([
    [95_200_000, 'bps', '95,2 Mbit/s', '95.2 Mbit/s'],
    [999_960, 'bps', '1 Mbit/s', '1 Mbit/s'],
    [512, 'bps', '512 bit/s', '512 bit/s'],
    [0.998, 'ratio', '99,8 %', '99.8 %'],
    [0.0124, 's', '12,4 ms', '12.4 ms'],
    [-3.5, 's', '−3,5 giây', '−3.5 s'],
    [3_900, 's', '1 giờ 5 phút', '1 h 5 min'],
    [4_294_967_296, 'bytes', '4 GiB', '4 GiB'],
    [24.98, 'fps', '25 khung hình/giây', '25 fps'],
    [29.5, 'days', '29,5 ngày', '29.5 days'],
    [12.34, 'pupils', '12,3 học sinh', '12.3 pupils'],
    [74, 'm2', '74 m²', '74 m²'],
    [1234, '1', '1.234', '1,234'],
    [true, '1', 'có', 'yes'],
    [false, '1', 'không', 'no'],
    ['1920×1080', '1', '1920×1080', '1920×1080'],
    [undefined, '1', '–', '–'],
  ])('%j %s is said %s and %s', (observed, unit, vietnamese, english) => {
    const finding = { observed, unit, devices: undefined };
    expect(sayObserved(finding, vi)).toBe(vietnamese);
    expect(sayObserved(finding, en)).toBe(english);
  });

  it('says of several devices how many pass', () => {
    const devices = { pass: 3, fail: 1, unknown: 0, not_applicable: 2 };
    const finding = { observed: 0.75, unit: 'ratio', devices };
    expect(sayObserved(finding, vi)).toBe('3/4 thiết bị đạt');
    expect(sayObserved(finding, en)).toBe('3/4 devices pass');
  });
});

describe('what is unknown', () => {
  it.each<[NonNullable<Finding['unknown']>, string, string]>([
    [
      { reason: 'not_declared', input: 'contract_down_bps' },
      'chưa kê khai: tốc độ tải xuống theo hợp đồng',
      'not declared: contracted download',
    ],
    [
      { reason: 'never_measured', input: 'uplink_ping.latency_s' },
      'chưa có số liệu: độ trễ trung bình (độ trễ đường truyền)',
      'never measured: mean round trip (reachability, latency and loss of the line)',
    ],
    [
      { reason: 'devices_unknown', input: 'cam-1, cam-2' },
      'chưa rõ kết quả của thiết bị: cam-1, cam-2',
      'unknown devices: cam-1, cam-2',
    ],
    [{ reason: 'too_old', input: '' }, 'số liệu đã cũ', 'the figure is too old'],
  ])('%j is said in words', (unknown, vietnamese, english) => {
    expect(sayUnknown({ unknown }, vi)).toBe(vietnamese);
    expect(sayUnknown({ unknown }, en)).toBe(english);
  });

  it('says nothing of a finding that says something', () => {
    expect(sayUnknown({ unknown: undefined }, vi)).toBeUndefined();
  });
});

describe('how sure a threshold is', () => {
  it.each<[Confidence, boolean, string | undefined, string | undefined]>([
    ['quoted', true, undefined, undefined],
    ['quoted', false, 'chưa đối chiếu văn bản gốc', 'not checked against the source text'],
    [
      'reported',
      false,
      'theo nguồn gián tiếp — chưa đối chiếu văn bản gốc',
      'reported — not checked against the source text',
    ],
    [
      'assumed',
      true,
      'đề xuất — chưa đối chiếu văn bản gốc',
      'proposed — not checked against the source text',
    ],
  ])('%s, text checked %s, wears %s', (confidence, textChecked, vietnamese, english) => {
    expect(sayConfidence({ confidence, textChecked }, vi)).toBe(vietnamese);
    expect(sayConfidence({ confidence, textChecked }, en)).toBe(english);
  });
});

it('says verdicts as an officer does', () => {
  expect(sayVerdict('fail', vi)).toBe('Chưa đạt');
  expect(sayVerdict('not_applicable', en)).toBe('Not applicable');
});
