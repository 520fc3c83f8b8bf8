import type { LostMonth } from '../collector/report/outage-report.ts';
import type { AvailabilityView } from '../collector/report/views.ts';
import { type EpochMs, epochMs, hours, minutes } from '../kit/units.ts';
import type { ToldOutage } from '../wire/outage.ts';

/** One line in two months: the first was begun in its middle. */
export const sampleAvailability: readonly AvailabilityView[] = [
  {
    ...{ device: 'line', month: '2026-11', unknownS: 7_260, outages: 2 },
    always: { upS: 1_900_000, downS: 9_577, availability: 1_900_000 / 1_909_577 },
    schoolHours: { upS: 570_000, downS: 125, availability: 570_000 / 570_125 },
    beside: { localS: 3_600, dnsS: 65, collectorS: 1_800, portalS: 0 },
  },
  {
    ...{ device: 'line', month: '2026-10', unknownS: 0, outages: 0 },
    always: { upS: 0, downS: 0, availability: undefined },
    schoolHours: { upS: 0, downS: 0, availability: undefined },
    beside: { localS: 0, dnsS: 0, collectorS: 0, portalS: 0 },
  },
];

export function sampleOutages(now: EpochMs): readonly ToldOutage[] {
  const before = (span: number) => epochMs(now - span);
  const outage = { device: 'line', startUnsureS: 0, endUnsureS: 0, unseenS: 0, toldAt: now };
  return [
    {
      ...{ ...outage, subject: 'service:csdl', kind: 'portal', why: 'silent' },
      ...{ startedAt: before(minutes(4)), endedAt: undefined, startUnsureS: 59 },
    },
    {
      ...{ ...outage, subject: 'line', kind: 'line', why: 'the router answers' },
      ...{ startedAt: before(hours(30)), endedAt: before(hours(27) + 3_000) },
    },
    {
      ...{ ...outage, subject: 'line', kind: 'router', why: 'the router is silent' },
      ...{ startedAt: before(hours(90)), endedAt: before(hours(89)), endUnsureS: 3_000 },
    },
  ];
}

export const sampleLost: readonly LostMonth[] = [
  {
    ...{ month: '2026-11', lost: hours(5), inSchoolHours: minutes(50), outages: 3 },
    causes: [
      {
        ...{ rule: 'line_down', kind: 'line', lost: hours(4), inSchoolHours: minutes(40) },
        title: { vi: 'Mất kết nối đường truyền', en: 'Line down' },
      },
      {
        ...{ rule: 'agent_silent', kind: undefined, lost: hours(1), inSchoolHours: minutes(10) },
        title: { vi: 'Mất liên lạc với trường', en: 'No contact with the school' },
      },
    ],
  },
];
