import { expect, it } from 'vitest';
import { buildOf, editionOf } from './windows-names.ts';

it.each([
  ...['Core', 'CoreN', 'CoreSingleLanguage', 'CoreCountrySpecific', 'Professional'],
  ...[
    'ProfessionalN',
    'ProfessionalEducation',
    'ProfessionalEducationN',
    'ProfessionalWorkstation',
  ],
])('%s is supported as long as Home and Pro', (id) => {
  expect(editionOf(id)).toBe('home_pro');
});

it.each([
  'Education',
  'EducationN',
  'Enterprise',
  'EnterpriseN',
  'EnterpriseEval',
  'IoTEnterprise',
])('%s is supported as long as Enterprise and Education', (id) => {
  expect(editionOf(id)).toBe('enterprise_education');
});

it.each(['EnterpriseS', 'EnterpriseSN', 'EnterpriseSEval', 'IoTEnterpriseS'])(
  '%s is a long-term edition',
  (id) => {
    expect(editionOf(id)).toBe('ltsc');
  },
);

it.each(['ServerStandard', '', 'Pro', 'EnterpriseX'])('%s is no edition we know', (id) => {
  expect(editionOf(id)).toBeUndefined();
});

it.each([
  ['26100', 4061, '26100.4061'],
  ['19045', undefined, '19045'],
  ['next', 1, undefined],
  [undefined, 1, undefined],
])('the build %s with the revision %s is said as %s', (build, revision, said) => {
  expect(buildOf(build, revision)).toBe(said);
});
