import { type CameraStanding, cameraStandings } from './camera-standing.ts';
import type { ReportSchool } from './report-schools.ts';

/** A camera of the public zone, with the school it belongs to. */
export interface PublicCamera extends CameraStanding {
  readonly school: Pick<ReportSchool, 'id' | 'name' | 'unit' | 'simulated'>;
}

export interface SharedCameras {
  /** Every own criterion of the basic level holds. */
  readonly conformant: readonly PublicCamera[];
  /** The others of the public zone, failing or unknown. */
  readonly others: readonly PublicCamera[];
}

/** Cameras a city's operations centre may connect to. No other zone ever gets in: not even a count of it. */
export function sharedCameras(schools: Iterable<ReportSchool>): SharedCameras {
  const cameras: PublicCamera[] = [];
  for (const { id, name, unit, simulated, devices, findings } of schools) {
    const open = devices.filter(({ zone }) => zone === 'public');
    for (const standing of cameraStandings({ devices: open, findings }, 'basic'))
      cameras.push({ ...standing, school: { id, name, unit, simulated } });
  }
  return {
    conformant: cameras.filter(({ verdict }) => verdict === 'pass'),
    others: cameras.filter(({ verdict }) => verdict !== 'pass'),
  };
}
