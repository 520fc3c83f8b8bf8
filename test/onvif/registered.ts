import { expect } from 'vitest';
import type { Fact } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';

const KINDS = { float: 'number', integer: 'number', boolean: 'boolean', string: 'string' } as const;

/** Holds facts to the register: names, types, and every required tag. */
export function expectRegistered(facts: readonly Fact[]): void {
  for (const { measurement, tags, fields } of facts) {
    const spec = specOf(measurement);
    expect(spec, measurement).toBeDefined();
    for (const name of Object.keys(spec?.tags ?? {})) expect(tags[name], name).toBeDefined();
    for (const [name, value] of Object.entries(fields)) {
      const type = spec?.fields[name]?.type;
      expect(type, `${measurement} ${name}`).toBeDefined();
      if (type !== undefined) expect(typeof value, `${measurement} ${name}`).toBe(KINDS[type]);
      if (type === 'integer') expect(Number.isInteger(value), `${measurement} ${name}`).toBe(true);
    }
  }
}
