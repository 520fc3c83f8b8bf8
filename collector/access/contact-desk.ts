import type { Clock } from '../../kit/clock.ts';
import { fail, ok, type Result } from '../../kit/result.ts';
import type { Contact } from '../notify/recipients/contact.ts';
import type { Contacts, ContactWish, KeptContact } from '../notify/recipients/contacts.ts';
import { isOfficial, type OfficialDomains } from '../notify/recipients/official.ts';
import type { Sight } from '../report/views.ts';
import type { Sql } from '../store/sql.ts';
import type { Audit, Deed } from './audit.ts';
import { type Actor, chargeOf, mayManage, type Tree } from './caller.ts';

/** Why a change of contacts is not made. */
export type ContactRefusal =
  /** Not there, or outside what the caller looks after: told no more of. */
  | 'unknown'
  /** The unit is not one the caller looks after. */
  | 'not_allowed'
  | 'no_such_unit'
  | 'not_official'
  /** The unit has a contact of this address. */
  | 'address_taken'
  /** The unit has as many contacts as it may. */
  | 'too_many';

export interface ContactLine extends Contact {
  /** Undefined where it stands in the config. */
  readonly id: number | undefined;
  /** A mail to the address came back lately. */
  readonly bounced: boolean;
  /** False where no mail goes to its domain. */
  readonly official: boolean;
}

const MOST_OF_A_UNIT = 50;

/** A school of which nobody gets mail. */
export interface Uncovered {
  readonly id: string;
  readonly name: string;
}

/** What is left out stays; a unit of null is everyone's. */
export type ContactChange = {
  readonly [Key in Exclude<keyof ContactWish, 'unit'>]?: ContactWish[Key] | undefined;
} & { readonly unit?: string | null | undefined };

export interface ContactDeskParts {
  readonly sql: Sql;
  readonly units: Tree & { name(unit: string): string | undefined };
  readonly contacts: Contacts;
  /** Of the config. */
  readonly configured: readonly Contact[];
  /** Those of these schools, or of all, of which nobody gets mail. */
  readonly schoolsWithout: (schools?: readonly string[]) => readonly string[];
  readonly official: OfficialDomains;
  /** There is no mail server: mails are kept as files. */
  readonly keepsOnly: boolean;
  /** Writes a mail that tells nothing but that it came; undefined where none can. */
  readonly sendTest: ((contact: KeptContact) => void) | undefined;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Where people say who gets mail: an admin for all, an officer for the own unit and below, a school for itself. */
export class ContactDesk {
  readonly #parts: ContactDeskParts;

  constructor(parts: ContactDeskParts) {
    this.#parts = parts;
  }

  get official(): OfficialDomains {
    return this.#parts.official;
  }

  get canTest(): boolean {
    return this.#parts.sendTest !== undefined;
  }

  get keepsOnly(): boolean {
    return this.#parts.keepsOnly;
  }

  /** Those of the units the caller looks after; addresses of others are nobody else's business. */
  list(by: Actor): readonly ContactLine[] {
    const { contacts, configured, official, clock } = this.#parts;
    const charge = this.#charge(by);
    const now = clock.now();
    return [...configured, ...contacts.all()]
      .filter((contact) => isIn(charge, contact))
      .map((contact) => ({
        id: undefined,
        ...contact,
        bounced: contacts.bounces(contact.address, now),
        official: isOfficial(contact.address, official),
      }));
  }

  /** As people call a unit or a school. */
  unitName(unit: string): string {
    return this.#parts.units.name(unit) ?? unit;
  }

  find(by: Actor, id: number): KeptContact | undefined {
    const contact = this.#parts.contacts.one(id);
    return contact !== undefined && isIn(this.#charge(by), contact) ? contact : undefined;
  }

  /** Of the schools the caller looks after, those of which nobody gets mail. */
  uncovered(by: Actor): readonly Uncovered[] {
    const { schoolsWithout, units } = this.#parts;
    const charge = this.#charge(by);
    return schoolsWithout()
      .filter((id) => charge === undefined || charge.has(id))
      .map((id) => ({ id, name: units.name(id) ?? id }));
  }

  /** Whether a school has somebody of its own, somebody above alone, or nobody; it names nobody. */
  coverOf(school: string): 'own' | 'above' | 'nobody' {
    const { contacts, configured, schoolsWithout } = this.#parts;
    if (schoolsWithout([school]).length > 0) return 'nobody';
    const own = (contact: Contact) =>
      contact.unit === school || (contact.schools?.has(school) ?? false);
    return [...configured, ...contacts.all()].some(own) ? 'own' : 'above';
  }

  add(by: Actor, wish: ContactWish): Result<KeptContact, ContactRefusal> {
    const { sql, contacts, clock } = this.#parts;
    return sql.transaction(() => {
      const refusal = this.#refusal(by, wish);
      if (refusal !== undefined) return fail(refusal);
      if (this.#isFull(wish.unit)) return fail('too_many');
      const id = contacts.add(wish, by.name, clock.now());
      const made = id === undefined ? undefined : contacts.one(id);
      if (made === undefined) return fail('address_taken');
      this.#write(by, 'contact_added', made);
      return ok(made);
    });
  }

  change(by: Actor, id: number, wanted: ContactChange): Result<KeptContact, ContactRefusal> {
    const { sql, contacts } = this.#parts;
    return sql.transaction(() => {
      const before = this.find(by, id);
      if (before === undefined) return fail('unknown');
      const wish = changed(before, wanted);
      const refusal = this.#refusal(by, wish);
      if (refusal !== undefined) return fail(refusal);
      if (wish.unit !== before.unit && this.#isFull(wish.unit)) return fail('too_many');
      if (!contacts.change(id, wish)) return fail('address_taken');
      const after = { ...before, ...wish };
      this.#write(by, 'contact_changed', after);
      return ok(after);
    });
  }

  remove(by: Actor, id: number): Result<undefined, ContactRefusal> {
    const { sql, contacts, clock } = this.#parts;
    return sql.transaction(() => {
      const contact = this.find(by, id);
      if (contact === undefined) return fail('unknown');
      contacts.remove(id, by.name, clock.now());
      this.#write(by, 'contact_removed', contact);
      return ok(undefined);
    });
  }

  /** A mail to see that it comes; the answer is the same however often it is asked for. */
  test(by: Actor, id: number): Result<undefined, ContactRefusal> {
    const { sql, sendTest, official } = this.#parts;
    return sql.transaction(() => {
      const contact = this.find(by, id);
      if (contact === undefined || sendTest === undefined) return fail('unknown');
      if (!isOfficial(contact.address, official)) return fail('not_official');
      sendTest(contact);
      this.#write(by, 'contact_tested', contact);
      return ok(undefined);
    });
  }

  #charge(by: Actor): Sight {
    if (by.role !== 'school') return chargeOf(by, this.#parts.units);
    return new Set(by.unit === undefined ? [] : [by.unit]);
  }

  #refusal(by: Actor, { unit, address }: ContactWish): ContactRefusal | undefined {
    const { units, official } = this.#parts;
    // Asked first: whoever may not give the place learns nothing of the tree.
    if (!mayManage(this.#charge(by), { role: 'school', unit })) return 'not_allowed';
    if (unit !== undefined && units.name(unit) === undefined) return 'no_such_unit';
    return isOfficial(address, official) ? undefined : 'not_official';
  }

  #isFull(unit: string | undefined): boolean {
    return this.#parts.contacts.countOf(unit) >= MOST_OF_A_UNIT;
  }

  #write({ name: who, address }: Actor, deed: Deed, contact: KeptContact): void {
    const { audit, clock } = this.#parts;
    const { unit, duty, atOnce } = contact;
    audit.write(
      { who, address, deed, unit, subject: contact.address, detail: `${duty} ${atOnce}` },
      clock.now(),
    );
  }
}

function changed(before: ContactWish, wanted: ContactChange): ContactWish {
  const { address = before.address, name = before.name, language = before.language } = wanted;
  const { duty = before.duty, atOnce = before.atOnce } = wanted;
  const { daily = before.daily, weekly = before.weekly } = wanted;
  const { unit = before.unit } = wanted;
  return { unit: unit ?? undefined, address, name, language, duty, atOnce, daily, weekly };
}

/** Some listed schools are looked after by whoever looks after all of them. */
function isIn(charge: Sight, { unit, schools }: Contact): boolean {
  if (charge === undefined) return true;
  if (unit !== undefined) return charge.has(unit);
  return [...(schools ?? [''])].every((school) => charge.has(school));
}
