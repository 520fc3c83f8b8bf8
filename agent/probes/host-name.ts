/** What a host calls itself; each undefined where it does not say. */
export interface HostName {
  /** sysName. */
  readonly name: string | undefined;
  /** sysDescr. */
  readonly descr: string | undefined;
}

/** Asks one host who it is; undefined when it does not answer. Settles soon, never rejects. */
export type AskName = (address: string, signal: AbortSignal) => Promise<HostName | undefined>;
