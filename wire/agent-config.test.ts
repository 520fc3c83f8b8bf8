import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AgentSettings, CADENCES, CentreSettings } from './agent-config.ts';

interface Leaf {
  readonly path: readonly string[];
  readonly type: string;
}
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: unknown;
  readonly items?: Shape;
}

/** Every place of the schema where a value may stand, read from the schema itself: none can be forgotten. */
function leavesOf(shape: Shape, path: readonly string[] = []): readonly Leaf[] {
  if (shape.properties !== undefined) {
    expect(shape.additionalProperties, `${path.join('.')} takes no other key`).toBe(false);
    return Object.entries(shape.properties).flatMap(([name, below]) =>
      leavesOf(below, [...path, name]),
    );
  }
  if (shape.items !== undefined) return leavesOf(shape.items, [...path, '0']);
  return [{ path, type: shape.type ?? 'anything' }];
}

const shapeOf = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;

/** A document with this value at this place and, around it, what its section needs. */
function documentWith([name = '', ...rest]: readonly string[], value: unknown): unknown {
  if (name === '') return value;
  const below = documentWith(rest, value);
  if (name === '0') return [below];
  if (name === 'days' || name === 'from' || name === 'to' || name === 'holidays')
    return { days: [1], from: '07:00', to: '17:00', [name]: below };
  return { [name]: below };
}

const HOSTILE = [
  'http://evil.example/',
  'evil.example:80',
  '10.0.0.1',
  '10.0.0.0/8',
  '::1',
  '/etc/passwd',
  '$' + '{file:/etc/passwd}',
  '$' + '{env:HOME}',
  'admin',
  'password',
  '60s http://evil.example',
  '',
];

describe('what the centre may set', () => {
  const leaves = leavesOf(shapeOf(CentreSettings));

  it('has the leaves this test walks', () => {
    expect(leaves.length).toBeGreaterThanOrEqual(Object.keys(CADENCES).length + 8);
    expect(leaves.some(({ type }) => type === 'anything')).toBe(false);
  });

  it.each(leaves.filter(({ type }) => type === 'string').map(({ path }) => path))(
    'takes no address, URL, file, account or subnet at %s',
    (...path) => {
      for (const value of HOSTILE) {
        const read = CentreSettings.safeParse(documentWith(path, value));
        const at = path.join('.');
        expect(read.success, `${at} takes ${value}`).toBe(false);
        const places = read.error?.issues.map((issue) => issue.path.join('.')) ?? [];
        expect(places, `${at} is refused for itself`).toContain(at);
      }
    },
  );

  it.each(['url', 'address', 'list', 'targets', 'server', 'user', 'password', 'subnets', 'listen'])(
    'has no key %s, in no section',
    (key) => {
      const sections = Object.keys(CentreSettings.shape);
      for (const section of sections) {
        const read = CentreSettings.safeParse({ [section]: { [key]: 'x' } });
        expect(read.success, `${section}.${key}`).toBe(false);
      }
      const bandwidth = CentreSettings.safeParse({ uplink: { bandwidth: { [key]: 'x' } } });
      expect(bandwidth.success).toBe(false);
    },
  );

  it('sends beside it nothing but rules of judging', () => {
    const { standards, ...others } = AgentSettings.shape;
    expect(Object.keys(others)).toEqual(Object.keys(CentreSettings.shape));
    const keys = leavesOf(shapeOf(standards.unwrap().omit({ overrides: true })));
    expect(keys.map(({ path }) => path.join('.'))).toEqual([
      'school_hours.days.0',
      'school_hours.from',
      'school_hours.to',
    ]);
  });

  it.each(Object.entries(CADENCES))('bounds %s to %j', (key, [least, most]) => {
    const takes = (value: string) =>
      CentreSettings.safeParse(documentWith(key.split('.'), value)).success;
    expect([least, most].map(takes)).toEqual([true, true]);
    expect(['1ms', '900d', '0s'].map(takes)).toEqual([false, false, false]);
  });

  it.each([
    [{ ship: { backlog_rate: 0.5 } }],
    [{ ship: { backlog_rate: 201 } }],
    [{ ship: { backlog_rate: Number.NaN } }],
    [{ uplink: { bandwidth: { lessons: { days: [1], from: '17:00', to: '07:00' } } } }],
    [{ uplink: { bandwidth: { lessons: { days: [8], from: '07:00', to: '17:00' } } } }],
    [{ labs: { school_days: { days: [1], holidays: Array(101).fill('2027-01-01') } } }],
    [{ labs: { school_days: { days: [] } } }],
    [[]],
    ['60s'],
  ])('refuses %j', (settings) => {
    expect(CentreSettings.safeParse(settings).success).toBe(false);
  });
});
