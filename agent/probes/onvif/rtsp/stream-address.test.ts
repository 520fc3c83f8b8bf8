import { describe, expect, it } from 'vitest';
import { parseHost } from '../soap/endpoint.ts';
import { parseStreamUri, shownUri, uriOf } from './stream-address.ts';

const at = (stated: string) => {
  const address = parseStreamUri(stated, parseHost('10.0.0.5:8080'));
  return address === undefined ? undefined : uriOf(address);
};

describe('the address of a stream', () => {
  it.each([
    ['rtsp://192.168.9.9:554/a?b=1', 'rtsp://10.0.0.5/a?b=1'],
    ['rtsp://admin:p@ss@192.168.9.9:8554/a', 'rtsp://10.0.0.5:8554/a'],
    ['rtsp://192.168.9.9:554:554/a', 'rtsp://10.0.0.5/a'],
    ['RTSP://[fe80::1]:8554/a', 'rtsp://10.0.0.5:8554/a'],
    ['rtsp:///live', 'rtsp://10.0.0.5/live'],
    ['rtsps://h/a', 'rtsps://10.0.0.5/a'],
    ['rtsp://h', 'rtsp://10.0.0.5/'],
    ['rtsp://admin:s3/c?t@192.168.9.9:8554/live', 'rtsp://10.0.0.5:8554/live'],
    ['rtsp://h:8554/a@b/c', 'rtsp://10.0.0.5:8554/a@b/c'],
  ])('%s keeps its port and path, on the configured host', (stated, kept) => {
    expect(at(stated)).toBe(kept);
  });

  it.each(['', 'http://h/a', 'rtsp://h:99999/a', 'rtsp://h/a b', 'rtsp'])('is not %j', (stated) => {
    expect(at(stated)).toBeUndefined();
  });

  it.each([
    ['user=admin&password=s3cret&channel=1?pwd=s3cret', 'user=***&password=***&channel=1?pwd=***'],
    ['user=admin_password=s3_cret_channel=1', 'user=***_password=***_channel=1'],
    ['cam?loginpassword=s3cret', 'cam?loginpassword=***'],
    ['cam?pwd=s3/cret&x=1', 'cam?pwd=***&x=1'],
  ])('is shown without the account that some makers write into it: %s', (stated, shown) => {
    const address = parseStreamUri(`rtsp://h:554/${stated}`, parseHost('h'));
    expect(address && shownUri(address)).toBe(`rtsp://h/${shown}`);
  });
});
