import { describe, expect, it } from 'vitest';
import { type Capture, describeWithCaptures } from '../../../../test/onvif/captures.ts';
import { soap } from '../../../../test/onvif/listen.ts';
import { parseEnvelope } from '../soap/envelope.ts';
import { areFactoryNames, readAccounts } from './accounts.ts';
import { readTimeSource } from './clock.ts';
import { readNtpServer, readProtocol } from './network.ts';

const bodyOf = (bytes: Uint8Array): unknown => {
  const answer = parseEnvelope(bytes);
  if (answer.kind !== 'answer') throw new Error(answer.kind);
  return answer.body;
};
const body = (xml: string) => bodyOf(Buffer.from(soap(xml)));

describe('the accounts', () => {
  const users = (...names: readonly string[]) =>
    readAccounts(
      body(
        `<GetUsersResponse>${names.map((name) => `<User><Username>${name}</Username><Password>p</Password></User>`).join('')}</GetUsersResponse>`,
      ),
    );

  it('are names, never passwords', () => {
    expect(users('admin', 'bao-ve')).toEqual(['admin', 'bao-ve']);
  });
  it('are unknown where the list is empty or missing', () => {
    expect(users()).toBeUndefined();
    expect(readAccounts(body('<GetUsersResponse/>'))).toBeUndefined();
    expect(readAccounts(body('<Other/>'))).toBeUndefined();
  });
  it.each([
    [['admin'], true],
    [['Admin', ' 888888 ', 'root'], true],
    [['admin', 'hatang'], false],
    [['admin', 'viewer'], false],
  ])('%j have factory names only: %s', (names, expected) => {
    expect(areFactoryNames(names)).toBe(expected);
  });
});

describe('the time server', () => {
  const ntp = (inner: string) =>
    readNtpServer(
      body(`<GetNTPResponse><NTPInformation>${inner}</NTPInformation></GetNTPResponse>`),
    );
  const manual = (inner: string) => `<FromDHCP>false</FromDHCP><NTPManual>${inner}</NTPManual>`;

  it.each([
    ['<FromDHCP>true</FromDHCP>', true],
    [manual('<Type>DNS</Type><DNSname>ntp.example</DNSname>'), true],
    [manual('<Type>IPv4</Type><IPv4Address>0.0.0.0</IPv4Address>'), false],
    [manual('<Type>IPv4</Type>'), false],
    ['<FromDHCP>false</FromDHCP>', false],
  ])('of %s is set: %s', (inner, expected) => {
    expect(ntp(inner)).toBe(expected);
  });
  it('is unknown without an answer', () => {
    expect(readNtpServer(body('<Other/>'))).toBeUndefined();
  });
});

describe('a protocol', () => {
  const one = (name: string, enabled: string) =>
    `<NetworkProtocols><Name>${name}</Name><Enabled>${enabled}</Enabled></NetworkProtocols>`;
  const read = (...stated: readonly string[]) =>
    readProtocol(
      body(`<GetNetworkProtocolsResponse>${stated.join('')}</GetNetworkProtocolsResponse>`),
      'RTSPS',
    );

  it('is on or off as the device says, and unknown where it does not name it', () => {
    expect(read(one('RTSP', 'true'))).toBeUndefined();
    expect(read(one('RTSP', 'true'), one('RTSPS', 'false'))).toBe(false);
    expect(read(one('rtsps', 'false'), one('RTSPS', '1'))).toBe(true);
  });
});

describe('who sets the clock', () => {
  it.each([
    ['NTP', 'NTP'],
    ['Manual', 'Manual'],
    ['PTP', undefined],
  ])('%s is read as %s', (type, expected) => {
    const stated = `<SystemDateAndTime><DateTimeType>${type}</DateTimeType></SystemDateAndTime>`;
    expect(
      readTimeSource(
        body(`<GetSystemDateAndTimeResponse>${stated}</GetSystemDateAndTimeResponse>`),
      ),
    ).toBe(expected);
  });
});

describeWithCaptures('recorded answers about how a device is looked after', (captures) => {
  const read = (name: string): unknown =>
    bodyOf(captures.find((capture: Capture) => capture.name === name)?.bytes ?? Buffer.alloc(0));

  it('say its accounts, its time server, its protocols', () => {
    expect(readAccounts(read('agsh/device.GetUsers.xml'))).toEqual(['admin', 'operator']);
    expect(readNtpServer(read('agsh/device.GetNTP.xml'))).toBe(true);
    expect(readNtpServer(read('ex_onvif/get_ntp.xml'))).toBe(true);
    expect(readProtocol(read('ex_onvif/get_network_protocols.xml'), 'RTSP')).toBe(true);
    expect(readTimeSource(read('ex_onvif/get_system_date_and_time.xml'))).toMatch(/^(NTP|Manual)$/);
  });
});
