import type { EpochMs } from '../../../kit/units.ts';
import type { CompiledStandard } from '../../../standards/compile.ts';
import { factEvidence } from '../../../standards/fact-evidence.ts';
import type { Finding } from '../../../standards/finding.ts';
import { judge } from '../../../standards/judge.ts';
import type { DeviceKind } from '../../../wire/device-kinds.ts';
import type { Fact } from '../../../wire/fact.ts';
import { machineFact } from './facts.ts';
import type { MachineRead } from './read-machine.ts';
import type { MachineReading } from './reading.ts';

/** One look says nothing of the hours of a school's month: what is judged over those stays unknown. */
const NO_HOURS = { isSchoolTime: () => false };

/** The findings about one device from one look, by the same rules as in its school; none about the school. */
export function judgeMachine(
  standards: readonly CompiledStandard[],
  read: MachineRead,
  { device, at }: { readonly device: string; readonly at: EpochMs },
): readonly Finding[] {
  const tags = { device, kind: kindOf(read.reading) };
  const facts: readonly Fact[] = [
    { measurement: 'device', tags, fields: { name: device }, at },
    machineFact(device, read, at),
  ];
  const findings = judge(standards, factEvidence(facts, at, NO_HOURS));
  return findings.filter((finding) => finding.device === device);
}

/** By what it told of: nobody said what stands at this address. */
export function kindOf({ printer, ups, forwarding }: MachineReading): DeviceKind {
  if (printer !== undefined) return 'printer';
  if (ups !== undefined) return 'ups';
  return forwarding !== undefined && forwarding.size > 0 ? 'switch' : 'machine';
}
