import { fail, ok, type Result } from '../../kit/result.ts';
import { days, type EpochMs } from '../../kit/units.ts';
import { type Actor, chargeOf, mayManage, type PersonRole } from './caller.ts';
import { type DeskParts, givable, sayPlace } from './desk.ts';
import { FROM_ENVIRONMENT } from './identities.ts';
import type { Refusal } from './refusal.ts';
import { apiTokens, type TokenLine } from './token-rows.ts';

const LONGEST_LIFE = days(5 * 366);

/** Where programs get their API tokens, and lose them. */
export class TokenDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Those the caller looks after, newest first. */
  list(by: Actor): readonly TokenLine[] {
    const { sql, units, clock } = this.#parts;
    const charge = chargeOf(by, units);
    return apiTokens(sql, clock.now()).filter((token) => mayManage(charge, token));
  }

  make(
    by: Actor,
    wanted: {
      readonly name: string;
      readonly role: PersonRole;
      readonly unit?: string | undefined;
      readonly expiresAt?: EpochMs | undefined;
    },
  ): Result<{ readonly token: string; readonly line: TokenLine }, Refusal> {
    const { sql, identities, audit, clock } = this.#parts;
    const now = clock.now();
    return sql.transaction(() => {
      const place = givable(this.#parts, by, wanted);
      if (!place.ok) return place;
      const { name, expiresAt } = wanted;
      if (name.toUpperCase() === FROM_ENVIRONMENT) return fail('name_taken');
      if (expiresAt !== undefined && (expiresAt <= now || expiresAt > now + LONGEST_LIFE))
        return fail('bad_expiry');
      const of = { ...place.value, name, expiresAt, createdBy: by.name, maker: by.user };
      const token = identities.newToken(of, now);
      const line = apiTokens(sql, now)[0];
      if (line === undefined) throw new Error('the token that was just made is not there');
      const entry = { subject: name, unit: of.unit, detail: sayPlace(of), address: by.address };
      audit.write({ who: by.name, deed: 'token_made', ...entry }, now);
      return ok({ token, line });
    });
  }

  revoke(by: Actor, id: number): Result<TokenLine, Refusal> {
    const { sql, identities, audit, clock } = this.#parts;
    return sql.transaction(() => {
      const line = this.list(by).find((token) => token.id === id);
      if (line === undefined) return fail('unknown');
      identities.revokeToken(id, clock.now());
      const { name: subject, unit } = line;
      const entry = { subject, unit, detail: sayPlace(line), address: by.address };
      audit.write({ who: by.name, deed: 'token_revoked', ...entry }, clock.now());
      return ok(line);
    });
  }
}
