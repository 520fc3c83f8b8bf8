import { fail, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Deed } from './audit.ts';
import { type Actor, chargeOf, mayManage, type PersonRole } from './caller.ts';
import { type DeskParts, givable, sayPlace } from './desk.ts';
import type { Refusal } from './refusal.ts';
import { apiTokens } from './token-rows.ts';
import type { Person, Place } from './users.ts';

export interface SignInCode {
  readonly person: Person;
  readonly code: string;
  readonly expiresAt: EpochMs;
}

export interface PersonChange {
  readonly role?: PersonRole | undefined;
  readonly unit?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** Where people are added, moved, disabled and given a way in: by an admin, or by an officer inside the own tree. */
export class UserDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Those the caller looks after, by name. */
  list(by: Actor): readonly Person[] {
    const charge = chargeOf(by, this.#parts.units);
    return this.#parts.users.all().filter((person) => mayManage(charge, person));
  }

  find(by: Actor, id: number): Person | undefined {
    const person = this.#parts.users.person(id);
    if (person === undefined) return undefined;
    return mayManage(chargeOf(by, this.#parts.units), person) ? person : undefined;
  }

  add(
    by: Actor,
    wanted: {
      readonly name: string;
      readonly role: PersonRole;
      readonly unit?: string | undefined;
    },
  ): Result<SignInCode, Refusal> {
    const { sql, users, clock } = this.#parts;
    return sql.transaction(() => {
      const place = givable(this.#parts, by, wanted);
      if (!place.ok) return place;
      const id = users.add({ ...place.value, name: wanted.name, createdBy: by.name }, clock.now());
      const person = id === undefined ? undefined : users.person(id);
      if (person === undefined) return fail('name_taken');
      this.#write(by, 'user_added', person, sayPlace(person));
      return ok(this.#codeFor(person));
    });
  }

  /** The first refusal of what is asked; nothing of it is done then. */
  change(by: Actor, id: number, wanted: PersonChange): Result<Person, Refusal> {
    const { sql, users } = this.#parts;
    return sql.transaction(() => {
      const person = this.find(by, id);
      if (person === undefined) return fail('unknown');
      const after = this.#after(by, person, wanted);
      if (!after.ok) return after;
      const { place, disabled } = after.value;
      if (sayPlace(place) !== sayPlace(person)) this.#move(by, person, place);
      if (disabled !== isDisabled(person)) this.#disable(by, person, disabled);
      return ok(users.person(id) ?? person);
    });
  }

  /** How the person would stand, if the caller may and an admin is left. */
  #after(
    by: Actor,
    person: Person,
    wanted: PersonChange,
  ): Result<{ readonly place: Place; readonly disabled: boolean }, Refusal> {
    if (by.user === person.id) return fail('yourself');
    const place = this.#newPlace(by, person, wanted);
    if (!place.ok) return place;
    const disabled = wanted.disabled ?? isDisabled(person);
    const staysAdmin = place.value.role === 'admin' && !disabled;
    const isAdmin = person.role === 'admin' && !isDisabled(person);
    if (isAdmin && !staysAdmin && this.#parts.users.isLastAdmin(person.id))
      return fail('last_admin');
    return ok({ place: place.value, disabled });
  }

  /** For whoever lost the password: it is forgotten, and whoever came in by it is out. */
  newCode(by: Actor, id: number): Result<SignInCode, Refusal> {
    const { sql, users, sessions, clock } = this.#parts;
    return sql.transaction(() => {
      const person = this.find(by, id);
      if (person === undefined) return fail('unknown');
      if (by.user === id) return fail('yourself');
      if (isDisabled(person)) return fail('disabled');
      users.forgetPassword(id);
      sessions.endWaysIn(id, undefined, clock.now());
      this.#write(by, 'sign_in_code_made', person);
      return ok(this.#codeFor({ ...person, hasPassword: false }));
    });
  }

  #codeFor(person: Person): SignInCode {
    return { person, ...this.#parts.sessions.newCode(person.id, this.#parts.clock.now()) };
  }

  #newPlace(by: Actor, person: Person, { role, unit }: PersonChange): Result<Place, Refusal> {
    if (role === undefined && unit === undefined) return ok(person);
    const next = role ?? person.role;
    const kept = next === person.role ? person.unit : undefined;
    return givable(this.#parts, by, { role: next, unit: unit ?? kept });
  }

  #move(by: Actor, person: Person, place: Place): void {
    const { users, units } = this.#parts;
    users.place(person.id, place);
    this.#write(
      by,
      'user_changed',
      { ...person, ...place },
      `${sayPlace(person)} → ${sayPlace(place)}`,
    );
    const charge = chargeOf(place, units);
    this.#revokeTokens(by, person, (token) => !mayManage(charge, token));
  }

  /** Sessions, codes, and the tokens the person made end at once. */
  #disable(by: Actor, person: Person, disabled: boolean): void {
    const { users, sessions, clock } = this.#parts;
    users.disable(person.id, disabled ? clock.now() : undefined);
    this.#write(by, disabled ? 'user_disabled' : 'user_enabled', person);
    if (!disabled) return;
    sessions.endWaysIn(person.id, undefined, clock.now());
    this.#revokeTokens(by, person, () => true);
  }

  #revokeTokens(by: Actor, maker: Person, which: (token: Place) => boolean): void {
    const { sql, identities, audit, clock } = this.#parts;
    for (const token of apiTokens(sql, clock.now(), maker.id).filter(which)) {
      identities.revokeToken(token.id, clock.now());
      const { name: subject, unit } = token;
      const entry = { subject, unit, address: by.address, detail: sayPlace(token) };
      audit.write({ who: by.name, deed: 'token_revoked', ...entry }, clock.now());
    }
  }

  #write(by: Actor, deed: Deed, person: Person, detail?: string): void {
    const { name: subject, unit } = person;
    const entry = { who: by.name, deed, subject, unit, address: by.address, detail };
    this.#parts.audit.write(entry, this.#parts.clock.now());
  }
}

const isDisabled = ({ disabledAt }: Person): boolean => disabledAt !== undefined;
