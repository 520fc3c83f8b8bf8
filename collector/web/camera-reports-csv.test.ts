import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { reportSchool } from '../../test/sample-report-school.ts';
import { sharedCameras } from '../report/shared-cameras.ts';
import { upgradePlan } from '../report/upgrade-plan.ts';
import { sharedCamerasCsv } from './shared-cameras-csv.ts';
import { upgradePlanCsv } from './upgrade-plan-csv.ts';

const vi = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;
const en = { ...vi, language: 'en' } as const;
const now = epochMs(Date.parse('2026-11-23T02:00:00Z'));
const evil = '=HYPERLINK("http://evil.example","x")';
const unknown = {
  verdict: 'unknown',
  criterion: 'CAM-07',
  observed: undefined,
  unknown: { reason: 'never_measured', input: 'camera.clock_offset_s' },
} as const;
const school = reportSchool(
  [
    { id: 'gate', zone: 'public', findings: [{}], uri: 'rtsp://admin:s3cret@10.0.0.1/live' },
    { id: 'low', name: evil, zone: 'yard', findings: [{ verdict: 'fail', mend: 'set' }] },
    { id: 'old', zone: 'public', findings: [{ verdict: 'fail', mend: 'replace' }] },
    { id: 'mute', zone: 'corridor', findings: [unknown] },
  ],
  { name: '+84 Trường' },
);
const plan = upgradePlan([school], 'basic');
const linesOf = (text: string) => text.split('\r\n');

describe('the upgrade plan as a table', () => {
  const text = upgradePlanCsv(plan, now, vi);

  it('begins with the mark Excel needs and has a row a camera that fails or is unknown', () => {
    expect(text.codePointAt(0)).toBe(0xfeff);
    const [, low, old, mute] = linesOf(text);
    expect(low).toContain(',low,');
    expect(low).toContain(',Chưa đạt,Đặt lại,≥ 1280×720,CAM-03: 640×480 → ≥ 1280×720,CAM-03,');
    expect(old).toContain(',Chưa đạt,Thay thế,,');
    expect(mute).toContain(',Không xác định,,,,,CAM-07: chưa có số liệu');
    expect(text).not.toContain(',gate,');
  });

  it('wears the marks of thresholds and of what is simulated in every row', () => {
    for (const line of linesOf(text).slice(1, 4)) {
      expect(line).toContain('đề xuất — chưa đối chiếu văn bản gốc');
      expect(line).toMatch(/,không,(low|old|mute),.*,có,/);
    }
  });

  it('ends with the counts, by school and in all', () => {
    expect(text).toContain('Số camera,Đặt lại,Thay thế,Kiểm tra tại chỗ,Không xác định,Đạt\r\n');
    expect(text).toContain('Tổng cộng,,4,1,1,0,1,1\r\n');
  });

  it('lets no name begin a formula', () => {
    for (const cell of text.split(/[,\r\n]/)) expect(cell).not.toMatch(/^\uFEFF?"?[=+\-@\t]/);
  });

  it('speaks English when asked', () => {
    const english = upgradePlanCsv(plan, now, en);
    expect(english).toContain(',Fail,Set,');
    expect(english).toContain('proposed — not checked against the source text');
    expect(english).not.toMatch(/Chưa đạt|đề xuất/);
  });
});

describe('the shared cameras as a table', () => {
  const head = { now, receiver: 'IOC' };
  const text = sharedCamerasCsv(sharedCameras([school]), head, vi);

  it('has the fit ones with their streams, the others with why not, and nobody else', () => {
    const [, gate, old, empty] = linesOf(text);
    expect(gate).toContain(',Đạt,H264,1920×1080,25.1,rtsp://10.0.0.1/live,CAM-03,');
    expect(old).toContain(',Chưa đạt,,,,,CAM-03,CAM-03: 640×480 → ≥ 1280×720,');
    expect(empty).toBe('');
    expect(text).not.toMatch(/s3cret|,low,|,mute,/);
  });

  it('ends with the counts and who gets it', () => {
    expect(text).toContain(
      'Camera khu vực công cộng,2\r\nĐủ điều kiện,1\r\nChưa đủ điều kiện,1\r\nNơi nhận,IOC\r\n',
    );
  });
});
