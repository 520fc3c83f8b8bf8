import type { Sight } from '../../report/sight.ts';
import type { Contact } from './contact.ts';
import { type Chains, hearingOf, ofTheCentre, readersOf, withoutContact } from './hearing.ts';
import type { Hearing, Recipients } from './recipients.ts';

export interface PeopleParts {
  /** Of the config: looked after where it stands. */
  readonly configured: readonly Contact[];
  readonly contacts: { all(): readonly Contact[]; of(address: string): readonly Contact[] };
  /** Nobody else gets mail, whatever the config said when they were entered. */
  readonly mayHear: (address: string) => boolean;
  readonly units: {
    schoolsBelow(unit: string): ReadonlySet<string>;
    schoolIds(): readonly string[];
    /** Each with the units above it, itself first. */
    chainsTo(schools: readonly string[]): Chains;
    /** Units with none above them that are no schools. */
    tops(): ReadonlySet<string>;
  };
}

/** Who hears of what, by the config and the table of contacts as they stand when asked. */
export class People implements Recipients {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  hearing({ schools, ...ask }: Parameters<Recipients['hearing']>[0]): readonly Hearing[] {
    const { units } = this.#parts;
    const contacts = this.#all();
    if (schools.length === 0) return ofTheCentre(contacts, units.tops(), ask);
    return hearingOf(contacts, units.chainsTo(schools), ask);
  }

  readers(digest: 'daily' | 'weekly'): readonly Hearing[] {
    const readers = this.#all().filter((contact) => contact[digest]);
    return readersOf(readers, this.#everySchool());
  }

  /** Those of these schools of which nobody gets mail of any kind; of all where none are named. */
  schoolsWithout(schools?: readonly string[]): readonly string[] {
    const { units } = this.#parts;
    const chains = schools === undefined ? this.#everySchool() : units.chainsTo(schools);
    return withoutContact(this.#all(), chains);
  }

  /**
   * Whether the address is a contact's whose unit lies wholly within this sight. Who sees one school alone may be that
   * school, and reads of no unit above it.
   */
  known(address: string, sight: Sight): boolean {
    if (sight === undefined) return true;
    const { configured, contacts } = this.#parts;
    const same = address.toLowerCase();
    return [...configured, ...contacts.of(address)].some(
      (contact) => contact.address.toLowerCase() === same && this.#isWithin(contact, sight),
    );
  }

  #isWithin({ unit, schools }: Contact, sight: ReadonlySet<string>): boolean {
    if (unit === undefined) return schools !== undefined && areWithin(schools, sight);
    if (sight.has(unit)) return true;
    const below = this.#parts.units.schoolsBelow(unit);
    return sight.size > 1 && below.size > 0 && areWithin(below, sight);
  }

  #all(): readonly Contact[] {
    const { configured, contacts, mayHear } = this.#parts;
    return [...configured, ...contacts.all()].filter(({ address }) => mayHear(address));
  }

  #everySchool(): Chains {
    const { units } = this.#parts;
    return units.chainsTo(units.schoolIds());
  }
}

const areWithin = (schools: ReadonlySet<string>, sight: ReadonlySet<string>): boolean =>
  [...schools].every((school) => sight.has(school));
