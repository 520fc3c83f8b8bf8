import { domainToASCII } from 'node:url';
import * as z from 'zod';

/**
 * Domains of the sector's own mail. Directive 772/GDĐT, II.2: units and leaders work by e-mail in @hcm.edu.vn, @*.edu.vn,
 * @moet.edu.vn or sgddt@tphcm.gov.vn, none of them by a private mailbox.
 */
const OF_THE_SECTOR = ['hcm.edu.vn', '*.edu.vn', 'moet.edu.vn', 'tphcm.gov.vn'] as const;

const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

const Domain = z.string().transform((text, context) => {
  const pattern = patternOf(text.trim());
  if (HOST.test(pattern)) return pattern;
  context.addIssue({
    code: 'custom',
    message: 'expected a domain such as hcm.edu.vn, or *.edu.vn for all below it',
  });
  return z.NEVER;
});

/** `any`: every address may get mail. */
export const OfficialDomains = z
  .union([z.literal('any'), z.array(Domain).min(1)])
  .default([...OF_THE_SECTOR]);
export type OfficialDomains = z.infer<typeof OfficialDomains>;

/** Whether mail may go there. `*.edu.vn` is any depth below edu.vn, and not edu.vn itself. */
export function isOfficial(address: string, official: OfficialDomains): boolean {
  if (official === 'any') return true;
  const domain = asciiDomain(address.slice(address.lastIndexOf('@') + 1));
  if (domain === '') return false;
  return official.some((pattern) =>
    pattern.startsWith('*.') ? domain.endsWith(pattern.slice(1)) : domain === pattern,
  );
}

/** As people read the list: `hcm.edu.vn, *.edu.vn`. */
export const sayOfficial = (official: OfficialDomains): string =>
  official === 'any' ? 'any' : official.map((domain) => `@${domain}`).join(', ');

/** Source: RFC 5321 §4.5.3.1.3, without the angle brackets. */
const LONGEST = 254;
const LOCAL_PART = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}$/;

/** A mail address with its domain as name servers know it, lower case; undefined where it is none. */
export function addressOf(text: string): string | undefined {
  const typed = text.trim();
  const at = typed.lastIndexOf('@');
  if (typed.length > LONGEST) return undefined;
  const [local, domain] = [typed.slice(0, at), asciiDomain(typed.slice(at + 1))];
  const address = `${local}@${domain}`;
  const isOne =
    at > 0 && LOCAL_PART.test(local) && z.email().max(LONGEST).safeParse(address).success;
  return isOne ? address : undefined;
}

/** Empty where it is no domain. What would end a host in a URL is asked for first: the converter stops there and says nothing. */
const asciiDomain = (domain: string): string =>
  /[\s/\\?#@:]/.test(domain) ? '' : domainToASCII(domain).toLowerCase();

const patternOf = (text: string): string =>
  text.startsWith('*.') ? `*.${asciiDomain(text.slice(2))}` : asciiDomain(text);
