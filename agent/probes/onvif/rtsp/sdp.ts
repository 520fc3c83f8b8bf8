/** The video track of a stream's description (RFC 8866), as far as it is needed to play and count. */
export interface VideoTrack {
  /** As stated: relative, absolute, `*` or nothing. */
  readonly control: string;
  readonly payloadType: number;
  /** `H264`, `H265`, `JPEG` …; undefined when it is not named. */
  readonly codec: string | undefined;
  readonly clockRate: number;
  readonly parameterSets: readonly Uint8Array[];
}

export interface Description {
  /** Control of the whole session, where it is not the request's own address. */
  readonly control: string | undefined;
  readonly video: VideoTrack | undefined;
}

const MAX_LINES = 400;
const MAX_PARAMETERS = 64;
const MAX_PARAMETER_CHARS = 8_000;
const PARAMETER_SETS = /^sprop-(?:parameter-sets|sps) {0,9}= {0,9}(\S+)$/i;
/** Of one description; each costs a reading. */
const MAX_SETS = 16;
/** RFC 3551 table 5: what the fixed payload types mean without an rtpmap. */
const STATIC_CODECS: Readonly<Record<number, string>> = { 26: 'JPEG', 31: 'H261', 32: 'MPV' };

/** Tracks of these mend another one and show nothing: RFC 4588, RFC 5109, RFC 8627. */
const REPAIRS = /^(?:RTX|ULPFEC|PARITYFEC|FLEXFEC.*)$/;

/** Never throws; what is no description has no video. */
export function parseSdp(text: string): Description {
  const sections = splitSections(text);
  const tracks = sections.filter(([first]) => first?.startsWith('m=video ')).map(readTrack);
  return {
    control: attributeOf(sections[0] ?? [], 'control'),
    video: tracks.find(({ codec = '' }) => !REPAIRS.test(codec)),
  };
}

/** The session's own lines, then those of each `m=`. */
function splitSections(text: string): readonly (readonly string[])[] {
  const sections: string[][] = [[]];
  for (const line of text.split(/\r?\n|\r/, MAX_LINES)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line.trim());
  }
  return sections;
}

function attributeOf(lines: readonly string[], name: string): string | undefined {
  const start = `a=${name}:`;
  return lines
    .find((line) => line.startsWith(start))
    ?.slice(start.length)
    .trim();
}

function readTrack(lines: readonly string[]): VideoTrack {
  const payloadType = Number(/^m=video \S+ \S+ (\d{1,3})/.exec(lines[0] ?? '')?.[1] ?? 96);
  const map = new RegExp(`^a=rtpmap:\\s*${payloadType} ([A-Za-z0-9.-]{1,20})/(\\d{1,9})`);
  const mapped = lines.map((line) => map.exec(line)).find((match) => match !== null);
  const codec = mapped?.[1]?.toUpperCase() ?? STATIC_CODECS[payloadType];
  return {
    control: attributeOf(lines, 'control') ?? '',
    payloadType,
    codec: codec === 'HEVC' ? 'H265' : codec,
    clockRate: Number(mapped?.[2] ?? 90_000) || 90_000,
    parameterSets: readParameterSets(lines, payloadType),
  };
}

function readParameterSets(lines: readonly string[], payloadType: number): readonly Uint8Array[] {
  const start = `a=fmtp:${payloadType} `;
  const format = lines.find((line) => line.startsWith(start))?.slice(start.length) ?? '';
  const sets = format.split(';', MAX_PARAMETERS).flatMap((part) => {
    // Cut first: a long row of blanks would cost the pattern its square.
    const match = PARAMETER_SETS.exec(part.slice(0, MAX_PARAMETER_CHARS).trim());
    if (match?.[1] === undefined) return [];
    return match[1].split(',', MAX_SETS).map((set) => new Uint8Array(Buffer.from(set, 'base64')));
  });
  return sets.slice(0, MAX_SETS);
}
