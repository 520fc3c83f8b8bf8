import type { LinePageView } from '../collector/report/views.ts';
import { epochMs, minutes } from '../kit/units.ts';
import { NOW, sampleSchool } from './web-sample.ts';

/** The line of the sample school on its own page; undefined for any other device. */
export function sampleLinePage(id: string): LinePageView | undefined {
  const { devices, findings, incidents, ...school } = sampleSchool();
  const device = devices.find((one) => one.id === id);
  if (device?.kind !== 'uplink') return undefined;
  return {
    school,
    device: {
      ...device,
      facts: [
        ...device.facts.filter(({ measurement }) => measurement !== 'uplink_bandwidth'),
        {
          measurement: 'uplink_bandwidth',
          tags: { device: id },
          at: epochMs(NOW - minutes(50)),
          fields: {
            down_bps: 212_400_000,
            up_bps: 98_700_000,
            down_capacity_bps: 291_000_000,
            loaded_down_s: 0.182,
            loaded_up_s: 0.061,
            method: 'tcp4_kernel',
            bottleneck: 'line',
          },
        },
        {
          measurement: 'uplink_turn',
          tags: { device: id },
          at: epochMs(NOW - minutes(5)),
          fields: {
            tested: false,
            waited: 'busy',
            budget_bytes: 1_073_741_824,
            budget_used_bytes: 214_748_364,
          },
        },
      ],
    },
    findings: findings.filter((finding) => finding.device === id),
    incidents: incidents.filter((incident) => incident.device === id),
    contract: { down: 300e6, up: 150e6 },
    days: Array.from({ length: 30 }, (_, at) => ({
      day: at < 5 ? `2026-10-${27 + at}` : `2026-11-${String(at - 4).padStart(2, '0')}`,
      down: at % 11 === 4 ? undefined : figure(210e6 + 70e6 * Math.sin(at)),
      up: at % 11 === 4 ? undefined : figure(110e6 + 30e6 * Math.cos(at)),
      idle: figure(0.012 + 0.004 * Math.sin(at)),
      loaded: at % 3 === 0 ? undefined : figure(0.09 + 0.05 * Math.sin(at)),
    })),
  };
}

const figure = (mean: number) => ({ mean, min: mean * 0.8, max: mean * 1.1 });
