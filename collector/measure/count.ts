/** What the far end answers to an upload, counted where it arrived. */
export interface UploadCount {
  readonly bytes: number;
  /** From the first byte to the last. */
  readonly seconds: number;
  /** Null where the window was too short to give a rate. */
  readonly bps: number | null;
}

/** Below it a window says more about buffers than about the line. */
const SHORTEST_WINDOW_S = 0.05;

export function uploadCount(bytes: number, seconds: number): UploadCount {
  const bps = seconds < SHORTEST_WINDOW_S ? null : Math.round((bytes * 8) / seconds);
  return { bytes, seconds: Math.round(seconds * 1e6) / 1e6, bps };
}
