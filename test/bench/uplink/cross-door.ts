import type { ChildProcess } from 'node:child_process';
import { ADDRESS } from '../../netlab/line.ts';
import type { StandingLine } from '../../netlab/standing-line.ts';
import { startIperf } from './peers-door.ts';

const PAYLOAD = 1_400;
/** UDP, IP and Ethernet headers: the shapers count frames. */
const FRAME = PAYLOAD + 42;
const LONGEST_S = '3600';

/**
 * Another machine of the school takes a share of both rates, at a steady pace, until it is ended. It talks to somebody behind
 * the shapers who is not the far end, on whose port its bytes would be taken for the test's.
 */
export async function takeShare(line: StandingLine, share: number): Promise<() => void> {
  if (share === 0) return () => {};
  const { downMbit, upMbit } = line.options;
  await startIperf(line, 'lan', '5301');
  await startIperf(line, 'net', '5302');
  const children = [
    stream(line, 'net', [ADDRESS.lan, '5301', downMbit * share]),
    stream(line, 'lan', [ADDRESS.net, '5302', upMbit * share]),
  ];
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}

function stream(
  line: StandingLine,
  from: 'net' | 'lan',
  [to, port, mbit]: readonly [string, string, number],
): ChildProcess {
  const bps = Math.round(mbit * 1e6 * (PAYLOAD / FRAME));
  const argv = ['iperf3', '-c', to, '-p', port, '-u', '-l', `${PAYLOAD}`, '-b', `${bps}`];
  const child = line.start(from, [...argv, '-t', LONGEST_S, '-i', '0']);
  child.stdout?.resume();
  child.stderr?.resume();
  return child;
}
