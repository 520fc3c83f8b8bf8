import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';
import { runProgram } from './run-program.ts';

/**
 * Every sample (4:2:0) ffmpeg decodes from an input. All of them 128 means that no slice was out of
 * step: concealed errors come out in other shades. Throws when ffmpeg complains.
 */
export async function decodedSamples(input: readonly string[], frames: number): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-samples-'));
  const raw = join(folder, 'raw');
  const limits = ['-fps_mode', 'passthrough', '-frames:v', String(frames)];
  const args = ['-v', 'warning', ...input, ...limits, '-f', 'rawvideo', raw];
  try {
    const { code, stderr } = await runProgram(peerPath('ffmpeg'), args);
    if (code !== 0 || stderr !== '') throw new Error(`ffmpeg: ${code} ${stderr}`);
    return readFileSync(raw);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
