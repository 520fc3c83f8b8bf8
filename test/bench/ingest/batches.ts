/** Gzip batches as a school's agent would send them, made before any clock starts and kept in one file. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chance } from '../../../cli/simulate/chance.ts';

export interface Shape {
  readonly schools: number;
  /** Lines of one report, one a device. */
  readonly devices: number;
  /** Reports in one batch: an agent's backlog has many, live ones have one. */
  readonly reports: number;
  /** Batches of each school. */
  readonly rounds: number;
  readonly everyMs: number;
  /** Stamp of the newest report. */
  readonly newestMs: number;
}

export interface Batches {
  readonly shape: Shape;
  readonly count: number;
  readonly lines: number;
  readonly gzipBytes: number;
  schoolOf(at: number): number;
  body(at: number): Uint8Array;
  close(): void;
}

export const schoolId = (index: number): string => `mo-phong-${String(index + 1).padStart(4, '0')}`;

export const MEASUREMENT = 'machine';
/** The one whose points are counted afterwards. */
export const FIELD = 'cpu_load_ratio';

/** Batch after batch, a round of all schools after the other. */
export function makeBatches(shape: Shape, file: string): Batches {
  const { schools, devices, reports, rounds } = shape;
  const out = openSync(file, 'w+');
  const places: { readonly from: number; readonly size: number }[] = [];
  let from = 0;
  for (let round = 0; round < rounds; round += 1)
    for (let school = 0; school < schools; school += 1) {
      const body = gzipSync(textOf(shape, school, round));
      writeSync(out, body);
      places.push({ from, size: body.length });
      from += body.length;
    }
  return {
    shape,
    count: places.length,
    lines: places.length * devices * reports,
    gzipBytes: from,
    schoolOf: (at) => at % schools,
    body(at) {
      const place = places[at];
      if (place === undefined) throw new Error(`no batch ${at}`);
      const body = Buffer.allocUnsafe(place.size);
      readSync(out, body, 0, place.size, place.from);
      return body;
    },
    close: () => closeSync(out),
  };
}

/** Three fields a line: one flag, one figure that jumps and one that drifts, with the digits a device tells. */
function textOf(shape: Shape, school: number, round: number): string {
  const { devices, reports, rounds, everyMs, newestMs } = shape;
  const lines: string[] = [];
  for (let report = 0; report < reports; report += 1) {
    const step = round * reports + report;
    const at = newestMs - (rounds * reports - 1 - step) * everyMs;
    for (let device = 0; device < devices; device += 1) {
      const draw = (what: number): number => chance(school, device, step, what);
      const load = Math.round(draw(1) * 6_000) / 1e4;
      const drift = Math.sin(step / 20 + device) / 10 + draw(2) / 200;
      const used = Math.round((0.5 + drift) * 1e4) / 1e4;
      const stamp = at - Math.floor(draw(3) * 400);
      lines.push(
        `${MEASUREMENT},device=pc-${device + 1},school=${schoolId(school)} ` +
          `up=${draw(4) < 0.95},${FIELD}=${load},memory_used_ratio=${used} ${stamp}`,
      );
    }
  }
  return lines.join('\n');
}
