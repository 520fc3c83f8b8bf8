import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWithPeers } from '../peers.ts';
import { DEFAULT_LINE, namespaceOf, PLACES } from './line.ts';
import { namespaces, raiseLine } from './line-door.ts';

describeWithPeers(['ip', 'tc', 'ethtool', 'root'], 'a real line between namespaces', () => {
  it('stands with every place on it, and leaves nothing behind when it is closed', async () => {
    const prefix = `hlv${process.pid}`;
    const line = await raiseLine({
      ...DEFAULT_LINE,
      prefix,
      delayMs: 0,
      congestion: 'reno',
      counterAgeS: undefined,
      lifeS: 60,
    });
    const names = PLACES.map((place) => namespaceOf(prefix, place));
    try {
      expect(namespaces()).toEqual(expect.arrayContaining(names));
      const shaper = await line.run('isp', ['tc', '-s', 'qdisc', 'show', 'dev', 'rtr']);
      expect(shaper.out).toContain('rate 100Mbit');
      const route = await line.run('agt', ['ip', 'route', 'get', '10.99.2.2']);
      expect(route.out).toContain('via 10.99.10.1');
    } finally {
      await line.close();
    }
    expect(namespaces().filter((name) => names.includes(name))).toEqual([]);
    expect(existsSync(line.folder)).toBe(false);
  });
});
