import { beforeAll, beforeEach } from 'vitest';
import type { Fields } from '../collector/alert/rule.ts';
import type { RuleSet } from '../collector/alert/rules/rule-set.ts';
import { AlertStage, shippedRules } from './alert-stage.ts';

export const DEAD: Fields = { up: false, state: 'unreachable', error: 'connect ETIMEDOUT' };
export const LIVE: Fields = { up: true, state: 'live' };

/** For each test of a file a school with a camera, a lab machine and a line, under the shipped rules. */
export function schoolOfTests(): {
  stage: AlertStage;
  readonly rules: RuleSet;
  open(): readonly string[];
} {
  const given: { stage?: AlertStage; rules?: RuleSet } = {};
  beforeAll(async () => {
    given.rules = await shippedRules();
  });
  beforeEach(() => {
    given.stage = new AlertStage({ rules: needed(given.rules) });
    given.stage.inventory({
      c1: ['camera', 'Cổng trường'],
      m1: ['machine', 'Máy 01'],
      l: ['uplink', 'Cáp quang'],
    });
  });
  return {
    get stage() {
      return needed(given.stage);
    },
    set stage(stage) {
      given.stage = stage;
    },
    get rules() {
      return needed(given.rules);
    },
    open: () =>
      needed(given.stage)
        .database.all("SELECT rule, device FROM incident WHERE state = 'open' ORDER BY rule")
        .map(({ rule, device }) => (device === null ? `${rule}` : `${rule} ${device}`)),
  };
}

function needed<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('asked for before a test began');
  return value;
}
