import { readReport } from '../../../agent/labs/desk.ts';
import { Ledger } from '../../../agent/labs/ledger.ts';
import { LabsOptions } from '../../../agent/labs/options.ts';
import type { Register } from '../../../agent/labs/register.ts';
import { epochMs } from '../../../kit/units.ts';
import { encodeFact } from '../../../wire/line-protocol.ts';
import type { MachineReport } from '../../../wire/machine-report.ts';
import { specOf } from '../../../wire/measurements.ts';
import { bytesOf, promise, type Target } from '../target.ts';

const report: MachineReport = {
  program: '0.1.0',
  taken_at_ms: 1_795_000_000_000,
  name: 'PC-01',
  room: 'phong-1',
  identity: {
    uuid: '4c4c4544-0042-3510-8052-b3c04f4b4e31',
    board_serial: 'PF2ABCD1',
    macs: ['54:bf:64:00:00:01'],
    disk_serials: ['WD-WCC1'],
  },
  os: { name: 'Microsoft Windows 11 Pro', version: '10.0', edition: 'home_pro', build: '26100.1' },
  cores: 4,
  memory_bytes: 8_589_934_592,
  memory_used_ratio: 0.5,
  disk_kind: 'ssd',
  screen: { width: 1_920, height: 1_080 },
  windows11: { ready: false, lacks: ['tpm'] },
  browsers: [{ name: 'Chrome', version: '142.0' }],
  antivirus: { names: ['Windows Defender'], on: true },
  apps: [{ service: 'moet', up: true, total_s: 0.4, status: 200 }],
  meeting: { rtt_s: 0.02, loss_ratio: 0, sent: 200 },
};
const barest: MachineReport = {
  ...{ program: '0', taken_at_ms: 0, name: 'x', os: { name: 'y' } },
  ...{ identity: { macs: ['54:bf:64:00:00:02'], disk_serials: [] }, browsers: [], apps: [] },
};

const options = LabsOptions.parse({ rooms: [{ id: 'phong-1', name: 'Phòng 1', seats: 2 }] });
const NOW = epochMs(1_795_000_000_000);

/** Bodies of reports, through the real reader, into facts that hold to the register and can be shipped. */
export const labReports: Target = {
  name: 'lab-reports',
  seeds: async () => [report, barest].map((one) => bytesOf(JSON.stringify(one))),
  words: [
    ...['"uuid":', '"macs":[', '"apps":[', '"os":', '{', '}', '[', ']', 'null', '-1', '1e308'],
    ...[
      '1e400',
      '0.1',
      '9007199254740993',
      '"__proto__":',
      '"\\ud800"',
      '"\\u0000\\n"',
      '""',
      'true',
    ],
  ],
  feed(bytes) {
    const read = readReport(bytes);
    if (read === undefined) return;
    let kept: Register = [];
    const ledger = new Ledger({
      ...{ options, snmp: [], simulated: false, asked: new Set(['moet']) },
      file: {
        read: () => kept,
        keep(register) {
          kept = register;
        },
      },
      dropped: () => undefined,
    });
    const received = ledger.receive(read, '192.168.1.101', NOW);
    if (received === undefined) return;
    promise(kept.length === 1, `${kept.length} machines after one report`);
    const again = ledger.receive(read, '192.168.1.101', NOW);
    promise(again?.machine === received.machine, 'another machine the second time');
    for (const fact of received.facts) {
      const spec = specOf(fact.measurement);
      for (const name of Object.keys(fact.fields))
        promise(spec?.fields[name] !== undefined, `${fact.measurement}.${name} is in no register`);
      promise(encodeFact(fact).length < 32_768, `a fact ${fact.measurement} that is too long`);
    }
  },
};
