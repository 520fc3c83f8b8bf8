import * as z from 'zod';
import { loadConfig } from '../../kit/load-config.ts';
import type { CollectorConfig } from '../config.ts';
import type { OwnRules } from './merge.ts';

/** As an agent has them that was told nothing. */
const USUAL_HOURS = { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' };

/**
 * What this centre changes in the shipped standards, so that every school judges itself as the centre does. A centre with
 * standards of its own in place of the shipped ones sends no overrides: they would fit nothing at an agent.
 */
export function ownRules({
  standards,
  school_hours: hours,
}: Pick<CollectorConfig, 'standards' | 'school_hours'>): OwnRules {
  const overrides =
    standards.folder === undefined && standards.overrides !== undefined
      ? readOverrides(standards.overrides)
      : undefined;
  const usual = JSON.stringify(hours) === JSON.stringify(USUAL_HOURS);
  if (overrides === undefined && usual) return undefined;
  return {
    ...(overrides === undefined ? {} : { overrides }),
    ...(usual ? {} : { school_hours: hours }),
  };
}

/** The file was found right when the standards were loaded. */
function readOverrides(file: string): Record<string, z.core.util.JSONType> {
  const read = loadConfig(file, z.record(z.string(), z.json()), { env: {}, checkModes: false });
  return read.ok ? read.value : {};
}
