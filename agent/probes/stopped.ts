import type { Pass } from './probe.ts';

/** A pass that was cut short knows nothing: what is missing is not the target's fault. */
export const STOPPED: Pass = {
  facts: [],
  healthy: true,
  problem: { vi: 'Lần đo bị ngắt giữa chừng.', en: 'The measurement was cut short.' },
};
