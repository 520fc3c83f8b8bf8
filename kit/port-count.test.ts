import { describe, expect, it } from 'vitest';
import { framesIn, portWith, readPort } from './port-count-door.ts';

const TABLE = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 336466 17256703    0    0    0     0          0         0 336467 17256704    0    0    0     0       0          0
  eth0:13291781604444    1    0    0    0     0          0         0  3937653   28335    0    0    0     0       0          0
eth0.7: 7 1
`;

describe('the count of a network port', () => {
  it('is read from the kernel’s table, also where a wide count touches the name', () => {
    expect(framesIn(TABLE, 'eth0')).toEqual({
      rxBytes: 13_291_781_604_444,
      rxFrames: 1,
      txBytes: 3_937_653,
      txFrames: 28_335,
    });
    expect(framesIn(TABLE, 'lo')).toMatchObject({ rxBytes: 336_466, txFrames: 17_256_704 });
  });

  it.each(['eth', 'eth1', 'face', 'eth0.7', ''])('is not there under the name %j', (name) => {
    expect(framesIn(TABLE, name)).toBeUndefined();
  });

  it('is nobody’s for loopback and for an address of another machine', () => {
    expect(portWith('127.0.0.1')).toBeUndefined();
    expect(portWith('192.0.2.7')).toBeUndefined();
    expect(portWith(undefined)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is there for what the system lists', () => {
    expect(readPort('lo')?.rxBytes).toBeGreaterThanOrEqual(0);
    expect(readPort('no-such-port')).toBeUndefined();
  });
});
