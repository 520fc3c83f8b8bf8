import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Level } from '../../standards/criterion.ts';
import type { Finding } from '../../standards/finding.ts';
import type { ReportSchool } from './report-schools.ts';
import type { DeviceView } from './views.ts';

/** Change a setting, buy another camera, or look on the spot because its options don't say. */
export type CameraAction = 'set' | 'replace' | 'check';

/** One camera against all its own criteria of a level. */
export interface CameraStanding {
  readonly device: DeviceView;
  /** Unknown where any criterion is, or none applies: never counted as passing. */
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** Of a failing camera. */
  readonly action: CameraAction | undefined;
  readonly passing: readonly Finding[];
  readonly failing: readonly Finding[];
  readonly unknown: readonly Finding[];
}

/** The cameras of a school in the order of its inventory. The advanced level asks for the basic one too. */
export function cameraStandings(
  { devices, findings }: Pick<ReportSchool, 'devices' | 'findings'>,
  level: Level,
): readonly CameraStanding[] {
  const asked = findings.filter((finding) => level === 'advanced' || finding.level === 'basic');
  const byDevice = Map.groupBy(asked, ({ device }) => device);
  return devices
    .filter(({ kind }) => kind === 'camera')
    .map((device) => standingOf(device, byDevice.get(device.id) ?? []));
}

function standingOf(device: DeviceView, findings: readonly Finding[]): CameraStanding {
  const of = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict);
  const [passing, failing, unknown] = [of('pass'), of('fail'), of('unknown')];
  return {
    device,
    verdict: verdictOf(passing, failing, unknown),
    action: failing.length === 0 ? undefined : actionOf(failing),
    passing,
    failing,
    unknown,
  };
}

function verdictOf(
  passing: readonly Finding[],
  failing: readonly Finding[],
  unknown: readonly Finding[],
): CameraStanding['verdict'] {
  if (failing.length > 0) return 'fail';
  return unknown.length > 0 || passing.length === 0 ? 'unknown' : 'pass';
}

/** One criterion that no setting reaches decides: the camera is bought anew whatever the others say. */
function actionOf(failing: readonly Finding[]): CameraAction {
  if (failing.some(({ mend }) => mend === 'replace')) return 'replace';
  return failing.some(({ mend }) => mend === 'set') ? 'set' : 'check';
}

/** When what decides was measured; of an unknown camera when it last answered. An unknown finding has no such time. */
export function evidenceAt({
  device,
  passing,
  failing,
  unknown,
}: CameraStanding): EpochMs | undefined {
  const deciding = failing.length === 0 && unknown.length === 0 ? passing : failing;
  return deciding.length === 0 ? device.at : epochMs(Math.max(...deciding.map(({ at }) => at)));
}
