import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { StreamState } from '../rtsp/sender.ts';

/** A device as the control server moves it about; machines send no pictures to freeze. */
export interface ControlledDevice {
  readonly id: string;
  readonly kind: 'camera' | 'recorder' | 'machine';
  state(): StreamState | 'offline';
  start(): Promise<void>;
  stop(): Promise<void>;
  freeze?(): void;
  thaw?(): void;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const ROUTE = /^\/devices\/([\w-]{1,64})\/(stop|start|freeze|thaw)$/;

/**
 * `GET /devices`, `POST /devices/:id/(stop|start|freeze|thaw)`. A page in a browser sends Origin and
 * is turned away, so that no web site can play with the demo.
 */
export function controlServer(devices: readonly ControlledDevice[]): Server {
  return createServer((request, response) => {
    request.resume();
    reply(devices, request).then(
      (answer) => send(response, answer),
      // A port taken meanwhile by another program: the device stays away, the caller is told.
      (error: unknown) => send(response, { status: 503, body: { error: String(error) } }),
    );
  });
}

async function reply(
  devices: readonly ControlledDevice[],
  { method, url = '', headers }: IncomingMessage,
): Promise<Reply> {
  if (headers.origin !== undefined) return { status: 403, body: { error: 'not from a page' } };
  if (method === 'GET' && url === '/devices') {
    return { status: 200, body: { devices: devices.map(shown) } };
  }
  const [, id, deed] = ROUTE.exec(url) ?? [];
  if (method !== 'POST' || deed === undefined)
    return { status: 404, body: { error: 'no such page' } };
  const device = devices.find((candidate) => candidate.id === id);
  if (device === undefined) return { status: 404, body: { error: 'no such device' } };
  const isDone = await perform(device, deed);
  return isDone
    ? { status: 200, body: shown(device) }
    : { status: 409, body: { error: `a ${device.kind} cannot ${deed}` } };
}

const shown = (device: ControlledDevice) => ({
  id: device.id,
  kind: device.kind,
  state: device.state(),
});

async function perform(device: ControlledDevice, deed: string): Promise<boolean> {
  if (deed === 'start') await device.start();
  else if (deed === 'stop') await device.stop();
  else return turn(deed === 'freeze' ? device.freeze : device.thaw);
  return true;
}

function turn(change: (() => void) | undefined): boolean {
  change?.();
  return change !== undefined;
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
