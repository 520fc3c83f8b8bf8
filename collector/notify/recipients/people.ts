import type { Contact } from './contact.ts';
import { type Chains, hearingOf, ofTheCentre, readersOf, withoutContact } from './hearing.ts';
import type { Hearing, Recipients } from './recipients.ts';

export interface PeopleParts {
  /** Of the config: looked after where it stands. */
  readonly configured: readonly Contact[];
  readonly contacts: { all(): readonly Contact[] };
  readonly units: {
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

  #all(): readonly Contact[] {
    return [...this.#parts.configured, ...this.#parts.contacts.all()];
  }

  #everySchool(): Chains {
    const { units } = this.#parts;
    return units.chainsTo(units.schoolIds());
  }
}
