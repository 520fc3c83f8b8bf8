/** One channel of a simulated recorder: what it keeps, and how it tells of it. */
export interface ChannelOptions {
  readonly name?: string;
  readonly daysKept?: number;
  /** It recorded until so long before now; undefined: it records. */
  readonly stoppedForMs?: number;
  /** `Recording`, or `Stopped` where it stopped; `undefined` in so many words leaves it out. */
  readonly state?: string | undefined;
  /** Its recordings of one source: one more than there are gaps. */
  readonly gaps?: number;
  /** Sound beside the picture. */
  readonly twoTracks?: boolean;
  /** No answer to GetRecordingInformation. */
  readonly noInformation?: boolean;
  /** Said in place of the true times, as `1970-01-01T00:00:00Z`; empty: left out. */
  readonly says?: { readonly from?: string; readonly until?: string };
}

export interface SimRecording {
  readonly token: string;
  readonly source: string;
  readonly name: string;
  readonly daysKept: number;
  readonly tracks: readonly ('Video' | 'Audio')[];
  readonly state: string | undefined;
  readonly span: () => { readonly from: Date; readonly until: Date };
  readonly says: NonNullable<ChannelOptions['says']>;
  readonly isSilent: boolean;
}

const DAY_MS = 86_400_000;

/** The recordings of channel `number`, oldest first; between two of them an hour is missing. */
export function recordingsOf(
  channel: ChannelOptions,
  number: number,
  { daysKept, now }: { readonly daysKept: number; readonly now: () => Date },
): readonly SimRecording[] {
  const parts = (channel.gaps ?? 0) + 1;
  const kept = channel.daysKept ?? daysKept;
  const { stoppedForMs } = channel;
  const state = stoppedForMs === undefined ? 'Recording' : 'Stopped';
  return Array.from({ length: parts }, (_, part) => {
    const isLast = part === parts - 1;
    const span = () => {
      const end = now().getTime() - (stoppedForMs ?? 0);
      const at = (of: number) => end - kept * DAY_MS * (1 - of / parts);
      const until = isLast ? end : at(part + 1) - 3_600_000;
      return { from: new Date(at(part)), until: new Date(until) };
    };
    return {
      token: part === 0 ? `recording-${number}` : `recording-${number}.${part + 1}`,
      source: `source-${number}`,
      name: channel.name ?? `Kênh ${number}`,
      daysKept: kept,
      tracks: channel.twoTracks === true ? ['Video', 'Audio'] : ['Video'],
      state: 'state' in channel ? channel.state : isLast ? state : 'Stopped',
      span,
      says: channel.says ?? {},
      isSilent: channel.noInformation ?? false,
    };
  });
}
