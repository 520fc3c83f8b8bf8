import type { EpochMs } from '../../../kit/units.ts';
import type { CompiledStandard } from '../../../standards/compile.ts';
import { factEvidence } from '../../../standards/fact-evidence.ts';
import type { Finding } from '../../../standards/finding.ts';
import { judge } from '../../../standards/judge.ts';
import type { Fact } from '../../../wire/fact.ts';
import { type CameraPass, cameraFacts, fact } from './facts.ts';

/** One look says nothing of the hours of a school's month: what is judged over those stays unknown. */
const NO_HOURS = { isSchoolTime: () => false };

/** The findings about one camera from one look, by the same rules as in its school; none about the school. */
export function judgeCamera(
  standards: readonly CompiledStandard[],
  pass: CameraPass,
): readonly Finding[] {
  const facts: readonly Fact[] = [deviceFact(pass.device, pass.at), ...cameraFacts(pass)];
  const findings = judge(standards, factEvidence(facts, pass.at, NO_HOURS));
  return findings.filter(({ device }) => device === pass.device);
}

const deviceFact = (device: string, at: EpochMs): Fact =>
  fact('device', { device, kind: 'camera' }, { name: device }, at);
