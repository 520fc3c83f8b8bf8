import { columns } from '../../kit/columns.ts';
import { sayMoment } from '../../kit/say.ts';
import type { CountedMachine, LabCount } from '../labs/count.ts';
import { configOf, readOptions } from './options.ts';
import type { ExitCode, Program } from './program.ts';

/** `lab-machines --config FILE [--forget ID] [--json]`: who is known, and the one that was carried away struck off. */
export async function labMachines(args: readonly string[], program: Program): Promise<ExitCode> {
  const options = readOptions(args, ['config', 'forget']);
  if (!options.ok) {
    program.complain(`hatang agent lab-machines: ${options.problem}`);
    return 2;
  }
  const config = configOf(options.value, program);
  if (config === undefined) return 2;
  const { labs } = config;
  if (labs === undefined) {
    program.complain(
      'hatang agent lab-machines: tệp cấu hình chưa có phần labs\n' +
        'hatang agent lab-machines: the config file has no section labs',
    );
    return 2;
  }
  const { openLedger } = await import('../labs/open-ledger.ts');
  const ledger = openLedger({ ...config, labs }, program.log);
  const gone = options.value.values['forget'];
  if (gone !== undefined && !ledger.forget(gone)) {
    program.complain(
      `hatang agent lab-machines: không có máy ${gone}\nhatang agent lab-machines: no machine ${gone}`,
    );
    return 1;
  }
  const rows = rowsOf(ledger.count(program.clock.now()));
  program.say(options.value.json ? JSON.stringify({ machines: rows.map(told) }) : said(rows));
  if (config.machines?.list.some(({ id }) => id === gone))
    program.complain(
      `${gone} còn trong machines.list của tệp cấu hình: xóa ở đó nữa, nếu không máy sẽ trở lại.\n` +
        `${gone} still stands in machines.list of the config file: take it out there too, or it comes back.`,
    );
  return 0;
}

interface Row {
  readonly machine: CountedMachine;
  /** Undefined: in no room. */
  readonly room: string | undefined;
}

const rowsOf = ({ rooms, unplaced }: LabCount): readonly Row[] => [
  ...rooms.flatMap(({ room, machines }) =>
    machines.map((machine) => ({ machine, room: room.name })),
  ),
  ...unplaced.map((machine) => ({ machine, room: undefined })),
];

const stampOf = ({ seenAt }: CountedMachine): string | undefined =>
  seenAt === undefined ? undefined : new Date(seenAt).toISOString();

const told = ({ machine, room }: Row) => ({
  ...{ id: machine.id, name: machine.name, room, address: machine.address },
  ...{ seenAt: stampOf(machine), usable: machine.usable, reports: machine.reports },
});

const SPEECH = { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' } as const;

function said(rows: readonly Row[]): string {
  if (rows.length === 0) return 'Chưa biết máy nào. / No machine is known yet.';
  const lines = rows.map(({ machine, room }) => [
    machine.usable ? '✓' : '✕',
    machine.id,
    machine.name,
    room ?? 'chưa xếp phòng / no room',
    machine.address ?? '–',
    machine.seenAt === undefined ? 'chưa thấy / never seen' : sayMoment(machine.seenAt, SPEECH),
  ]);
  return columns(lines);
}
