import type { Device } from '../../standards/evidence.ts';
import type { LatestRow } from '../store/latest.ts';
import { lldpSteps, type Step } from './lldp.ts';

/** Where it is known from that a device hangs behind another, most trusted first. */
export const EDGE_SOURCES = ['config', 'bridge_table', 'lldp'] as const;
export type EdgeSource = (typeof EDGE_SOURCES)[number];

export interface Edge extends Step {
  readonly source: EdgeSource;
}

/** What hangs behind what in one school. */
export interface Topology {
  /** What a device hangs behind, nearest first; empty where nothing is known. */
  ancestorsOf(device: string): readonly string[];
  /** The same with where each step is known from. */
  pathOf(device: string): readonly Edge[];
}

/** What `topologyOf` reads. */
export const TOPOLOGY_READS = ['device', 'machine', 'interface'] as const;

/** From the newest facts of one school. A circle is cut where it is least trusted; what is ambiguous stays unknown. */
export function topologyOf(rows: readonly LatestRow[], devices: readonly Device[]): Topology {
  const known = new Set(devices.map(({ id }) => id));
  const told = [
    ...wordEdges(rows, { measurement: 'device', field: 'behind', source: 'config' }),
    ...wordEdges(rows, { measurement: 'machine', field: 'switch', source: 'bridge_table' }),
  ];
  const edges = new Map<string, Edge>();
  const add = (candidates: readonly Edge[]) => {
    for (const edge of candidates) {
      const { device, behind } = edge;
      if (!known.has(device) || !known.has(behind) || edges.has(device)) continue;
      const circle = behind === device || pathIn(edges, behind).some((up) => up.behind === device);
      if (!circle) edges.set(device, edge);
    }
  };
  add(told);
  const heard = lldpSteps(rows, { devices, told: [...edges.values()] });
  add(heard.map((step) => ({ ...step, source: 'lldp' })));
  return {
    ancestorsOf: (device) => pathIn(edges, device).map(({ behind }) => behind),
    pathOf: (device) => pathIn(edges, device),
  };
}

function wordEdges(
  rows: readonly LatestRow[],
  from: { readonly measurement: string; readonly field: string; readonly source: EdgeSource },
): readonly Edge[] {
  return (
    rows
      .filter(({ measurement }) => measurement === from.measurement)
      // A device whose kind was changed has an older row too.
      .toSorted((a, b) => (a.device === b.device ? b.at - a.at : a.device < b.device ? -1 : 1))
      .flatMap(({ device, fields }) => {
        const behind = fields[from.field];
        return typeof behind === 'string' ? [{ device, behind, source: from.source }] : [];
      })
  );
}

/** Ends: no edge is put in that closes a circle. */
function pathIn(edges: ReadonlyMap<string, Edge>, device: string): readonly Edge[] {
  const path: Edge[] = [];
  for (let edge = edges.get(device); edge !== undefined; edge = edges.get(edge.behind))
    path.push(edge);
  return path;
}
