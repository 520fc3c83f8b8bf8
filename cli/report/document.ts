import { sharedCamerasJson, upgradePlanJson } from '../../collector/report/report-json.ts';
import { reportSchools } from '../../collector/report/report-schools.ts';
import { schoolScope, unitScope } from '../../collector/report/report-scope.ts';
import { sharedCameras } from '../../collector/report/shared-cameras.ts';
import { upgradePlan } from '../../collector/report/upgrade-plan.ts';
import { sharedCamerasCsv } from '../../collector/web/shared-cameras-csv.ts';
import { upgradePlanCsv } from '../../collector/web/upgrade-plan-csv.ts';
import { fail, never, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Asked } from './asked.ts';
import type { Stored } from './stored.ts';

/** The report as text; a problem where the school or the unit is not there. */
export function documentOf(stored: Stored, asked: Asked, now: EpochMs): Result<string> {
  const { sources, units, config } = stored;
  const { kind, format, language, level } = asked;
  const scoped = scopedSight(units, asked.scope);
  if (!scoped.ok) return scoped;
  const schools = reportSchools(sources, scoped.value.sight);
  const speech = { language, timeZone: config.time_zone };
  const head = { now, scope: scoped.value.scope, receiver: config.operations_centre };
  switch (kind) {
    case 'upgrade-plan': {
      const plan = upgradePlan(schools, level);
      if (format === 'csv') return ok(upgradePlanCsv(plan, now, speech));
      return ok(jsonText(upgradePlanJson(plan, head)));
    }
    case 'shared-cameras': {
      const shared = sharedCameras(schools);
      if (format === 'csv') return ok(sharedCamerasCsv(shared, head, speech));
      return ok(jsonText(sharedCamerasJson(shared, head)));
    }
    default:
      return never(kind);
  }
}

function scopedSight(units: Stored['units'], { kind, id }: Asked['scope']) {
  const scoped = kind === 'school' ? schoolScope(units, id) : unitScope(units, id);
  if (scoped !== undefined) return ok(scoped);
  const [vi, en] = kind === 'school' ? ['trường', 'school'] : ['đơn vị', 'unit'];
  return fail(`không có ${vi} ${id} / no ${en} ${id}`);
}

const jsonText = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
