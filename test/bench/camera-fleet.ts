/** The cameras of a bench: good ones of every kind, and some that hang, each in its own way; in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CameraOptions } from '../sim/camera/camera.ts';

export interface FleetCamera {
  readonly id: string;
  readonly onvifPort: number;
}

const LOGIN = { user: 'hatang', password: 'dung' } as const;
const AUTHS = ['digest', 'wsse', 'both', 'none'] as const;
const RTSP_AUTHS = ['digest', 'basic', 'both'] as const;
const SENT_BPS = 4_000_000;

/** How a camera hangs, by its id. */
export const HANGING: Readonly<Record<string, Partial<CameraOptions>>> = {
  'soap-drips': { hang: 'drip' },
  'soap-silent': { hang: 'half-open' },
  'soap-endless': { hang: 'endless' },
  'soap-endless-head': { hang: 'endless-head' },
  'profiles-drip': { hang: 'drip', hangOn: 'GetProfiles' },
  'describe-silent': { hang: 'half-open', hangOn: 'DESCRIBE' },
  'setup-silent': { hang: 'half-open', hangOn: 'SETUP' },
  'frame-drips': { state: 'torn' },
};

export function fleetOf(good: number): readonly CameraOptions[] {
  const kinds = Array.from({ length: good }, (_, at) => ({
    id: `good-${at}`,
    codec: at % 2 === 0 ? ('H264' as const) : ('H265' as const),
    auth: AUTHS[at % AUTHS.length] ?? 'both',
    rtspAuth: RTSP_AUTHS[at % RTSP_AUTHS.length] ?? 'both',
  }));
  const hanging = Object.entries(HANGING).map(([id, how]) => ({ id, ...how }));
  return [...kinds, ...hanging].map((each) => ({ ...LOGIN, sentBps: SENT_BPS, ...each }));
}

/** `cameras` of an agent's config. */
export const entriesOf = (fleet: readonly FleetCamera[]): readonly object[] =>
  fleet.map(({ id, onvifPort }) => ({
    id,
    name: id,
    zone: 'yard',
    address: `127.0.0.1:${onvifPort}`,
    ...LOGIN,
  }));

/** Dealt out over so many processes, lest the simulators be what is measured. */
export async function startFleet(
  options: readonly CameraOptions[],
  processes: number,
): Promise<{ readonly cameras: readonly FleetCamera[]; readonly children: ChildProcess[] }> {
  const program = fileURLToPath(new URL('../sim/cameras.ts', import.meta.url));
  const children: ChildProcess[] = [];
  const lines = Array.from({ length: processes }, async (_, place) => {
    const own = options.filter((__, at) => at % processes === place);
    const child = spawn(process.execPath, [program, JSON.stringify(own)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    return JSON.parse(String(line)) as readonly FleetCamera[];
  });
  return { cameras: (await Promise.all(lines)).flat(), children };
}
