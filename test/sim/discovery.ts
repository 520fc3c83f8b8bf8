/**
 * One device that answers WS-Discovery: `node test/sim/discovery.ts --host ADDRESS [--port 3702] [--name N]
 * [--endpoint URN] [--xaddr URL]`. Joins the multicast group on the interface of that address; prints `ready`.
 */
import { parseArgs } from 'node:util';
import { startResponder } from './discovery-responder.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '3702' },
    name: { type: 'string', default: 'simulated' },
    endpoint: { type: 'string', default: 'urn:uuid:5f5a69c2-e0ae-504f-829b-000000000001' },
    xaddr: { type: 'string' },
  },
});
const { host, endpoint, name } = values;
const xaddrs = [values.xaddr ?? `http://${host}/onvif/device_service`];
const responder = await startResponder({
  ...{ host, port: Number(values.port), multicast: true },
  devices: () => [{ endpoint, xaddrs, name }],
});
process.on('SIGTERM', () => void responder.stop());
process.stdout.write('ready\n');
