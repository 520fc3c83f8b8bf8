import type { EpochMs } from '../../kit/units.ts';
import { lengthS, sayOutage, type ToldOutage } from '../../wire/outage.ts';
import type { AvailabilityView, UpAndDown } from './views.ts';

/** Of one school's lines: availability by month and the outages. What is not known is null, never left out. */

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

export const availabilityJson = (view: AvailabilityView) => ({
  device: view.device,
  month: view.month,
  always: upAndDownJson(view.always),
  schoolHours: upAndDownJson(view.schoolHours),
  unknownS: view.unknownS,
  outages: view.outages,
  beside: view.beside,
});

const upAndDownJson = ({ upS, downS, availability }: UpAndDown) => ({
  upS,
  downS,
  availability: availability ?? null,
});

export const outageJson = (outage: ToldOutage) => ({
  device: outage.device,
  subject: outage.subject,
  kind: outage.kind,
  cause: sayOutage(outage),
  startedAt: iso(outage.startedAt),
  endedAt: iso(outage.endedAt),
  lengthS: lengthS(outage) ?? null,
  open: outage.endedAt === undefined,
  startUnsureS: outage.startUnsureS,
  endUnsureS: outage.endUnsureS,
  unseenS: outage.unseenS,
  why: outage.why,
});
