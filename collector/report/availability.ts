import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Hours } from '../../standards/criterion.ts';
import { isLineFault } from '../../wire/outage.ts';
import { type MonthSums, monthKey } from '../store/month-rows.ts';
import type { LineSource } from './view-sources.ts';
import type { AvailabilityView, UpAndDown } from './views.ts';

/**
 * Availability by month: the seconds up of those up or down, round the clock and in school hours. Time that nobody knows
 * (the agent, its machine, the school's network or router off) is in neither; what a criterion asks for is 30 days back,
 * this is the month of the calendar.
 */
export function availabilityOf(
  lines: LineSource,
  school: string,
  now: EpochMs,
): readonly AvailabilityView[] {
  const months = lines.months(school);
  const first = firstMonths(months);
  const starts = months.length === 0 ? [] : lines.outageStarts(school, epochMs(0));
  return months.map((month): AvailabilityView => {
    const { device, month: name, sums } = month;
    const always = upAndDown(sums, 'all');
    const isFirst = first.get(device) === name;
    // Before the line was first followed nothing was missed.
    const passed = lines.passedS(isFirst ? month.firstDay : `${name}-01`, now);
    const sum = (field: string): number => sums.get(monthKey('all', field)) ?? 0;
    return {
      ...{ device, month: name, always, schoolHours: upAndDown(sums, 'school') },
      unknownS: Math.max(0, Math.round(passed) - always.upS - always.downS),
      outages: starts.filter(
        (start) =>
          start.device === device &&
          isLineFault(start.kind) &&
          lines.monthOf(start.startedAt) === name,
      ).length,
      beside: {
        localS: sum('local_down_s'),
        dnsS: sum('dns_down_s'),
        collectorS: sum('collector_down_s'),
        portalS: sum('portal_down_s'),
      },
    };
  });
}

function upAndDown(sums: MonthSums['sums'], hours: Hours): UpAndDown {
  const [upS, downS] = [
    sums.get(monthKey(hours, 'up_s')) ?? 0,
    sums.get(monthKey(hours, 'down_s')) ?? 0,
  ];
  return { upS, downS, availability: upS + downS > 0 ? upS / (upS + downS) : undefined };
}

/** The first month of each line; months come newest first. */
const firstMonths = (months: readonly MonthSums[]): ReadonlyMap<string, string> =>
  new Map(months.map(({ device, month }) => [device, month]));
