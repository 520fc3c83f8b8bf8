import type { Rule } from '../collector/alert/rule.ts';
import { minutes, ms, seconds } from '../kit/units.ts';

const both = (text: string) => ({ vi: text, en: text });

/** A rule with the least that the engine needs; what a test is about is put over it. */
export const alertRule = (id: string, over: Partial<Rule> = {}): Rule => ({
  id,
  severity: 'critical',
  scope: 'device',
  reads: 'camera',
  observations: 2,
  hold: ms(0),
  hours: 'always',
  tell: 'at_once',
  duties: ['technical'],
  escalate: undefined,
  parents: [],
  cuts: false,
  hangs: false,
  gather: undefined,
  words: {
    title: both(id),
    noun: both('Thiết bị'),
    nouns: both('thiết bị'),
    opened: both('{device} hỏng'),
    resolved: both('{device} đã hoạt động lại'),
    cause: both('{device} hỏng từ {since}.{unseen}'),
    advice: both('Kiểm tra.'),
  },
  ...over,
});

const FLEET = {
  by: ['ward', 'provider', 'city'],
  least: 3,
  within: minutes(2),
  wait: seconds(20),
} as const;
const IN_SCHOOL = { by: ['school'], least: 3, within: minutes(2), wait: seconds(60) } as const;
const CUT_OFF = ['silent', 'line'];

/** The rules of a small world: a school's agent and line, its switch, recorder, cameras and machines. */
export const worldRules: readonly Rule[] = [
  alertRule('silent', { scope: 'school', reads: 'receipts', observations: 1, gather: FLEET }),
  alertRule('line', { scope: 'school', parents: ['silent'], gather: FLEET }),
  alertRule('switch', { parents: CUT_OFF, cuts: true, hangs: true }),
  alertRule('recorder', { parents: CUT_OFF, cuts: true, hangs: true }),
  alertRule('camera', { parents: CUT_OFF, hangs: true, gather: IN_SCHOOL }),
];
