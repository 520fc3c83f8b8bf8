import type { MachineReport } from '../../../wire/machine-report.ts';

type Edition = NonNullable<MachineReport['os']['edition']>;

/**
 * How long an edition is supported, by the EditionID of `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion`. Pro for Education
 * and for Workstations have the dates of Pro; the long-term editions end in S. Source: learn.microsoft.com/lifecycle, Windows 11
 * “Home and Pro” and “Enterprise and Education”; the names as DISM /Get-Editions prints them.
 */
export function editionOf(id: string | undefined): Edition | undefined {
  const plain = id?.trim().replace(/Eval$/, '').replace(/N$/, '') ?? '';
  if (/^(IoT)?EnterpriseSK?$/.test(plain)) return 'ltsc';
  if (/^(Enterprise|EnterpriseG|IoTEnterprise|IoTEnterpriseK|Education|ServerRdsh)$/.test(plain))
    return 'enterprise_education';
  const homeOrPro =
    /^(Core(SingleLanguage|CountrySpecific)?|Professional(Education|Workstation|SingleLanguage|CountrySpecific)?|Cloud(Edition)?)$/;
  return homeOrPro.test(plain) ? 'home_pro' : undefined;
}

/** `26100.4061`; the revision is left out where it isn't known. */
export const buildOf = (build: string | undefined, revision: number | undefined) =>
  build === undefined || !/^\d{4,6}$/.test(build)
    ? undefined
    : `${build}${revision === undefined ? '' : `.${revision}`}`;
