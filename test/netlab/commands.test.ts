import { describe, expect, it } from 'vitest';
import { askedLine } from './ask.ts';
import { delayArguments, groundCommands, lineCommands, tokenBucket } from './commands.ts';
import { DEFAULT_LINE, hasOffload, type LineOptions } from './line.ts';

const line = (options: Partial<LineOptions> = {}): LineOptions => ({
  ...DEFAULT_LINE,
  prefix: 'hlt',
  ...options,
});

const said = (options: Partial<LineOptions> = {}): readonly string[] =>
  [...groundCommands(line(options)), ...lineCommands(line(options))].map((words) =>
    words.join(' '),
  );

describe('the commands of a line', () => {
  it('shape the way down at the provider and the way up at the router', () => {
    const shapers = said({ downMbit: 100, upMbit: 50 }).filter((command) =>
      command.includes(' tbf '),
    );
    expect(shapers).toEqual([
      'ip netns exec hlt-isp tc qdisc add dev rtr root tbf rate 100mbit burst 70000 limit 695000',
      'ip netns exec hlt-rtr tc qdisc add dev wan root tbf rate 50mbit burst 70000 limit 382500',
    ]);
  });

  it('touch no namespace but the line’s own', () => {
    for (const options of [{}, { portMbit: 100, udpBlocked: true, lossPpm: 1_000 }])
      for (const command of said(options)) {
        const named = command.match(/\bhlt-(far|net|isp|rtr|agt|lan)\b/g) ?? [];
        expect(named.length, command).toBeGreaterThan(0);
      }
  });

  it('put a plain cable where there is neither delay nor loss', () => {
    const cable = 'ip link add line netns hlt-isp type veth peer name line netns hlt-far';
    expect(said({ delayMs: 0 })).toContain(cable);
    expect(said({ delayMs: 10 })).not.toContain(cable);
    expect(said({ delayMs: 0, lossPpm: 1_000 })).not.toContain(cable);
  });

  it('shape both ends of the port of the school’s server', () => {
    const port = said({ portMbit: 10 }).filter((command) => command.includes('rate 10mbit'));
    expect(port.map((command) => command.split(' ').slice(3, 9).join(' '))).toEqual([
      'hlt-rtr tc qdisc add dev agt',
      'hlt-agt tc qdisc add dev eth0',
    ]);
  });

  it('drop UDP at the provider when asked', () => {
    const rule = 'ip -n hlt-isp rule add ipproto udp blackhole';
    expect(said({ udpBlocked: true })).toContain(rule);
    expect(said()).not.toContain(rule);
  });

  it('give the delay line half of the round trip and the loss each way', () => {
    expect(delayArguments(line({ delayMs: 12.5, lossPpm: 1_000 })).join(' ')).toBe(
      'hlt-isp line hlt-far line 12500 12500 1000 1000 0',
    );
  });
});

describe('a token bucket', () => {
  const plain = { mbit: 100, queueMs: 50, burstBytes: undefined, peakMbit: undefined };
  it.each([
    ['a millisecond of a fast line', { mbit: 1_000 }, 'burst 125000'],
    ['a packet of a slow line', { mbit: 10 }, 'burst 3200'],
    ['the allowance', { burstBytes: 6e6 }, 'burst 6000000'],
    ['a queue of its time, the allowance not in it', { burstBytes: 6e6 }, 'limit 637500'],
    ['a queue of two big windows at the least', { mbit: 1 }, 'limit 33200'],
    ['a peak', { burstBytes: 6e6, peakMbit: 300 }, 'peakrate 300mbit mtu 37500'],
  ])('holds %s', (_, shape, expected) => {
    expect(tokenBucket({ ...plain, ...shape }, false)).toContain(expected);
  });
});

describe('segmentation offload', () => {
  it.each([
    [{}, true],
    [{ lossPpm: 1 }, false],
    [{ upMbit: 49 }, false],
    [{ upMbit: 49, offload: 'on' as const }, true],
    [{ offload: 'off' as const }, false],
  ])('of %j is %s', (options, expected) => {
    expect(hasOffload(line(options))).toBe(expected);
  });
});

describe('the question for a line', () => {
  it('takes figures, flags, and a command for a place', () => {
    const asked = askedLine(
      ['--down', '20', '--up', '10', '--block-udp', '--no-snmp', '--', 'agt', 'ip', '-br', 'addr'],
      'hl7',
    );
    expect(asked).toMatchObject({
      ok: true,
      value: {
        line: {
          prefix: 'hl7',
          downMbit: 20,
          upMbit: 10,
          udpBlocked: true,
          counterAgeS: undefined,
        },
        place: 'agt',
        command: ['ip', '-br', 'addr'],
      },
    });
  });

  it.each([
    [['--down', 'fast'], '--down takes a number'],
    [['--offload', 'maybe'], '--offload takes auto, on or off'],
    [['--prefix', 'a;b'], '--prefix takes up to 12 small letters'],
    [['--', 'moon', 'ls'], 'no place is called moon'],
    [['--congestion', 'b b r'], '--congestion takes a name'],
  ])('refuses %j', (args, problem) => {
    expect(askedLine(args, 'hl7')).toEqual({ ok: false, problem });
  });
});
