import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../config.ts';
import { starterConfig } from './starter.ts';

const read = (changes: Partial<Parameters<typeof starterConfig>[0]> = {}) => {
  const text = starterConfig({
    agent: 'may-chu',
    collector: 'https://hatang.example.vn',
    data: './data',
    subnets: ['192.168.1.0/24'],
    ...changes,
  });
  return parseAgentConfig(text, '/school/agent.yaml', { env: {}, checkModes: true });
};

describe('the first config of a school', () => {
  it('is complete: the centre, the own networks, the line, the systems of the school year', () => {
    expect(read()).toMatchObject({
      ok: true,
      value: {
        agent: 'may-chu',
        data: '/school/data',
        subnets: ['192.168.1.0/24'],
        discovery: { every: 3_600_000 },
        server: { id: 'server' },
        services: { shipped: true, list: [] },
        uplink: {
          targets: [{ name: 'center', tcp: 'hatang.example.vn:443' }],
          bandwidth: { server: 'https://hatang.example.vn' },
        },
        cameras: { list: [] },
        labs: { listen: 'off', rooms: [] },
        declarations: {},
      },
    });
  });

  it('measures by the echo of a centre that names its port', () => {
    expect(read({ collector: 'http://10.1.2.3:8480' })).toMatchObject({
      ok: true,
      value: { uplink: { targets: [{ name: 'center', udp_echo: '10.1.2.3:8480' }] } },
    });
  });

  it('searches nowhere on a machine without a private network', () => {
    expect(read({ subnets: [] })).toMatchObject({
      ok: true,
      value: { subnets: [], discovery: 'off' },
    });
  });

  it('takes any path for its data', () => {
    expect(read({ data: 'C:\\Program Data\\hatang "1"' })).toMatchObject({ ok: true });
  });
});
