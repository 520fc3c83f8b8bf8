import type { Answers } from '../soap/answers.ts';
import { argument } from '../soap/call.ts';
import { branch, type Fault, leaf } from '../soap/envelope.ts';
import type { SimRecording } from './channel.ts';

const NO_RECORDING: Fault = {
  code: 'Sender',
  subcodes: ['ter:InvalidArgVal', 'ter:NoRecording'],
  reason: 'No such recording',
};

/** ONVIF Recording Control (Profile G): what is recorded, and for how long at most. */
export function recordingAnswers(recordings: readonly SimRecording[]): Answers {
  return {
    GetRecordings: () => recordings.map(listed),
    GetServiceCapabilities: () => [
      branch('trc:Capabilities', [], {
        DynamicRecordings: false,
        MaxRecordings: recordings.length,
      }),
    ],
  };
}

/** What a recorder's search service leaves out or gets wrong as a whole. */
export interface SearchFaults {
  /** GetRecordingInformation is not there. */
  readonly noInformation?: boolean;
  /** Said in place of the true times; empty: left out. */
  readonly says?: { readonly from?: string; readonly until?: string };
}

/** ONVIF Recording Search: from when to when there are recordings, of all and of each. */
export function searchAnswers(recordings: readonly SimRecording[], faults: SearchFaults): Answers {
  const information: Answers = {
    GetRecordingInformation: (call) => {
      const token = argument(call, 'RecordingToken');
      const recording = recordings.find((one) => one.token === token);
      return recording === undefined || recording.isSilent ? NO_RECORDING : [informed(recording)];
    },
  };
  return {
    GetRecordingSummary: () => {
      const spans = recordings.map(({ span }) => span());
      const from = Math.min(...spans.map((span) => span.from.getTime()));
      const until = Math.max(...spans.map((span) => span.until.getTime()));
      return [
        branch('tse:Summary', [
          time('tt:DataFrom', new Date(from), faults.says?.from),
          time('tt:DataUntil', new Date(until), faults.says?.until),
          leaf('tt:NumberRecordings', recordings.length),
        ]),
      ];
    },
    ...(faults.noInformation === true ? {} : information),
    GetServiceCapabilities: () => [branch('tse:Capabilities', [], { MetadataSearch: false })],
  };
}

/** Recorders write whole seconds. */
const time = (name: string, at: Date, said?: string): string =>
  said === '' ? '' : leaf(name, said ?? at.toISOString().replace(/\.\d+Z$/, 'Z'));

const source = ({ source: id, name }: SimRecording): string =>
  branch('tt:Source', [
    leaf('tt:SourceId', id),
    leaf('tt:Name', name),
    leaf('tt:Location', ''),
    leaf('tt:Description', ''),
    leaf('tt:Address', ''),
  ]);

const trackToken = (type: string): string => `${type.toUpperCase()}001`;

function listed(recording: SimRecording): string {
  const tracks = recording.tracks.map((type) =>
    branch('tt:Track', [
      leaf('tt:TrackToken', trackToken(type)),
      branch('tt:Configuration', [leaf('tt:TrackType', type), leaf('tt:Description', '')]),
    ]),
  );
  return branch('trc:RecordingItem', [
    leaf('tt:RecordingToken', recording.token),
    branch('tt:Configuration', [
      source(recording),
      leaf('tt:Content', recording.name),
      leaf('tt:MaximumRetentionTime', `P${Math.ceil(recording.daysKept)}D`),
    ]),
    branch('tt:Tracks', tracks),
  ]);
}

function informed(recording: SimRecording): string {
  const { from, until } = recording.span();
  const { says, state } = recording;
  const tracks = recording.tracks.map((type) =>
    branch('tt:Track', [
      leaf('tt:TrackToken', trackToken(type)),
      leaf('tt:TrackType', type),
      leaf('tt:Description', ''),
      time('tt:DataFrom', from, says.from),
      time('tt:DataTo', until, says.until),
    ]),
  );
  return branch('tse:RecordingInformation', [
    leaf('tt:RecordingToken', recording.token),
    source(recording),
    time('tt:EarliestRecording', from, says.from),
    time('tt:LatestRecording', until, says.until),
    leaf('tt:Content', recording.name),
    ...tracks,
    state === undefined ? '' : leaf('tt:RecordingStatus', state),
  ]);
}
