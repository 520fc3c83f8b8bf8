import { describe, expect, it } from 'vitest';
import { sampleRows, sampleSchool } from '../../test/web-sample.ts';
import { csvText } from './csv.ts';
import { findingsCsv } from './findings-csv.ts';
import { schoolsCsv } from './schools-csv.ts';

const speech = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;

describe('tables for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '\r=1'])(
    'makes %j text, never a formula',
    (cell) => {
      expect(csvText([[cell]])).toContain(`'${cell}`);
      expect(csvText([[cell]])).not.toMatch(/^\uFEFF"?[\s]*[=+\-@]/);
    },
  );

  it('quotes commas, quotes and line ends, and begins with a byte order mark', () => {
    expect(csvText([['a,b', 'say "x"', 'two\nlines', 3]])).toBe(
      '\uFEFF"a,b","say ""x""","two\nlines",3\r\n',
    );
  });

  it('leaves a negative number a number', () => {
    expect(csvText([[-3]])).toBe('\uFEFF-3\r\n');
  });

  it('says of every school whether it is simulated, and gives verdicts and counts', () => {
    const [head = '', first = ''] = schoolsCsv(sampleRows(2), speech).split('\r\n');
    expect(head).toContain('Mô phỏng');
    expect(first).toContain('truong-0,Trường Tiểu học Ba Đình,Phường Chợ Quán,có,');
    expect(first.split(',')).toHaveLength(head.split(',').length);
  });

  it('carries the mark of an unchecked threshold and the basis of each', () => {
    const rows = findingsCsv(sampleSchool(), speech).split('\r\n');
    const resolution = rows.find((row) => row.includes('CAM-03')) ?? '';
    expect(resolution).toContain('đề xuất — chưa đối chiếu văn bản gốc');
    expect(resolution).toContain('đề xuất của hệ thống');
    expect(rows.find((row) => row.includes('ORG-01'))).not.toContain('chưa đối chiếu');
    expect(rows[0]).toContain('Mô phỏng');
  });

  it('lists device findings by the name of the device', () => {
    expect(findingsCsv(sampleSchool(), speech)).toContain('Camera sân trường');
  });
});
