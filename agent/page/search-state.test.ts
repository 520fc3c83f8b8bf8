import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { epochMs, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { CameraOptions } from '../probes/onvif/options.ts';
import { searchState } from './search-state.ts';
import { snippetFor } from './snippet.ts';

const at = epochMs(Date.parse('2026-11-23T01:00:00Z'));
const fact = (measurement: string, tags: Fact['tags'], fields: Fact['fields']): Fact => ({
  ...{ measurement, tags, fields, at },
});
const device = (id: string) => ({ id, kind: 'camera', name: id, every: seconds(60) }) as const;

describe('how the last search stands', () => {
  it('holds one for gone whose own probe found nothing either', () => {
    const facts = [
      fact('discovery', { device: 'may-chu' }, { found: 0, duration_s: 5 }),
      fact('camera', { device: 'off' }, { up: false }),
      fact('camera', { device: 'quiet' }, { up: true }),
    ];
    const { gone } = searchState(facts, ['off', 'quiet', 'new'].map(device), undefined);
    expect(gone.map(({ id }) => id)).toEqual(['off']);
  });

  it('holds nobody for gone before the first search', () => {
    const facts = [fact('camera', { device: 'off' }, { up: false })];
    expect(searchState(facts, [device('off')], undefined)).toMatchObject({ gone: [] });
  });
});

describe('the lines to paste', () => {
  it.each([
    ['192.168.1.9:80', 'Cổng: "1" # không', 'cam-192-168-1-9'],
    ['192.168.1.9:8899', `\${env:HOME}`, 'cam-192-168-1-9-8899'],
    ['192.168.1.9', '\n- id: x', 'cam-192-168-1-9'],
    ['192.168.1.9', '$', 'cam-192-168-1-9'],
  ])('for %s named %j are a camera of the config', (address, name, id) => {
    const found = { address, host: '192.168.1.9', endpoint: undefined, hardware: undefined };
    const text = snippetFor({
      ...{ ...found, name, configuredAs: undefined, movedFrom: undefined, simulated: false },
    });
    const { list } = CameraOptions.parse(parse(`list:\n${text}`));
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({ id, address, password: `\${file:secrets/${id}}` });
    expect(list[0]?.name).not.toContain('$');
  });
});
