/** The centre as an agent sees it, in a process of its own: HTTPS that takes every batch, and a collector's UDP echo. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { startUdpEcho } from '../../collector/measure/echo-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { makeAuthority } from '../peers/authority.ts';

const authority = makeAuthority();
const collector = createServer(
  authority.issue({ host: 'localhost' }),
  async (request, response) => {
    await request.resume().toArray();
    response.writeHead(204).end();
  },
);
await once(collector.listen(0, '127.0.0.1'), 'listening');
const { port } = await startUdpEcho({ host: '127.0.0.1', port: 0, clock: systemClock });
process.stdin.on('close', () => process.exit(0)).resume();
const collectorPort = (collector.address() as AddressInfo).port;
process.stdout.write(
  `${JSON.stringify({ collectorPort, echoPort: port, authority: authority.cert })}\n`,
);
authority.remove();
