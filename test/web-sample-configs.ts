import type { ConfigVersionView } from '../collector/agent-config/views.ts';
import { epochMs, hours } from '../kit/units.ts';
import { NOW } from './web-sample.ts';

const made = { madeBy: 'Nguyễn Văn An', madeAt: epochMs(NOW - hours(3)), mayChange: true } as const;
const standing = { withdrawnBy: undefined, withdrawnAt: undefined } as const;

/** Versions of settings in each state, with what schools said to them. */
export const sampleConfigs: readonly ConfigVersionView[] = [
  {
    ...{ ...made, ...standing, number: 3, state: 'in_force', agents: 12, running: 10 },
    unit: { id: 'cho-quan', name: 'Phường Chợ Quán' },
    settings: { cameras: { every: '30s' }, uplink: { bandwidth: { every: '12h' } } },
    note: 'Theo dõi kỹ hơn trong tuần thi',
    refusals: [
      {
        ...{ school: 'truong-1', agent: 'may-chu', version: '3-0011aabb', at: NOW },
        outcome: 'refused',
        problem: 'cameras.every: 30 s is shorter than the deadline here, 45 s',
      },
    ],
  },
  {
    ...{ ...made, ...standing, number: 2, state: 'superseded', agents: 40, running: 2 },
    ...{ unit: undefined, settings: {}, note: '', refusals: [], mayChange: false },
  },
  {
    ...{ ...made, number: 1, state: 'withdrawn', agents: 40, running: 0, unit: undefined },
    settings: { labs: { school_days: { days: [1, 2, 3, 4, 5], holidays: ['2027-01-01'] } } },
    ...{ note: '', refusals: [], withdrawnBy: 'admin', withdrawnAt: epochMs(NOW - hours(1)) },
  },
];
