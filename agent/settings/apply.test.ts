import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../kit/units.ts';
import { type AgentConfig, parseAgentConfig } from '../config.ts';
import { discoveryOf } from '../probes/onvif/discovery-options.ts';
import { readSettings, withSettings } from './apply.ts';

const FILE = `
collector: { url: https://hatang.example.vn }
subnets: [192.168.1.0/24]
ship: { every: 3s, backlog_rate: 5 }
server: { every: 60s }
uplink:
  targets: [{ name: center, tcp: hatang.example.vn:443 }]
  bandwidth: { server: https://hatang.example.vn }
services: { list: [{ name: portal, url: https://truong.example.vn/ }] }
cameras:
  deadline: 45s
  list: [{ id: cam, name: Cổng, address: 192.168.1.9, user: xem, password: planted-secret }]
labs: { rooms: [{ id: p1, name: P1, seats: 30 }] }
`;

function config(text = FILE): AgentConfig {
  const read = parseAgentConfig(text, '/nowhere/agent.yaml', { env: {}, checkModes: false });
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.value;
}

function applied(written: unknown, to = config()) {
  const settings = readSettings(written);
  if (!settings.ok) throw new Error(settings.problem);
  return withSettings(to, settings.value);
}

function changed(written: unknown, to = config()): AgentConfig {
  const done = applied(written, to);
  if (!done.ok) throw new Error(done.problem);
  return done.value;
}

const EVERYTHING = {
  ship: { every: '10s', backlog_rate: 50 },
  server: { every: '5m' },
  uplink: {
    every: '1m',
    bandwidth: {
      every: '12h',
      lessons: { days: [1, 2], from: '08:00', to: '16:00' },
      night: { from: '23:00', to: '04:00' },
    },
  },
  ...{ services: { every: '10m' }, machines: { every: '10m' }, cameras: { every: '2m' } },
  ...{ recorders: { every: '2m' }, discovery: { every: '2h' }, hosts: { every: '48h' } },
  labs: { every: '2h', school_days: { days: [1], holidays: ['2027-01-01'] } },
};

describe('the school’s file with the centre’s settings over it', () => {
  it('has the centre’s cadences, days and pace', () => {
    expect(changed(EVERYTHING)).toMatchObject({
      ship: { every: seconds(10), backlog_rate: 50 },
      uplink: {
        every: minutes(1),
        bandwidth: { every: minutes(720), lessons: { days: [1, 2] }, night: { from: '23:00' } },
      },
      cameras: { every: minutes(2), deadline: seconds(45) },
      labs: { school_days: { holidays: [{ from: '2027-01-01', to: '2027-01-01' }] } },
    });
  });

  it('is the file itself where nothing is set', () => {
    expect(changed({})).toEqual(config());
  });

  it('touches nothing else: no device, address, account, target or server differs', () => {
    const before = config();
    const after = changed(EVERYTHING);
    const rest = ({ ship: _s, ...others }: AgentConfig) => ({
      ...others,
      server: { ...others.server, every: 0 },
      uplink: { ...others.uplink, every: 0, bandwidth: others.uplink?.bandwidth?.server },
      services: { ...others.services, every: 0 },
      cameras: { ...others.cameras, every: 0 },
      labs: { ...others.labs, every: 0, school_days: 0 },
      ...{ discovery: 0, hosts: 0 },
    });
    expect(rest(after)).toEqual(rest(before));
  });

  it('brings about no section that is not there, and no search that is off or without subnets', () => {
    const bare = config('collector: { url: https://hatang.example.vn }\nhosts: off\n');
    const after = changed(EVERYTHING, bare);
    expect({ ...after, ship: bare.ship, discovery: bare.discovery }).toEqual(bare);
    expect(discoveryOf(after)).toBeUndefined();
  });

  it('refuses a cadence shorter than a pass may take at this school, and says both figures', () => {
    expect(applied({ cameras: { every: '30s' } })).toEqual({
      ok: false,
      problem: 'cameras.every: 30 s is shorter than the deadline here, 45 s',
    });
  });

  it.each([
    [{ cameras: { every: '1s' } }, 'cameras.every'],
    [{ cameras: { list: [] } }, 'cameras'],
    [{ collector: { url: 'http://evil.example' } }, 'collector'],
    [null, 'settings'],
  ])('refuses %j and names the place', (written, at) => {
    const read = readSettings(written);
    expect(read.ok ? '' : read.problem).toContain(at);
  });
});
