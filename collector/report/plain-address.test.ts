import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAddress } from './plain-address.ts';

describe('a stream’s address without its account', () => {
  it.each([
    ['rtsp://192.168.1.20/Streaming/Channels/101', 'rtsp://192.168.1.20/Streaming/Channels/101'],
    [
      'RTSP://cam.local:8554/live?channel=1&subtype=0',
      'rtsp://cam.local:8554/live?channel=1&subtype=0',
    ],
    ['rtsps://[fe80::1]:322/main', 'rtsps://[fe80::1]:322/main'],
    ['rtsp://admin:s3cret@192.168.1.20:554/live', 'rtsp://192.168.1.20:554/live'],
    ['rtsp://a:b@c:s3cret@192.168.1.20/live', 'rtsp://192.168.1.20/live'],
    [
      'rtsp://10.0.0.9/user=admin_password=s3cret_channel=1_stream=0.sdp',
      'rtsp://10.0.0.9/user=***_password=***_channel=1_stream=0.sdp',
    ],
    [
      'rtsp://10.0.0.9/live?USER=admin&pwd=s3cret&ch=1',
      'rtsp://10.0.0.9/live?USER=***&pwd=***&ch=1',
    ],
  ])('%s is told as %s', (uri, told) => expect(plainAddress(uri)).toBe(told));

  it.each([
    'rtsp://admin:s3/cret@192.168.1.20/live',
    'rtsp://192.168.1.20/live/admin:s3cret@cam',
    'rtsp://192.168.1.20/x%40y',
    'rtsp://192.168.1.20/a b',
    'rtsp:///live',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])('%j is not told at all', (uri) => expect(plainAddress(uri)).toBeUndefined());

  it('never tells an account, however it is written before the host', () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 4 });
    fc.assert(
      fc.property(secret, secret, (user, password) => {
        const told = plainAddress(`rtsp://${user}:Q9${password}9Q@10.1.2.3/live`);
        expect(told ?? '').not.toContain(`Q9${password}9Q`);
      }),
    );
  });
});
