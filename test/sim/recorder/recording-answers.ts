import type { Answers } from '../soap/answers.ts';
import { branch, leaf } from '../soap/envelope.ts';

/** ONVIF Recording Control (Profile G): what is recorded, and for how long at most. */
export function recordingAnswers(names: readonly string[], daysKept: number): Answers {
  return {
    GetRecordings: () => names.map((name, index) => recording(name, index + 1, daysKept)),
    GetServiceCapabilities: () => [
      branch('trc:Capabilities', [], { DynamicRecordings: false, MaxRecordings: names.length }),
    ],
  };
}

/** ONVIF Recording Search: from when to when there are recordings. */
export function searchAnswers(
  names: readonly string[],
  span: () => { readonly from: Date; readonly until: Date },
): Answers {
  return {
    GetRecordingSummary: () => {
      const { from, until } = span();
      return [
        branch('tse:Summary', [
          leaf('tt:DataFrom', stamp(from)),
          leaf('tt:DataUntil', stamp(until)),
          leaf('tt:NumberRecordings', names.length),
        ]),
      ];
    },
    GetServiceCapabilities: () => [branch('tse:Capabilities', [], { MetadataSearch: false })],
  };
}

/** Recorders write whole seconds. */
const stamp = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

function recording(name: string, channel: number, daysKept: number): string {
  const source = branch('tt:Source', [
    leaf('tt:SourceId', `source-${channel}`),
    leaf('tt:Name', name),
    leaf('tt:Location', ''),
    leaf('tt:Description', ''),
    leaf('tt:Address', ''),
  ]);
  const track = branch('tt:Track', [
    leaf('tt:TrackToken', 'VIDEO001'),
    branch('tt:Configuration', [leaf('tt:TrackType', 'Video'), leaf('tt:Description', '')]),
  ]);
  return branch('trc:RecordingItem', [
    leaf('tt:RecordingToken', `recording-${channel}`),
    branch('tt:Configuration', [
      source,
      leaf('tt:Content', name),
      leaf('tt:MaximumRetentionTime', `P${Math.ceil(daysKept)}D`),
    ]),
    branch('tt:Tracks', [track]),
  ]);
}
