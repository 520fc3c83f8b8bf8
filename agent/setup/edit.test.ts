import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseAgentConfig } from '../config.ts';
import {
  addCamera,
  changedSections,
  edited,
  setAccount,
  setCommunity,
  setContract,
  setDeclarations,
  setLabListen,
  setRooms,
} from './edit.ts';

const sample = readFileSync(new URL('../../config/agent.sample.yaml', import.meta.url), 'utf8');
const comments = (text: string): readonly string[] => text.match(/#.*$/gm) ?? [];
const keys = (text: string): readonly string[] => Object.keys(parse(text));
const account = { user: 'xem', passwordFile: 'secrets/x' };
const camera = { id: 'c', name: 'C', zone: undefined, address: '192.168.1.9', account };

describe('a change to the config', () => {
  it('keeps every comment of the sample, and the order of its sections', () => {
    const after = edited(sample, [
      setContract({ down: 500, up: 250 }),
      setDeclarations({ fibre: false, pupils: 900 }),
      addCamera(camera),
      setAccount('recorders', 'nvr-01', account),
      setCommunity('secrets/y'),
    ]);
    expect(comments(after)).toEqual(comments(sample));
    expect(keys(after)).toEqual(keys(sample));
    expect(parse(after)).toMatchObject({
      uplink: { contract: { down: '500Mbit/s', up: '250Mbit/s' }, id: 'line' },
      declarations: { fibre: false, pupils: 900 },
      cameras: { list: [{ id: 'cam-01' }, { id: 'c', user: 'xem' }] },
      recorders: { list: [{ id: 'nvr-01', user: 'xem', address: '192.168.1.200' }] },
    });
  });

  it('makes the sections that are not there', () => {
    const rooms = [{ id: 'p1', name: 'P1', seats: 40 }];
    const after = edited('collector: { url: http://x }\n', [
      setContract({ down: 1.5, up: 1 }),
      setDeclarations({ fibre: true }),
      addCamera(camera),
      setLabListen('10.0.0.1:8483'),
      setRooms(rooms),
    ]);
    expect(parse(after)).toEqual({
      collector: { url: 'http://x' },
      uplink: { targets: [], contract: { down: '1.5Mbit/s', up: '1Mbit/s' } },
      declarations: { fibre: true },
      cameras: {
        list: [
          {
            ...{ id: 'c', name: 'C', address: '192.168.1.9', user: 'xem' },
            password: `\${file:secrets/x}`,
          },
        ],
      },
      labs: { listen: '10.0.0.1:8483', rooms },
    });
  });

  it('takes out what is no longer so', () => {
    const before = edited(sample, [setContract({ down: 1, up: 1 })]);
    const after = edited(before, [setContract(undefined), setDeclarations({ fibre: undefined })]);
    expect(parse(after).uplink).not.toHaveProperty('contract');
    expect(parse(after).declarations).toEqual({});
    // Found by fuzzing: a contract taken out of a section that is not there.
    expect(edited('agent: a\n', [setContract(undefined)])).toBe('agent: a\n');
  });

  it('keeps what a room says beside', () => {
    const before =
      'labs:\n  rooms:\n    - { id: a, name: A, seats: 1, subnets: [10.0.0.0/24] } # A\n';
    const after = edited(before, [setRooms([{ id: 'a', name: 'B', seats: 2, pupils: 3 }])]);
    expect(parse(after).labs.rooms).toEqual([
      { id: 'a', name: 'B', seats: 2, pupils: 3, subnets: ['10.0.0.0/24'] },
    ]);
  });

  it('writes whatever name a person gives so that it is read back as given', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(name, (given) => {
        const after = edited('collector: { url: http://x }\n', [
          addCamera({ ...camera, name: given, account: undefined }),
        ]);
        const config = parseAgentConfig(after, '/x/agent.yaml', { env: {}, checkModes: true });
        if (!given.includes('${'))
          expect(config).toMatchObject({
            ok: true,
            value: { cameras: { list: [{ name: given }] } },
          });
      }),
    );
  });

  it('is told section by section', () => {
    const after = edited(sample, [setDeclarations({ pupils: 5 })]);
    expect(keys(changedSections(sample, after))).toEqual(['declarations']);
  });
});
