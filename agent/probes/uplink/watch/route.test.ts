import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Ms, ms, seconds } from '../../../../kit/units.ts';
import type { Knocked } from './knock-door.ts';
import { gatewayIn, isKnownDead, leadsOut, leadsTo } from './route.ts';
import { Router } from './router.ts';

const ROUTES = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	FE01A8C0	0003	0	0	100	00000000	0	0	0
eth0	0001A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
`;
const ARP = `IP address       HW type     Flags       HW address            Mask     Device
192.168.1.254    0x1         0x2         52:54:00:12:34:56     *        eth0
192.168.1.7      0x1         0x0         00:00:00:00:00:00     *        eth0
`;
const port = { address: '192.168.1.9', netmask: '255.255.255.0', family: 'IPv4', internal: false };

describe('what the system says of the way out', () => {
  it('is the default route with the lowest metric', () => {
    expect(gatewayIn(ROUTES)).toBe('192.168.1.254');
  });

  it.each(['', 'Iface\n', ROUTES.replaceAll('0003', '0001'), 'x\ny\tz', '\0\t\t\t'])(
    'is nothing where there is no route: %j',
    (table) => {
      expect(gatewayIn(table)).toBeUndefined();
    },
  );

  it('is a dead neighbour only where it was asked in vain', () => {
    expect(isKnownDead(ARP, '192.168.1.254')).toBe(false);
    expect(isKnownDead(ARP, '192.168.1.7')).toBe(true);
    expect(isKnownDead(ARP, '192.168.1.8')).toBe(false);
    expect(isKnownDead('', '192.168.1.7')).toBe(false);
  });

  it('is a port that leads to the router, or out at all', () => {
    expect(leadsTo({ eth0: [port] }, '192.168.1.254')).toBe(true);
    expect(leadsTo({ eth0: [port] }, '192.168.2.254')).toBe(false);
    expect(leadsTo({ eth0: [port] }, 'fe80::1')).toBe(false);
    expect(leadsOut({ eth0: [port] })).toBe(true);
    expect(leadsOut({ lo: [{ ...port, internal: true }] })).toBe(false);
    expect(leadsOut({ eth0: [{ ...port, address: '169.254.9.9' }] })).toBe(false);
    expect(leadsOut({})).toBe(false);
  });
});

describe('the router', () => {
  let elapsed: number;
  let answer: Knocked;
  let ports: Readonly<Record<string, (typeof port)[]>>;
  let gateway: string | undefined;
  let dead: boolean | undefined;
  beforeEach(() => {
    elapsed = 0;
    ports = { eth0: [port] };
    gateway = '192.168.1.254';
    dead = undefined;
  });
  const knocked: number[] = [];
  const router = () =>
    new Router({
      system: { gateway: async () => gateway, isDead: async () => dead, ports: () => ports },
      knock: async ({ port: at }, _: Ms) => {
        knocked.push(at);
        return answer;
      },
      clock: { elapsed: () => ms(elapsed) },
      configured: undefined,
    });
  const never = new AbortController().signal;
  const at = (second: number) => epochMs(second * 1_000);

  it('is alive where it answers or refuses, and dead once it is silent where it was heard', async () => {
    const one = router();
    answer = { answer: 'silent', unreachable: false };
    await one.look(at(0), never);
    expect(one.alive(at(0))).toBeUndefined();
    answer = { answer: 'refused', unreachable: false };
    await one.look(at(1), never);
    expect(one.alive(at(1))).toBe(true);
    answer = { answer: 'silent', unreachable: false };
    await one.look(at(2), never);
    expect(one.alive(at(2))).toBe(false);
    expect(knocked.slice(-3)).toEqual([80, 443, 443]);
    expect(one.alive(at(9))).toBeUndefined();
  });

  it('is dead where this machine can’t reach it, or its neighbour table says so', async () => {
    const one = router();
    answer = { answer: 'silent', unreachable: true };
    await one.look(at(0), never);
    expect(one.alive(at(0))).toBe(false);
    answer = { answer: 'silent', unreachable: false };
    dead = true;
    await one.look(at(1), never);
    expect(one.alive(at(1))).toBe(false);
    dead = undefined;
  });

  it('is remembered when its route is gone, and its port is missed', async () => {
    const one = router();
    answer = { answer: 'answered', unreachable: false };
    await one.look(at(0), never);
    gateway = undefined;
    elapsed += seconds(120);
    ports = { docker0: [{ ...port, address: '172.17.0.1' }] };
    answer = { answer: 'silent', unreachable: true };
    await one.look(at(120), never);
    expect([one.alive(at(120)), one.isPortUp()]).toEqual([false, false]);
    ports = { eth0: [port] };
    expect(one.isPortUp()).toBe(true);
  });
});
