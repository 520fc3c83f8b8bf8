import { promisify } from 'node:util';
import { Cam } from 'onvif';
import { afterEach, describe, expect, it } from 'vitest';
import type { SimDevice } from '../onvif-device.ts';
import { startRecorder } from './recorder.ts';

const LOGIN = { user: 'hatang', password: 'dung' };
const open: SimDevice[] = [];

async function recorder(): Promise<SimDevice> {
  const started = await startRecorder({
    id: 'rec-01',
    ...LOGIN,
    channels: 4,
    daysKept: 21,
    auth: 'none',
  });
  open.push(started);
  return started;
}

afterEach(async () => {
  for (const device of open.splice(0)) await device.stop();
});

async function ask({ onvifPort }: SimDevice, service: string, name: string): Promise<string> {
  const body =
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.onvif.org/ver10/${service}/wsdl">` +
    `<s:Body><a:${name}/></s:Body></s:Envelope>`;
  const url = `http://127.0.0.1:${onvifPort}/onvif/${service}_service`;
  return (await fetch(url, { method: 'POST', body })).text();
}

describe('the recorder simulator', () => {
  it('says from when to when it has recordings', async () => {
    const xml = await ask(await recorder(), 'search', 'GetRecordingSummary');
    const stamp = (name: string) =>
      Date.parse(new RegExp(`<tt:${name}>([^<]+)<`).exec(xml)?.[1] ?? '');
    expect((stamp('DataUntil') - stamp('DataFrom')) / 86_400_000).toBe(21);
    expect(xml).toContain('<tt:NumberRecordings>4</tt:NumberRecordings>');
  });

  it('lists a recording a channel', async () => {
    const xml = await ask(await recorder(), 'recording', 'GetRecordings');
    expect(xml.match(/<trc:RecordingItem>/g)).toHaveLength(4);
  });

  it('shows npm onvif its channels and its services', async () => {
    const device = await recorder();
    const other = new Cam({
      hostname: device.host,
      port: device.onvifPort,
      username: LOGIN.user,
      password: LOGIN.password,
      timeout: 5_000,
      autoconnect: false,
    });
    await promisify(other.connect.bind(other))();
    expect(other.profiles).toHaveLength(4);
    expect(other.videoSources).toHaveLength(4);
    expect(Object.keys(other.uri ?? {})).toEqual(expect.arrayContaining(['recording', 'search']));
    const getRecordings = promisify(other.getRecordings.bind(other));
    expect(await getRecordings()).toHaveLength(4);
  });
});
