import { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import { Level } from '../../standards/criterion.ts';
import { sightOf } from '../access/caller.ts';
import type { LostTimeReader } from '../incident/lost-times.ts';
import { lostRows, outageReportJson } from '../report/outage-report-json.ts';
import { sharedCamerasJson, upgradePlanJson } from '../report/report-json.ts';
import { type ReportSources, reportSchools } from '../report/report-schools.ts';
import { type ScopedSight, schoolScope, unitScope } from '../report/report-scope.ts';
import { sharedCameras } from '../report/shared-cameras.ts';
import { upgradePlan } from '../report/upgrade-plan.ts';
import type { Sight } from '../report/views.ts';
import type { Units } from '../store/units.ts';
import { outageReportCsv } from '../web/outage-report-csv.ts';
import { sharedCamerasCsv } from '../web/shared-cameras-csv.ts';
import { upgradePlanCsv } from '../web/upgrade-plan-csv.ts';
import { readQuery } from './api.ts';
import { type Authorizing, READERS, require } from './authorize.ts';
import { Problem } from './problem.ts';

export interface Reporting extends Authorizing {
  readonly reports: ReportSources;
  readonly units: Units;
  readonly lostTimes: LostTimeReader;
  /** IANA name. */
  readonly timeZone: string;
  /** Name of the operations centre the city's export goes to. */
  readonly receiver: string | undefined;
}

export const SharedCamerasQuery = z.object({
  school: z.string().min(1).max(64).optional(),
  unit: z.string().min(1).max(64).optional(),
  format: z.enum(['csv', 'json']).default('json'),
  lang: z.enum(['vi', 'en']).default('vi'),
});
export const OutagesQuery = SharedCamerasQuery.extend({
  /** Default: the month that is now. */
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-11')
    .optional(),
});
export const UpgradePlanQuery = SharedCamerasQuery.extend({ level: Level.default('basic') });

/** Reports over the schools the caller sees. */
export function reportRoutes(reporting: Reporting): Router {
  const router = Router();
  const { clock, reports, lostTimes, timeZone, receiver } = reporting;

  router.get('/api/v1/reports/upgrade-plan', (request, response) => {
    const asked = readReport(request, UpgradePlanQuery, reporting);
    const plan = upgradePlan(reportSchools(reports, asked.sight), asked.level);
    const head = { now: clock.now(), scope: asked.scope };
    if (asked.format === 'json') response.json(upgradePlanJson(plan, head));
    else
      sendCsv(
        response,
        'upgrade-plan',
        upgradePlanCsv(plan, head.now, { language: asked.lang, timeZone }),
      );
  });

  router.get('/api/v1/reports/shared-cameras', (request, response) => {
    const asked = readReport(request, SharedCamerasQuery, reporting);
    const shared = sharedCameras(reportSchools(reports, asked.sight));
    const head = { now: clock.now(), scope: asked.scope, receiver };
    if (asked.format === 'json') response.json(sharedCamerasJson(shared, head));
    else
      sendCsv(
        response,
        'shared-cameras',
        sharedCamerasCsv(shared, head, { language: asked.lang, timeZone }),
      );
  });

  router.get('/api/v1/reports/outages', (request, response) => {
    const asked = readReport(request, OutagesQuery, reporting);
    const now = clock.now();
    const month = asked.month ?? lostTimes.monthOf(now);
    const lost = lostTimes.inMonth(month, asked.sight, now);
    const rows = lostRows(lost, reports.units);
    const head = { now, scope: asked.scope, month };
    if (asked.format === 'json') response.json(outageReportJson(rows, head));
    else
      sendCsv(response, 'outages', outageReportCsv(rows, head, { language: asked.lang, timeZone }));
  });
  return router;
}

function sendCsv(response: Response, name: string, body: string): void {
  response.set('Content-Disposition', `attachment; filename="${name}.csv"`);
  response.type('text/csv; charset=utf-8').send(body);
}

/** The query and the schools it is about; rights are looked at before the query is. */
function readReport<Schema extends typeof SharedCamerasQuery>(
  request: Request,
  schema: Schema,
  reporting: Reporting,
): z.infer<Schema> & ScopedSight {
  const caller = require(request, reporting, READERS);
  const { units } = reporting;
  const sight = sightOf(caller, (unit) => units.schoolsBelow(unit));
  const query = readQuery(request, schema);
  return { ...query, ...scopeOf(query, { caller, sight, units }) };
}

interface Reader {
  readonly caller: ReturnType<typeof require>;
  readonly sight: Sight;
  readonly units: Units;
}

/** A school or a unit the caller doesn't wholly see is as one that isn't there: half a unit would look like all of it. */
function scopeOf(
  { school, unit }: z.infer<typeof SharedCamerasQuery>,
  reader: Reader,
): ScopedSight {
  const { sight, units } = reader;
  if (school !== undefined && unit !== undefined)
    throw new Problem(422, 'school and unit: give one of them');
  if (school !== undefined) {
    const scoped = sight?.has(school) === false ? undefined : schoolScope(units, school);
    return scoped ?? missing('no such school');
  }
  if (unit === undefined) return { scope: { kind: 'all' }, sight };
  return (seesUnit(unit, reader) ? unitScope(units, unit) : undefined) ?? missing('no such unit');
}

function seesUnit(unit: string, { caller, units }: Reader): boolean {
  if (caller.role === 'admin') return true;
  return caller.role === 'officer' && units.groupsBelow(caller.unit ?? '').has(unit);
}

function missing(what: string): never {
  throw new Problem(404, what);
}
