import { describe, expect, it } from 'vitest';
import { AgentConfigRequest, CADENCES, CentreSettings } from '../../wire/agent-config.ts';
import {
  cadenceFields,
  configAsked,
  fieldsAt,
  otherFields,
  settingsSaid,
} from './agent-config-form.ts';

const FULL = {
  ...Object.fromEntries(Object.entries(CADENCES).map(([key, [least]]) => [key, least])),
  'ship.backlog_rate': '12,5',
  'uplink.bandwidth.lessons.days': '1, 2,3 4',
  'uplink.bandwidth.lessons.from': '07:00',
  'uplink.bandwidth.lessons.to': '17:00',
  'uplink.bandwidth.night.from': '22:30',
  'uplink.bandwidth.night.to': '05:00',
  'labs.school_days.days': '1;2;3',
  'labs.school_days.holidays': '2027-01-01, 2027-02-08',
};
const settingsOf = (asked: object) => AgentConfigRequest.parse(asked).settings;

describe('the form for agents’ settings', () => {
  it('has a field for everything the centre may set', () => {
    const asked = configAsked({ ...FULL, unit: ' thcs-a ', note: 'x', _csrf: 'y' });
    expect(AgentConfigRequest.safeParse(asked).success).toBe(true);
    const sections = Object.keys(settingsOf(asked)).sort();
    expect(sections).toEqual(Object.keys(CentreSettings.shape).sort());
    expect([...cadenceFields, ...otherFields].map(({ key }) => key).sort()).toEqual(
      Object.keys(FULL).sort(),
    );
    expect(asked).toMatchObject({ unit: 'thcs-a', settings: { ship: { backlog_rate: 12.5 } } });
  });

  it('sets nothing by fields left empty', () => {
    const empty = Object.fromEntries(Object.keys(FULL).map((key) => [key, ' ']));
    expect(configAsked({ ...empty, unit: '' })).toEqual({ settings: {}, note: '' });
  });

  it.each([
    ['cameras.every', '1 giây'],
    ['ship.backlog_rate', 'nhanh'],
    ['labs.school_days.days', 'thứ Hai'],
    ['labs.school_days.holidays', '01/01/2027'],
    ['uplink.bandwidth.lessons.to', '06:00'],
  ])('names the field %s when %j stands there', (key, typed) => {
    const read = AgentConfigRequest.safeParse(configAsked({ ...FULL, [key]: typed }));
    const paths = read.error?.issues.map(({ path }) => path.join('.')) ?? [];
    expect(fieldsAt(paths).map((field) => field.key)).toEqual([key]);
  });

  it('says each setting in words, by the order of its fields', () => {
    expect(
      settingsSaid({
        labs: { school_days: { days: [1, 2], holidays: [] } },
        cameras: { every: '60s' },
      }).map(({ label, value }) => `${label.en}: ${value}`),
    ).toEqual(['Cameras: 60s', 'School days of the labs (1 is Monday): 1, 2', 'Holidays: ']);
  });
});
