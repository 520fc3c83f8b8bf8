import type { HealthView } from '../collector/health/health-view.ts';
import { CHECKS } from '../collector/health/readiness.ts';
import { days, epochMs, hours, minutes, seconds } from '../kit/units.ts';
import { NOW } from './web-sample.ts';

const before = (span: number) => epochMs(NOW - span);

/** A collector of a city on a good day. */
export const sampleFineHealth: HealthView = {
  standing: CHECKS.map((name) => ({ name, status: 'pass', output: undefined, since: undefined })),
  startedAt: before(days(12)),
  runtime: 'Node 24.21.0',
  minutes: Array.from({ length: 60 }, (_, at) => 4_600 + ((at * 37) % 100)),
  inHand: 2,
  waitingLines: undefined,
  agents: { heard: 2_300, silent: 0, never: 4 },
  lag: { median: seconds(2), worst: seconds(9) },
  mails: { queued: 0, oldestQueuedAt: undefined, failed: 0 },
  refusedLately: 0,
  webhooks: [],
  files: [
    { name: 'hatang.db', bytes: 41e6 },
    { name: 'hatang.db-wal', bytes: 4e6 },
    { name: 'facts.db', bytes: 61.4e9 },
    { name: 'facts.db-wal', bytes: 68e6 },
  ],
  room: { freeBytes: 412e9, sizeBytes: 512e9 },
  growth: 310e6,
  fullIn: days(1_327),
  lastBackup: before(hours(5)),
};

/** The same on a bad one. */
export const sampleBadHealth: HealthView = {
  ...sampleFineHealth,
  standing: CHECKS.map((name) => {
    if (name === 'history')
      return {
        name,
        status: 'fail',
        output: 'stopped: HTTP 401 unauthorized access',
        since: before(minutes(18)),
      };
    return { name, status: 'pass', output: undefined, since: undefined };
  }),
  minutes: Array.from({ length: 60 }, (_, at) => (at > 20 && at < 33 ? 0 : 4_600 - at * 20)),
  waitingLines: 1_284_000,
  agents: { heard: 2_211, silent: 89, never: 4 },
  lag: { median: seconds(3), worst: minutes(2) },
  mails: { queued: 3, oldestQueuedAt: before(hours(3)), failed: 12 },
  refusedLately: 41,
  webhooks: [
    {
      ...{ hook: 'ioc', queued: 7, sent: 412, failed: 1 },
      lastSentAt: before(hours(2)),
      error: 'ECONNREFUSED',
    },
    { hook: 'zalo', queued: 0, sent: 0, failed: 0, lastSentAt: undefined, error: undefined },
  ],
  room: { freeBytes: 9e9, sizeBytes: 512e9 },
  fullIn: days(27),
  lastBackup: before(days(3)),
};
