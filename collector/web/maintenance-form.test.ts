import { describe, expect, it } from 'vitest';
import { momentOf } from '../calendar/wall-time.ts';
import { maintenanceForm } from './maintenance-form.ts';

const form = { from: '2026-11-26T22:00', until: '2026-11-27T05:30', note: 'thay cáp' };

describe('the form of announced work', () => {
  it('takes its times from the wall of the zone', () => {
    expect(maintenanceForm(form, momentOf('Asia/Ho_Chi_Minh'))).toEqual({
      unit: undefined,
      from: Date.parse('2026-11-26T15:00:00Z'),
      until: Date.parse('2026-11-26T22:30:00Z'),
      note: 'thay cáp',
    });
    expect(maintenanceForm(form, momentOf('Europe/Berlin'))?.from).toBe(
      Date.parse('2026-11-26T21:00:00Z'),
    );
  });

  it.each([
    { from: '' },
    { from: '2026-02-30T10:00' },
    { from: '2026-11-26T24:00' },
    { from: '2026-11-26' },
    { until: '2026-11-27T05:30:15' },
    { until: '99999-01-01T00:00' },
    { note: '' },
    { note: 'a\nb' },
    { note: 'x'.repeat(301) },
    { unit: 'x'.repeat(65) },
  ])('is not read with %j', (wrong) => {
    expect(maintenanceForm({ ...form, ...wrong }, momentOf('Asia/Ho_Chi_Minh'))).toBeUndefined();
  });
});
