import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { ADDRESS, type Place } from '../../netlab/line.ts';
import { untilSaid } from '../../netlab/process-door.ts';
import type { StandingLine } from '../../netlab/standing-line.ts';
import type { Direction } from './case.ts';

export interface PeerSaid {
  readonly bps: number;
  readonly seconds: number;
  readonly bytes: number;
}

const PLAIN = fileURLToPath(new URL('./plain.ts', import.meta.url));
const PLAIN_PORT = '8490';
const IPERF_PORT = '5201';
const PATIENCE_MS = 40_000;

export async function startPeers(line: StandingLine): Promise<void> {
  const plain = line.start('far', [process.execPath, PLAIN, 'serve', ADDRESS.far, PLAIN_PORT]);
  await untilSaid(plain, 'listening');
  await startIperf(line, 'far', IPERF_PORT);
}

export async function startIperf(line: StandingLine, place: Place, port: string) {
  const child = line.start(place, ['iperf3', '-s', '-p', port, '--forceflush']);
  await untilSaid(child, 'listening');
}

/** Its clients' senders are those of the line: BBR unless the line says otherwise. */
export async function askIperf(
  line: StandingLine,
  direction: Direction,
): Promise<Result<PeerSaid>> {
  const way = direction === 'down' ? ['-R'] : [];
  const argv = ['iperf3', '-c', ADDRESS.far, '-p', IPERF_PORT, '-P', '4', '-t', '10', '-J', ...way];
  const { code, out } = await line.run('agt', argv, PATIENCE_MS);
  if (code !== 0) return fail(`iperf3 ended with code ${code}`);
  const { sum_received: received } = JSON.parse(out).end;
  return ok({
    bps: received.bits_per_second,
    seconds: received.seconds,
    bytes: received.bytes,
  });
}

export async function askPlain(
  line: StandingLine,
  direction: Direction,
): Promise<Result<PeerSaid>> {
  const deed = direction === 'down' ? 'get' : 'put';
  const argv = [process.execPath, PLAIN, deed, `http://${ADDRESS.far}:${PLAIN_PORT}/`];
  const { code, out, err } = await line.run('agt', argv, PATIENCE_MS);
  return code === 0 ? ok(JSON.parse(out)) : fail(`code ${code}: ${err.trim().split('\n')[0]}`);
}
