import { connectRtsp } from '../../agent/probes/onvif/rtsp/rtsp-door.ts';
import {
  type StreamReading,
  type WatchOrder,
  watchStream,
} from '../../agent/probes/onvif/rtsp/watch-stream.ts';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { bytes, ms, seconds } from '../../kit/units.ts';

/** Watches a stream on this machine with the system's clock; never over UDP unless told to. */
export const watch = (
  port: number,
  change: Partial<WatchOrder> = {},
  path = '/stream/main',
): Promise<StreamReading> =>
  watchStream({
    address: { host: '127.0.0.1', port, secure: false, path },
    credentials: undefined,
    connect: connectRtsp,
    receive: undefined,
    clock: systemClock,
    random: () => 0.5,
    signal: new AbortController().signal,
    window: seconds(2),
    deadline: seconds(2),
    maxBytes: bytes(32e6),
    ...change,
  });

/** The system's clock, so many times as fast: real sockets, and no test that waits for seconds. */
export const hurried = (times: number): Clock => ({
  now: systemClock.now,
  elapsed: () => ms(systemClock.elapsed() * times),
  sleep: (span, signal) => systemClock.sleep(ms(span / times), signal),
});
