import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayLevel, sayMeasured } from '../../standards/say-finding.ts';
import { type Fields, numberIn, ownFields, wordIn } from '../report/device-facts.ts';
import type { DeviceView, LabMachine, LabView, SchoolView } from '../report/views.ts';
import { csvText } from './csv.ts';
import {
  sayAntivirus,
  sayApps,
  sayMeeting,
  sayModel,
  sayProcessor,
  sayScreen,
  saySource,
  saySystem,
  sayWindows11,
} from './machine-facts.ts';
import { deviceWords } from './words/devices.ts';
import { exportWords } from './words/export.ts';
import { labWords } from './words/labs.ts';

interface Row {
  readonly school: SchoolView;
  readonly lab: LabView;
  readonly machine: LabMachine;
  readonly device: DeviceView | undefined;
  readonly findings: readonly Finding[];
  readonly fields: Fields;
  readonly speech: Speech;
}

type Column = readonly [head: Text, cell: (row: Row) => string | number | undefined];

const yes = (value: boolean, speech: Speech): string => sayMeasured(value, '1', speech);
const ofField =
  (name: string) =>
  ({ fields }: Row) =>
    numberIn(fields, name) ?? wordIn(fields, name);

const COLUMNS: readonly Column[] = [
  [exportWords.school, ({ school }) => school.name],
  [exportWords.simulated, ({ school, speech }) => yes(school.simulated, speech)],
  [labWords.title, ({ lab, speech }) => lab.name ?? labWords.noRoom[speech.language]],
  [labWords.machineId, ({ machine }) => machine.id],
  [deviceWords.name, ({ machine }) => machine.name],
  [exportWords.deviceSimulated, ({ machine, speech }) => yes(machine.simulated, speech)],
  [labWords.usable, sayUsable],
  [labWords.seenLast, ({ machine: { seenAt: at } }) => at && new Date(at).toISOString()],
  [labWords.machineModel, sayModel],
  [labWords.serial, ofField('serial')],
  [labWords.processor, sayProcessor],
  [labWords.memoryBytes, ofField('memory_bytes')],
  [labWords.diskKind, ofField('disk_kind')],
  [labWords.diskBytes, ofField('disk_bytes')],
  [labWords.diskFreeBytes, ofField('disk_free_bytes')],
  [labWords.screen, sayScreen],
  [labWords.operatingSystem, saySystem],
  [labWords.support, saySupport],
  [labWords.windows11, sayWindows11],
  [labWords.browsers, ofField('browsers')],
  [labWords.antivirus, sayAntivirus],
  [labWords.reached, sayApps],
  [labWords.meeting, sayMeeting],
  [labWords.failing, sayFailing],
  [labWords.toldBy, saySource],
  [deviceWords.address, ({ fields, device }) => wordIn(fields, 'address') ?? device?.address],
];

/** Every lab machine of a school, a row each: what it is, whether it is usable, which criteria it fails. */
export function machinesCsv(school: SchoolView, speech: Speech): string {
  const rows = school.labs.flatMap((lab) =>
    lab.machines.map((machine): Row => {
      const device = school.devices.find(({ id }) => id === machine.id);
      const findings = school.findings.filter((finding) => finding.device === machine.id);
      const fields = device === undefined ? {} : ownFields(device);
      return { school, lab, machine, device, findings, fields, speech };
    }),
  );
  return csvText([
    COLUMNS.map(([head]) => head[speech.language]),
    ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row) ?? '')),
  ]);
}

function sayUsable({ machine: { usable }, speech }: Row): string {
  return usable === undefined ? labWords.isUnknown[speech.language] : yes(usable, speech);
}

function saySupport({ findings, speech }: Row): string | undefined {
  const judged = findings.find(
    ({ criterion, level }) => criterion === 'LAB-05' && level === 'basic',
  );
  return judged?.says?.[speech.language];
}

function sayFailing({ findings, speech }: Row): string {
  const failing = findings.filter(({ verdict }) => verdict === 'fail');
  return failing.map((finding) => `${finding.criterion} ${sayLevel(finding, speech)}`).join(', ');
}
