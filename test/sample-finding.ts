import { epochMs } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';
import { summarize } from '../standards/summary.ts';

/** A school-wide finding that passes; each test changes what it is about. */
export const sampleFinding = (changes: Partial<Finding> = {}): Finding => ({
  standard: 'test',
  standardVersion: '1',
  textChecked: true,
  criterion: 'XX-01',
  level: 'basic',
  group: 'line',
  name: { vi: 'Thử', en: 'Test' },
  mandatory: true,
  advisory: false,
  device: undefined,
  verdict: 'pass',
  unknown: undefined,
  observed: undefined,
  required: { vi: 'có', en: 'yes' },
  unit: '1',
  at: epochMs(0),
  source: { document: 'test', clause: '1' },
  confidence: 'quoted',
  remedy: { vi: 'Kê khai', en: 'Declare it' },
  mend: undefined,
  devices: undefined,
  ...changes,
});

/** Every school found to be the same. */
export function assessed(findings: readonly Finding[]) {
  const summary = summarize(findings);
  return {
    findings: () => findings,
    summary: () => summary,
    summaries: (schools: readonly string[]) => new Map(schools.map((school) => [school, summary])),
  };
}
