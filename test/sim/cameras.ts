/**
 * Cameras in a process of their own: `node test/sim/cameras.ts OPTIONS`, a JSON list of what `startCamera` takes. Prints one
 * JSON line of `{id, onvifPort, rtspPort}` once all listen; ends when its standard input does.
 */
import { type CameraOptions, startCamera } from './camera/camera.ts';
import { codedAhead } from './rtsp/track.ts';

const options: readonly CameraOptions[] = JSON.parse(process.argv[2] ?? '[]');
const code = codedAhead();
const cameras = await Promise.all(options.map((each) => startCamera({ ...each, code })));
process.stdin.on('close', () => process.exit(0)).resume();
const ports = cameras.map(({ id, onvifPort, rtspPort }) => ({ id, onvifPort, rtspPort }));
process.stdout.write(`${JSON.stringify(ports)}\n`);
