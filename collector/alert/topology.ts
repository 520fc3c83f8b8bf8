/** What of a school's devices hangs behind what. */
export interface Topology {
  /** Nearest first; empty where nothing is known. */
  readonly ancestorsOf: (device: string) => readonly string[];
}
