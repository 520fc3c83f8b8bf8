/** A collector that keeps everything in memory, and cheats once as it is told: what the oracle must notice. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Stored } from './stored.ts';

export type Cheat = 'none' | 'loses' | 'stores twice' | 'invents' | 'alters' | 'loses poison';

interface Point {
  readonly school: string;
  readonly device: string;
  readonly at: number;
  readonly id: number;
  readonly latency: number;
}

export interface StandIn {
  readonly url: string;
  kept(): Pick<Stored, 'batches' | 'letters'>;
  stop(): Promise<void>;
}

/** Batches before the one that is cheated with. */
const HONEST = 3;

export async function startStandIn(cheat: Cheat): Promise<StandIn> {
  const points: Point[] = [];
  const counted = new Map<string, number>();
  const batches: string[] = [];
  const letters: { school: string; text: string; reason: string }[] = [];

  function write(school: string, batch: string, lines: readonly string[]) {
    batches.push(`${school} ${batch}`);
    const now = batches.length === HONEST ? cheat : 'none';
    const read = lines.map((text, at) => ({ text, line: at + 1, point: pointIn(text, school) }));
    const good = read.flatMap(({ point }) => (point === undefined ? [] : [point]));
    const refused = read.filter(({ point }) => point === undefined);
    counted.set(school, (counted.get(school) ?? 0) + good.length * factor(now));
    if (now !== 'loses') points.push(...good.map((point) => changed(point, now)));
    if (now === 'invents') points.push(...good.map((point) => ({ ...point, id: point.id + 1e6 })));
    if (cheat !== 'loses poison')
      letters.push(...refused.map(({ text }) => ({ school, text, reason: 'no line' })));
    return {
      stored: good.length,
      refused: refused.map(({ line }) => ({ line, reason: 'no line' })),
    };
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://stand-in');
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/api/v2/write') {
      // Its tokens are the names of the schools.
      const school = `${request.headers.authorization}`.split(' ')[1] ?? '';
      const lines = gunzipSync(await bodyOf(request))
        .toString()
        .split('\n');
      const receipt = write(school, `${request.headers['idempotency-key']}`, lines);
      if (receipt.refused.length === 0) response.writeHead(204).end();
      else json(400, receipt);
    } else if (url.pathname === '/api/v1/history') {
      const asked = {
        school: url.searchParams.get('school'),
        field: url.searchParams.get('field'),
      };
      json(200, { series: seriesOf(points, asked) });
    } else {
      const observed = counted.get(url.pathname.split('/').at(-1) ?? '') ?? 0;
      json(200, { findings: [{ criterion: 'CHA-01', observed }] });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kept: () => ({ batches, letters }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function factor(cheat: Cheat): number {
  if (cheat === 'loses') return 0;
  return cheat === 'stores twice' ? 2 : 1;
}

const changed = (point: Point, cheat: Cheat): Point =>
  cheat === 'alters' ? { ...point, latency: point.latency + 1 } : point;

function pointIn(text: string, school: string): Point | undefined {
  const read = /^uplink_ping,device=(\S+),target=ledger sent=(\d+)i,latency_s=(\S+) (\d+)$/.exec(
    text,
  );
  if (read === null) return undefined;
  const [, device = '', id, latency, at] = read;
  return { school, device, id: Number(id), latency: Number(latency), at: Number(at) };
}

/** One stamp has one value, as in any history. */
function seriesOf(points: readonly Point[], asked: Record<'school' | 'field', string | null>) {
  const mine = points.filter(({ school }) => school === asked.school);
  return [...Map.groupBy(mine, ({ device }) => device)].map(([device, of]) => ({
    tags: { device, target: 'ledger' },
    points: of.map(({ at, id, latency }) => ({
      at: new Date(at).toISOString(),
      value: asked.field === 'sent' ? id : latency,
    })),
  }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
