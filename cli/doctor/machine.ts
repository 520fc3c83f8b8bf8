import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { congestionAdvice } from '../../collector/measure/advice.ts';
import { congestionControl } from '../../kit/congestion-door.ts';
import { type Check, fails, looked, named, pass, unknown } from './check.ts';

const NODE = named('node', 'Node.js', 'Node.js');
const CLOCK = named('clock', 'Đồng hồ', 'Clock');
const CONGESTION = named('congestion', 'Điều khiển tắc nghẽn TCP', 'TCP congestion control');
const ANSWER_MS = 3_000;

export async function machineChecks(): Promise<readonly Check[]> {
  return [node(), await looked(CLOCK, clock), congestion()];
}

function node(): Check {
  const { node: version } = process.versions;
  return Number(version.split('.')[0]) >= 24
    ? pass(NODE, version)
    : fails(NODE, `${version}: cần Node 24 trở lên`, `${version}: Node 24 or newer is needed`);
}

/** Whether the system says that its clock is kept by a time server. */
async function clock(): Promise<Check> {
  const synced = await systemSays();
  if (synced === 'yes') return pass(CLOCK, 'đã đồng bộ', 'synchronised');
  if (synced === 'no')
    return fails(
      CLOCK,
      'chưa đồng bộ với máy chủ thời gian: timedatectl set-ntp true',
      'not kept by a time server: timedatectl set-ntp true',
    );
  return unknown(
    CLOCK,
    'hệ thống không cho biết đồng hồ có được đồng bộ hay không',
    'the system does not say whether it is synchronised',
  );
}

async function systemSays(): Promise<string | undefined> {
  try {
    const asked = promisify(execFile)(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: ANSWER_MS },
    );
    return (await asked).stdout.trim();
  } catch {
    // No systemd here, or none that answers: then nobody knows.
    return undefined;
  }
}

function congestion(): Check {
  const used = congestionControl();
  if (used === undefined) return unknown(CONGESTION, 'không phải Linux', 'not Linux');
  const advice = congestionAdvice(used);
  return advice === undefined ? pass(CONGESTION, used) : unknown(CONGESTION, advice.vi, advice.en);
}
