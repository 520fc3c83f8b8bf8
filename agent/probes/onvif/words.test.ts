import { describe, expect, it } from 'vitest';
import type { CameraReading } from './reading/read-camera.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';
import { sayCamera } from './words.ts';

const reading: CameraReading = {
  ...{ reachable: true, unmet: undefined, port: 80, auth: 'ok', wantsLogin: true },
  ...{
    anonymousProfiles: false,
    anyCredentials: undefined,
    identity: undefined,
    services: [],
    scopes: [],
    clock: undefined,
  },
  proof: { media1: true, encoders: true, uri1: true, media2: false, uri2: false },
  ...{ basicInClear: false, posture: undefined, streams: [], recordings: undefined, errors: [] },
};
const watched: StreamReading = {
  ...{ state: 'no_video', codec: 'H264', size: undefined, figures: undefined },
  ...{ anonymous: false, basicInClear: false, loginFailed: false, error: 'x', trouble: undefined },
};

describe('the words of a camera', () => {
  it.each([
    [undefined, /^Camera nhận lệnh phát nhưng không gửi hình nào. Khởi động lại camera.$/],
    ['no_track', /^Luồng của camera không có hình.$/],
    ['udp_only', /^Camera chỉ phát qua UDP: bật `udp: true`/],
    ['udp_silent', /không gói nào tới. Kiểm tra tường lửa/],
    ['rejected', /hết số kết nối xem cùng lúc/],
    ['refused', /cổng hình \(RTSP\) không trả lời \(từ chối kết nối\).$/],
    ['cut', /\(kết nối bị ngắt giữa chừng\).$/],
  ] as const)('say of a stream without pictures whose trouble is %s: %s', (trouble, vi) => {
    expect(sayCamera(reading, { ...watched, trouble })?.vi).toMatch(vi);
  });

  it('say of a camera that names no stream what to switch on', () => {
    expect(sayCamera(reading, undefined)?.vi).toMatch(/không cho địa chỉ luồng hình. Bật ONVIF/);
  });

  it('tell a camera without a route from one that refuses: cable first, then ONVIF', () => {
    const away = { ...reading, reachable: false };
    const said = (unmet: CameraReading['unmet']) => sayCamera({ ...away, unmet }, undefined)?.vi;
    expect(said('unreachable')).toMatch(/không có đường mạng.*Kiểm tra nguồn điện/);
    expect(said('refused')).toMatch(/từ chối kết nối.*Kiểm tra địa chỉ IP, cổng và bật ONVIF/);
  });

  it('name the steps a live camera leaves out, and say nothing where there are none', () => {
    const live: StreamReading = { ...watched, state: 'live', error: undefined };
    const errors = [{ step: 'GetScopes', message: 'fault' }];
    expect(sayCamera({ ...reading, errors }, live)?.vi).toMatch(
      /thiếu thông tin ở bước: GetScopes/,
    );
    expect(sayCamera(reading, live)).toBeUndefined();
  });
});
