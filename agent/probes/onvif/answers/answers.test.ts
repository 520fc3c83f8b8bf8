import { describe, expect, it } from 'vitest';
import { type Capture, describeWithCaptures } from '../../../../test/onvif/captures.ts';
import { soap } from '../../../../test/onvif/listen.ts';
import { groupBySource } from '../recorder-channels.ts';
import { ownUrl } from '../soap/endpoint.ts';
import { parseEnvelope } from '../soap/envelope.ts';
import { readClock } from './clock.ts';
import {
  claimedProfiles,
  readCapabilities,
  readIdentity,
  readScopes,
  readServices,
} from './device.ts';
import {
  mergeProfiles,
  readEncoders,
  readProfiles,
  readProfiles2,
  readStreamUri,
} from './media.ts';
import { daysKept, readInformation, readListed, readSummary } from './recording.ts';

const bodyOf = (bytes: Uint8Array): unknown => {
  const answer = parseEnvelope(bytes);
  if (answer.kind !== 'answer') throw new Error(answer.kind);
  return answer.body;
};
const body = (xml: string) => bodyOf(Buffer.from(soap(xml)));

const time = (hour: number) =>
  `<Time><Hour>${hour}</Hour><Minute>49</Minute><Second>6</Second></Time>` +
  '<Date><Year>2024</Year><Month>7</Month><Day>9</Day></Date>';
const clock = (inner: string) =>
  readClock(
    body(
      `<GetSystemDateAndTimeResponse><SystemDateAndTime>${inner}</SystemDateAndTime></GetSystemDateAndTimeResponse>`,
    ),
  );

describe('the clock', () => {
  it('is UTC where the device says so', () => {
    expect(clock(`<UTCDateTime>${time(19)}</UTCDateTime>`)).toEqual({
      kind: 'utc',
      at: Date.UTC(2024, 6, 9, 19, 49, 6),
    });
  });
  it('is local only, or missing, and never the agent’s own', () => {
    expect(clock(`<LocalDateTime>${time(16)}</LocalDateTime>`)).toEqual({ kind: 'local_only' });
    expect(clock('')).toEqual({ kind: 'missing' });
    expect(clock(`<UTCDateTime>${time(99)}</UTCDateTime>`)).toEqual({ kind: 'missing' });
  });
  it('is missing where a part of it is below 0, as far as it may be', () => {
    for (const hour of [-1, -999_999_999_999_999])
      expect(clock(`<UTCDateTime>${time(hour)}</UTCDateTime>`)).toEqual({ kind: 'missing' });
  });
});

const encoder = (inner: string, name = 'VideoEncoderConfiguration') =>
  `<GetProfilesResponse><Profiles token="p"><${name} token="e">${inner}</${name}></Profiles></GetProfilesResponse>`;
const claimOf = (inner: string) => readProfiles(body(encoder(inner)))[0]?.claim;

describe('the claims of an encoder', () => {
  it('leave out a limit of 0 and what is missing', () => {
    const claim = claimOf(
      '<Encoding>H264</Encoding><RateControl><FrameRateLimit>0</FrameRateLimit></RateControl>',
    );
    expect(claim).toMatchObject({ codec: 'H264', fps: undefined, width: undefined });
  });
  it('divide the frame rate by the interval, and take kbit/s', () => {
    const claim = claimOf(
      '<RateControl><FrameRateLimit>25</FrameRateLimit><EncodingInterval>2</EncodingInterval><BitrateLimit>4096</BitrateLimit></RateControl>',
    );
    expect(claim).toMatchObject({ fps: 12.5, bitrateBps: 4_096_000 });
  });
  it('know H.265 under its other names, inside and outside the enumeration', () => {
    for (const word of ['H265', 'H.265', 'hevc'])
      expect(claimOf(`<Encoding>${word}</Encoding>`)?.codec).toBe('H265');
  });
  it('take from Media2 what Media1 leaves empty, and from Media1 what Media2 leaves out', () => {
    const one = readProfiles(
      body(encoder('<Encoding/><Resolution><Width>1920</Width><Height>1080</Height></Resolution>')),
    );
    const two = readProfiles2(
      body(
        '<GetProfilesResponse><Profiles token="p"><Configurations><VideoEncoder token="e"><Encoding>H265</Encoding></VideoEncoder></Configurations></Profiles></GetProfilesResponse>',
      ),
    );
    expect(mergeProfiles(two, one, new Map())[0]?.claim).toMatchObject({
      codec: 'H265',
      width: 1920,
      height: 1080,
    });
  });
});

describe('recordings', () => {
  const summary = (from: string, until: string) =>
    readSummary(
      body(
        `<GetRecordingSummaryResponse><Summary><DataFrom>${from}</DataFrom><DataUntil>${until}</DataUntil><NumberRecordings>4</NumberRecordings></Summary></GetRecordingSummaryResponse>`,
      ),
    );
  const days = (from: string, until: string) => {
    const read = summary(from, until);
    return read === undefined ? undefined : daysKept(read);
  };
  it.each(['-1', '2.5'])('are no number of recordings where there are %s', (number) => {
    const stated = `<NumberRecordings>${number}</NumberRecordings>`;
    const xml = `<GetRecordingSummaryResponse><Summary>${stated}</Summary></GetRecordingSummaryResponse>`;
    expect(readSummary(body(xml))?.recordings).toBeUndefined();
  });
  it('give the days between the oldest and the newest', () => {
    expect(days('2026-11-01T00:00:00Z', '2026-11-16T12:00:00Z')).toBe(15.5);
    expect(days('2026-11-01T00:00:00', '2026-11-02T07:00:00+07:00')).toBe(1);
  });
  it('give no days where a recorder says 1970, nonsense, or the wrong order', () => {
    expect(days('1970-01-01T00:00:00Z', '2024-12-13T08:08:49Z')).toBeUndefined();
    expect(days('2000-01-01T00:03:15Z', '2024-12-13T08:08:49Z')).toBeUndefined();
    expect(days('yesterday', '2024-12-13T08:08:49Z')).toBeUndefined();
    expect(days('2026-11-16T00:00:00Z', '2026-11-01T00:00:00Z')).toBeUndefined();
  });
  const information = (inner: string) =>
    readInformation(
      body(
        `<GetRecordingInformationResponse><RecordingInformation>${inner}</RecordingInformation></GetRecordingInformationResponse>`,
      ),
    );
  it('are told by the picture’s track where the recording itself has no times', () => {
    const track = (type: string, from: string, to: string) =>
      `<Track><TrackType>${type}</TrackType><DataFrom>${from}</DataFrom><DataTo>${to}</DataTo></Track>`;
    const tracks =
      track('Audio', '2026-11-01T00:00:00Z', '2026-11-24T00:00:00Z') +
      track('Video', '2026-11-02T00:00:00Z', '2026-11-20T00:00:00Z');
    const read = information(
      `<EarliestRecording>1970-01-01T00:00:00Z</EarliestRecording>${tracks}<RecordingStatus>Stopped</RecordingStatus>`,
    );
    expect(read).toEqual({
      from: Date.parse('2026-11-02T00:00:00Z'),
      until: Date.parse('2026-11-20T00:00:00Z'),
      state: 'Stopped',
    });
    expect(information('<RecordingToken>r</RecordingToken>')?.until).toBeUndefined();
    expect(readInformation(body('<OtherResponse/>'))).toBeUndefined();
  });
  it('never carry the login that somebody wrote into a channel’s name', () => {
    const name = 'rtsp://admin:bimat@10.0.0.9/1';
    const item = `<RecordingItem><RecordingToken>r</RecordingToken><Configuration><Source><Name>${name}</Name></Source></Configuration></RecordingItem>`;
    const listed = readListed(body(`<GetRecordingsResponse>${item}</GetRecordingsResponse>`));
    expect(listed?.[0]?.name).toBe('rtsp://10.0.0.9/1');
  });
  it('count a source with several recordings once', () => {
    const item = (id: string) =>
      `<RecordingItem><Configuration><Source><SourceId>${id}</SourceId></Source></Configuration></RecordingItem>`;
    const listed = `<GetRecordingsResponse>${item('a')}${item('b')}${item('a')}</GetRecordingsResponse>`;
    expect(groupBySource(readListed(body(listed)) ?? [])).toHaveLength(2);
  });
});

describeWithCaptures('recorded answers', (captures) => {
  const read = (name: string): unknown =>
    bodyOf(captures.find((capture: Capture) => capture.name === name)?.bytes ?? Buffer.alloc(0));

  it('say who an Axis or Hikvision device is', () => {
    expect(readIdentity(read('agsh/GetDeviceInformation.xml'))?.manufacturer).toBeDefined();
    expect(readIdentity(read('ex_onvif/get_device_information.xml'))?.serial).toMatch(/^\w+$/);
  });
  it('list services, scopes, profiles, encoders, and a stream', () => {
    expect(readServices(read('agsh/GetServices.xml')).length).toBeGreaterThan(3);
    expect(readCapabilities(read('agsh/GetCapabilities.xml')).length).toBeGreaterThan(2);
    expect(claimedProfiles(readScopes(read('ex_onvif/get_scopes.xml')))).toEqual([
      'G',
      'Q',
      'S',
      'T',
    ]);
    expect(readProfiles(read('agsh/GetProfiles.xml'))[0]?.claim).toMatchObject({
      codec: 'H264',
      width: 1920,
      height: 1080,
    });
    expect(readEncoders(read('agsh/media.GetVideoEncoderConfigurations.xml')).size).toBeGreaterThan(
      0,
    );
    expect(readStreamUri(read('agsh/GetStreamUri.xml'))).toBeDefined();
  });
  it('tell the time of a device in Brazil', () => {
    expect(readClock(read('ex_onvif/get_system_date_and_time.xml'))).toEqual({
      kind: 'utc',
      at: Date.UTC(2024, 6, 9, 19, 49, 6),
    });
  });
  it('count the recordings of an SD card without a source each as one', () => {
    const listed = readListed(read('ex_onvif/get_recordings.xml')) ?? [];
    expect(groupBySource(listed)).toHaveLength(3);
    expect(listed[0]).toMatchObject({ source: undefined, name: 'paolo' });
  });
});

it('reads a namespace of a hundred thousand slashes in the time of its length', () => {
  const service = { Namespace: '/'.repeat(100_000), XAddr: 'http://h/' };
  const startedAt = performance.now();
  expect(readServices({ GetServicesResponse: { Service: service } })).toHaveLength(1);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

it('takes a service address of a long impossible host for none', () => {
  // One that URL.canParse calls good, and URL does not.
  const host = `10.9.9.9${'"'.repeat(17_842)}A${'"'.repeat(7_168)}`;
  expect(ownUrl(`http://${host}:8899/x`, '10.0.0.5')).toBeUndefined();
});
