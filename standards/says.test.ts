import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  factsOf,
  GOLDEN_NOW,
  type GoldenEvidence,
  isSchoolTime,
  joined,
} from '../test/golden-cases.ts';
import { compiledStandard } from '../test/make-standard.ts';
import { factEvidence } from './fact-evidence.ts';
import { judge } from './judge.ts';
import { loadStandards } from './load-door.ts';
import { SHIPPED_STANDARDS } from './shipped-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'hatang-says-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DEVICES = ['uplink', { kind: 'camera', zone: 'public' }] as const;

async function said(id: string, evidence: GoldenEvidence, overrides?: object) {
  const file = join(folder, 'overrides.yaml');
  if (overrides !== undefined) writeFileSync(file, JSON.stringify(overrides));
  const standards = await loadStandards(SHIPPED_STANDARDS, overrides && file);
  if (!standards.ok) throw new Error(JSON.stringify(standards.problem));
  const facts = joined(factsOf([...DEVICES], evidence));
  const finding = judge(standards.value, factEvidence(facts, GOLDEN_NOW, { isSchoolTime })).find(
    (one) => one.criterion === id && one.level === 'basic' && one.device === undefined,
  );
  return [finding?.verdict, finding?.says?.vi, finding?.observed];
}

const need: GoldenEvidence = {
  lab_seats: 40,
  meetings: 5,
  'camera_stream.bitrate_bps': 4_400_000,
  'uplink_bandwidth.down_bps': 99_900_000,
  'uplink_bandwidth.up_bps': 40_000_000,
};

describe('what a criterion says of itself', () => {
  it('shows the need beside what was measured, and which it falls short of', async () => {
    expect(await said('NET-06', need)).toEqual([
      'fail',
      'Không đủ theo nhu cầu khai báo: tải xuống 99/100 Mbit/s, tải lên 40/25 Mbit/s (đo được/cần)',
      0.999,
    ]);
    expect(await said('NET-06', { ...need, 'uplink_bandwidth.down_bps': 150e6 })).toEqual([
      'pass',
      'Đủ theo nhu cầu khai báo: tải xuống 150/100 Mbit/s, tải lên 40/25 Mbit/s (đo được/cần)',
      1.5,
    ]);
  });

  it('needs nothing where nothing is used', async () => {
    const idle = { ...need, lab_seats: 0, meetings: 0, 'camera_stream.bitrate_bps': 0 };
    expect(await said('NET-06', idle)).toEqual([
      'pass',
      'Đủ theo nhu cầu khai báo: tải xuống 99/0 Mbit/s, tải lên 40/0 Mbit/s (đo được/cần)',
      1,
    ]);
  });

  it('says nothing while an input is missing', async () => {
    expect(await said('NET-06', { ...need, meetings: null })).toEqual([
      ...['unknown', undefined, undefined],
    ]);
  });

  it('follows a figure a city puts in its place, and is silent on another condition', async () => {
    const seat = { 'NET-06': { basic: { reads: { seat_down: { constant: 1e6 } } } } };
    expect(await said('NET-06', need, seat)).toEqual([
      'pass',
      'Đủ theo nhu cầu khai báo: tải xuống 99/60 Mbit/s, tải lên 40/25 Mbit/s (đo được/cần)',
      40 / 24.4,
    ]);
    const condition =
      'down > 1 && up > 1 && seats + meetings + shared + seat_down + meeting_down + meeting_up > 0';
    const [verdict, sentence] = await said('NET-06', need, { 'NET-06': { basic: { condition } } });
    expect([verdict, sentence]).toEqual(['pass', undefined]);
  });

  it('names what is wrong with a portal', async () => {
    const portal = {
      'service_check@portal.up': true,
      'service_check@portal.chain_valid': false,
      'service_check@portal.host_name_valid': true,
      'service_check@portal.http_outcome': 'plain',
    };
    expect((await said('NET-08', portal)).slice(0, 2)).toEqual([
      'fail',
      'chuỗi chứng thư không hợp lệ, đúng tên miền, http không chuyển sang https',
    ]);
  });

  it('is refused where it is no text', async () => {
    await expect(compiledStandard({ says: { vi: 'fibre', en: '"a"' } })).rejects.toThrow(
      /says\.vi.*gives boolean, expected text/,
    );
  });
});
