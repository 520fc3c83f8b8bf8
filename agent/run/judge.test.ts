import { describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import { openShipped } from '../../standards/shipped-door.ts';
import type { AgentSettings } from '../../wire/agent-config.ts';
import { openJudge } from './judge.ts';

const NOW = epochMs(Date.parse('2026-11-23T01:00:00Z'));
const camera = {
  measurement: 'device',
  tags: { device: 'cam', kind: 'camera' },
  fields: { name: 'Cổng', zone: 'public' },
  at: NOW,
};

async function criteria(rules: AgentSettings['standards'], log: Log = silentLog) {
  const findings = await openJudge(openShipped, rules, log)([camera], NOW);
  return new Set(findings.map(({ criterion }) => criterion));
}

describe('a school that judges itself', () => {
  it('does so by the rules the centre sent', async () => {
    const shipped = await criteria(undefined);
    const [some = ''] = [...shipped].filter((id) => id.startsWith('CAM-'));
    const here = await criteria({ overrides: { disabled: [some] } });
    expect(shipped.has(some)).toBe(true);
    expect([...shipped].filter((id) => !here.has(id))).toEqual([some]);
  });

  it('says which of the centre’s rules does not fit its standards', async () => {
    const said: object[] = [];
    const log = { ...silentLog, error: (fields: object) => said.push(fields) };
    expect((await criteria({ overrides: { disabled: ['CAM-99'] } }, log)).size).toBe(0);
    expect(said).toMatchObject([
      { problem: 'standards.overrides.disabled.0: no criterion CAM-99' },
    ]);
  });
});
