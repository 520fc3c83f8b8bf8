import { readAccounts } from '../../../agent/probes/onvif/answers/accounts.ts';
import { readClock, readTimeSource } from '../../../agent/probes/onvif/answers/clock.ts';
import {
  claimedProfiles,
  readCapabilities,
  readIdentity,
  readScopes,
  readServices,
} from '../../../agent/probes/onvif/answers/device.ts';
import {
  readEncoderOptions,
  readEncoderOptions2,
} from '../../../agent/probes/onvif/answers/encoder-options.ts';
import {
  mergeProfiles,
  readEncoders,
  readProfiles,
  readProfiles2,
  readStreamUri,
} from '../../../agent/probes/onvif/answers/media.ts';
import { readNtpServer, readProtocol } from '../../../agent/probes/onvif/answers/network.ts';
import {
  daysKept,
  readInformation,
  readListed,
  readSummary,
} from '../../../agent/probes/onvif/answers/recording.ts';
import { parseStreamUri, shownUri } from '../../../agent/probes/onvif/rtsp/stream-address.ts';
import { ownUrl } from '../../../agent/probes/onvif/soap/endpoint.ts';
import { parseEnvelope } from '../../../agent/probes/onvif/soap/envelope.ts';
import { answersOfDevices } from '../answers.ts';
import { promise, promiseSmall, type Target } from '../target.ts';

const HOST = '192.0.2.7';
/** What one reader hands on from an answer of at most 1 MB. */
const MAX_CHARS = 2 * 1024 * 1024;

/** A SOAP answer, and everything that is read from one. */
export const soap: Target = {
  name: 'soap',
  seeds: answersOfDevices,
  words: [
    ...['</s:Envelope>', '<s:Body>', '<!DOCTYPE a [<!ENTITY b "c">]>', '<![CDATA[', ']]>', '<!--'],
    ...['&amp;', '&#0;', '&#x110000;', ' xmlns:a="b"', ' token="t"', '<?xml encoding="utf-16"?>'],
    ...['http://[', 'rtsp://a:b@', '__proto__', 'constructor', '<UTCDateTime>', '<Resolution>'],
  ],
  feed(bytes) {
    const answer = parseEnvelope(bytes);
    promiseSmall(answer.kind === 'answer' ? '' : answer, 4_000, 'a refusal');
    if (answer.kind === 'answer') readAll(answer.body);
  },
};

function readAll(body: unknown): void {
  const services = [...readServices(body), ...readCapabilities(body)];
  for (const { xaddr } of services) {
    const url = ownUrl(xaddr, HOST);
    promise(url === undefined || url.hostname === HOST, `a service of another host: ${url}`);
  }
  const uri = readStreamUri(body);
  const stream =
    uri === undefined ? undefined : parseStreamUri(uri, { host: HOST, port: undefined });
  if (stream !== undefined) promise(shownUri(stream).includes(HOST), 'a stream of another host');
  const summary = readSummary(body);
  const days = summary === undefined ? undefined : daysKept(summary);
  promise(days === undefined || (Number.isFinite(days) && days >= 0), `${days} days kept`);
  const clock = readClock(body);
  if (clock.kind === 'utc') promise(Number.isFinite(clock.at), 'a clock that is no number');
  const read = [
    ...[services, summary, clock, readIdentity(body), readAccounts(body), readTimeSource(body)],
    mergeProfiles(readProfiles2(body), readProfiles(body), readEncoders(body)),
    ...[readEncoderOptions(body), readEncoderOptions2(body), readNtpServer(body)],
    ...[readProtocol(body, 'RTSPS'), readListed(body), readInformation(body)],
    claimedProfiles(readScopes(body)),
  ];
  promiseSmall(read, MAX_CHARS, 'a reading');
}
