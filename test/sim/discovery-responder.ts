import { createSocket, type Socket } from 'node:dgram';
import { GARBAGE } from './mischief.ts';

/** A device as it tells of itself over WS-Discovery. */
export interface AnnouncedDevice {
  /** What it calls itself; several may share one. */
  readonly endpoint: string;
  readonly xaddrs: readonly string[];
  readonly name?: string;
  readonly hardware?: string;
  /** The one type it answers to; left out, both. */
  readonly only?: 'NetworkVideoTransmitter' | 'Device';
}

/** Ways of answering that a reader must survive. */
export interface DiscoveryMischief {
  /** What stands in RelatesTo: another's id, half an id, nothing. */
  readonly relatesTo?: 'right' | 'foreign' | 'garbled' | 'missing';
  /** Sends all that is no answer before each answer. */
  readonly junk?: boolean;
  /** Sends every answer so many times. */
  readonly times?: number;
  readonly delayMs?: number;
  /** Does not hear the first questions, as if they were lost. */
  readonly deafTo?: number;
}

export interface ResponderOptions extends DiscoveryMischief {
  readonly host?: string;
  /** 3702 unless a test says otherwise; 0 takes a free one. */
  readonly port?: number;
  /** Joins the multicast group on the interface of `host`. */
  readonly multicast?: boolean;
  /** Read anew at each question: who is away does not answer. */
  readonly devices: () => readonly AnnouncedDevice[];
}

export interface Responder {
  readonly host: string;
  readonly port: number;
  /** The questions heard, as they came. */
  readonly heard: readonly string[];
  stop(): Promise<void>;
}

const GROUP = '239.255.255.250';
const FOREIGN_ID = '00000000-0000-4000-8000-000000000000';

/** Answers WS-Discovery questions for devices that stand behind one address. */
export async function startResponder(options: ResponderOptions): Promise<Responder> {
  const { host = '127.0.0.1', multicast = false } = options;
  const heard: string[] = [];
  const listen = (socket: Socket, reply: Socket): void => {
    socket.on('message', (question, from) => {
      heard.push(question.toString());
      if (heard.length <= (options.deafTo ?? 0)) return;
      for (const answer of answersTo(question.toString(), options))
        later(options.delayMs, () => reply.send(answer, from.port, from.address, () => undefined));
    });
  };
  const own = await bound(host, options.port ?? 3702);
  const { port } = own.address();
  listen(own, own);
  const sockets = [own];
  if (multicast) {
    // What is sent to the group does not reach a socket that is bound to an address of its own.
    const group = await bound(GROUP, port);
    group.addMembership(GROUP, host);
    listen(group, own);
    sockets.push(group);
  }
  return {
    host,
    port,
    heard,
    async stop() {
      await Promise.all(
        sockets.map((socket) => new Promise<void>((resolve) => socket.close(resolve))),
      );
    },
  };
}

function bound(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.once('error', reject);
    socket.bind(port, host, () => {
      // A peer that is gone before its answer is none of the simulator's business.
      socket.off('error', reject).on('error', () => undefined);
      resolve(socket);
    });
  });
}

function later(delayMs: number | undefined, deed: () => void): void {
  if (delayMs === undefined) deed();
  else setTimeout(deed, delayMs).unref();
}

/** Every datagram that goes back for one question. */
function answersTo(question: string, options: ResponderOptions): readonly (string | Uint8Array)[] {
  const id = /MessageID[^>]*>([^<]*)</.exec(question)?.[1]?.trim() ?? '';
  const wanted = /Types[^>]*>\s*(?:[\w.-]+:)?(\w+)/.exec(question)?.[1];
  if (!question.includes('Probe>') || id === '') return [];
  const good = options
    .devices()
    .filter(({ only }) => only === undefined || wanted === undefined || only === wanted)
    .map((device) => probeMatches(device, relatesTo(options.relatesTo, id)));
  const answers = good.flatMap((text) => [...(options.junk === true ? junk(text) : []), text]);
  return Array.from({ length: options.times ?? 1 }, () => answers).flat();
}

function relatesTo(kind: DiscoveryMischief['relatesTo'], id: string): string {
  switch (kind) {
    case 'foreign':
      return `<wsa:RelatesTo>urn:uuid:${FOREIGN_ID}</wsa:RelatesTo>`;
    case 'garbled':
      return `<wsa:RelatesTo>uuid:${id.slice(9, 20)}</wsa:RelatesTo>`;
    case 'missing':
      return '';
    default:
      return `<wsa:RelatesTo>${id}</wsa:RelatesTo>`;
  }
}

const envelope = (header: string, body: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"' +
  ' xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"' +
  ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"' +
  ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">' +
  `<SOAP-ENV:Header>${header}</SOAP-ENV:Header><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

function probeMatches(device: AnnouncedDevice, related: string): string {
  const { endpoint, xaddrs, name, hardware } = device;
  const scope = (kind: string, value: string | undefined) =>
    value === undefined ? '' : ` onvif://www.onvif.org/${kind}/${encodeURIComponent(value)}`;
  const types = { NetworkVideoTransmitter: 'dn:NetworkVideoTransmitter', Device: 'tds:Device' };
  return envelope(
    `<wsa:MessageID>urn:uuid:${crypto.randomUUID()}</wsa:MessageID>${related}` +
      '<wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To>' +
      '<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action>',
    '<d:ProbeMatches><d:ProbeMatch>' +
      `<wsa:EndpointReference><wsa:Address>${endpoint}</wsa:Address></wsa:EndpointReference>` +
      `<d:Types>${device.only === undefined ? `${types.NetworkVideoTransmitter} ${types.Device}` : types[device.only]}</d:Types>` +
      `<d:Scopes>onvif://www.onvif.org/type/video_encoder${scope('name', name)}${scope('hardware', hardware)}</d:Scopes>` +
      `<d:XAddrs>${xaddrs.join(' ')}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>` +
      '</d:ProbeMatch></d:ProbeMatches>',
  );
}

/** What is on the air beside answers, and what a hostile device would send. */
export const junk = (good: string): readonly (string | Uint8Array)[] => [
  GARBAGE,
  '',
  '<Envelope>',
  good.slice(0, good.length / 2),
  good.replace('<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
  envelope('', '<d:Hello><wsa:EndpointReference/></d:Hello>'),
  envelope('', '<d:Bye><wsa:EndpointReference/></d:Bye>'),
  envelope('', '<SOAP-ENV:Fault/>'),
  `<a>${'<b>'.repeat(5_000)}</a></Envelope>`,
  good.replace('</SOAP-ENV:Body>', `<x>${'A'.repeat(60_000)}</x></SOAP-ENV:Body>`),
];
