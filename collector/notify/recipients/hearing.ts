import type { Duty, Severity } from '../../alert/rule.ts';
import { type Contact, hearsAnything, hearsAtOnce } from './contact.ts';
import type { Hearing } from './recipients.ts';

/** Each school with the units above it, itself first, the highest last. */
export type Chains = ReadonlyMap<string, readonly string[]>;

export interface Ask {
  readonly severity: Severity;
  readonly duties: readonly Duty[];
}

/** Who is told at once of an incident of these schools, each address once. */
export function hearingOf(contacts: readonly Contact[], chains: Chains, ask: Ask): Hearing[] {
  const levelsOf = placed(contacts.filter((contact) => hearsAtOnce(contact, ask.severity)));
  const gathered = new Gathered();
  for (const [school, chain] of chains)
    for (const contact of ofDuties(levelsOf(school, chain), ask.duties))
      gathered.add(contact, school);
  return gathered.all();
}

/** Who reads a digest: with every school at or below the own unit, those without any too. */
export function readersOf(contacts: readonly Contact[], chains: Chains): Hearing[] {
  const levelsOf = placed(contacts);
  const gathered = new Gathered();
  for (const contact of contacts) gathered.meet(contact);
  for (const [school, chain] of chains)
    for (const contact of levelsOf(school, chain).flat()) gathered.add(contact, school);
  return gathered.all();
}

/** Of an incident of the collector itself: those who look after all; where there are none, those of the highest units. */
export function ofTheCentre(contacts: readonly Contact[], tops: ReadonlySet<string>, ask: Ask) {
  const hearing = contacts.filter((contact) => hearsAtOnce(contact, ask.severity));
  const all = hearing.filter(isOfAll);
  const top = hearing.filter(({ unit }) => unit !== undefined && tops.has(unit));
  const gathered = new Gathered();
  for (const contact of ofDuties([all.length > 0 ? all : top], ask.duties)) gathered.meet(contact);
  return gathered.all();
}

/** The schools of which nobody gets mail of any kind. */
export function withoutContact(contacts: readonly Contact[], chains: Chains): readonly string[] {
  const levelsOf = placed(contacts.filter(hearsAnything));
  return [...chains]
    .filter(([school, chain]) => levelsOf(school, chain).length === 0)
    .map(([school]) => school);
}

const isOfAll = ({ unit, schools }: Contact): boolean =>
  unit === undefined && schools === undefined;

/** Those at or above a school, by level, the nearest first; levels nobody stands at are left out. */
function placed(contacts: readonly Contact[]) {
  const at = Map.groupBy(contacts, ({ unit }) => unit ?? '');
  return (school: string, chain: readonly string[]): readonly (readonly Contact[])[] =>
    [...chain, '']
      .map((unit) => (at.get(unit) ?? []).filter(({ schools }) => schools?.has(school) ?? true))
      .filter((level) => level.length > 0);
}

/** Of those who would hear, those with one of the duties; where there are none, whoever is nearest: none goes unheard. */
function ofDuties(
  levels: readonly (readonly Contact[])[],
  duties: readonly Duty[],
): readonly Contact[] {
  const wanted = levels.flat().filter(({ duty }) => duties.includes(duty));
  return wanted.length > 0 ? wanted : (levels[0] ?? []);
}

interface Entry {
  readonly schools: Set<string>;
  /** How many schools each contact of the address brought: the broadest one gives name, language and unit. */
  readonly brought: Map<Contact, number>;
}

/** Contacts by address, whatever its case. */
class Gathered {
  readonly #entries = new Map<string, Entry>();

  meet(contact: Contact): Entry {
    const key = contact.address.toLowerCase();
    const entry = this.#entries.get(key) ?? { schools: new Set(), brought: new Map() };
    if (!entry.brought.has(contact)) entry.brought.set(contact, 0);
    this.#entries.set(key, entry);
    return entry;
  }

  add(contact: Contact, school: string): void {
    const { schools, brought } = this.meet(contact);
    schools.add(school);
    brought.set(contact, (brought.get(contact) ?? 0) + 1);
  }

  all(): Hearing[] {
    return [...this.#entries.values()].flatMap(({ schools, brought }) => {
      const [broadest] = [...brought].sort(([, a], [, b]) => b - a);
      if (broadest === undefined) return [];
      const [{ address, name, language, duty, unit }] = broadest;
      const all = [...brought.keys()].some(isOfAll);
      return [{ address, name, language, duty, unit, schools, all }];
    });
  }
}
