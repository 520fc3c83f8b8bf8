import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCamera } from '../../agent/probes/onvif/reading/read-camera.ts';
import { parseHost } from '../../agent/probes/onvif/soap/endpoint.ts';
import type { Exchange } from '../../agent/probes/onvif/soap/exchange.ts';
import { exchange } from '../../agent/probes/onvif/soap/soap-door.ts';
import { systemClock } from '../../kit/clock.ts';
import { seconds } from '../../kit/units.ts';
import { startCamera } from '../sim/camera/camera.ts';
import { startRecorder } from '../sim/recorder/recorder.ts';

/** Recorded device answers beside the repository, where they are; none of them stands in it. */
const CAPTURES = fileURLToPath(new URL('../../../shared/captures/onvif', import.meta.url));

/** Every answer a simulated camera and a recorder give to one whole reading, and what is recorded of real ones. */
export async function answersOfDevices(): Promise<readonly Uint8Array[]> {
  const device = { id: 'seed', user: 'a', password: 'b', auth: 'none' } as const;
  const [camera, recorder] = [
    await startCamera(device),
    await startRecorder({ ...device, channels: 2, daysKept: 10 }),
  ];
  const answers = [
    ...(await answersOf(camera.onvifPort)),
    ...(await answersOf(recorder.onvifPort)),
  ];
  await Promise.all([camera.stop(), recorder.stop()]);
  return [...answers, ...recorded()];
}

async function answersOf(port: number): Promise<readonly Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  const listening: Exchange = async (ask, deadline, signal) => {
    const outcome = await exchange(ask, deadline, signal);
    if (outcome.kind === 'answered') bodies.push(outcome.body);
    return outcome;
  };
  await readCamera({
    ...{ exchange: listening, clock: systemClock, random: Math.random, credentials: undefined },
    ...{ signal: new AbortController().signal, deadline: seconds(5), knownPort: undefined },
    ...{ host: parseHost(`127.0.0.1:${port}`), heldBack: false, invented: false, maxStreams: 2 },
    ...{ recordings: true, settled: 'all_streams' },
  });
  return bodies;
}

function recorded(): readonly Uint8Array[] {
  if (!existsSync(CAPTURES)) return [];
  return readdirSync(CAPTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(join(CAPTURES, name)));
}
