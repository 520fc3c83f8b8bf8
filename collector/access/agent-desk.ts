import { fail, ok, type Result } from '../../kit/result.ts';
import type { EpochMs } from '../../kit/units.ts';
import { type AgentLine, agentLines, type CodeLine, openCodes } from './agent-rows.ts';
import { type Actor, type Caller, chargeOf } from './caller.ts';
import type { DeskParts } from './desk.ts';
import type { Refusal } from './refusal.ts';

export interface AgentStanding extends AgentLine {
  readonly heardAt: EpochMs | undefined;
}

export interface AgentDeskParts extends DeskParts {
  /** When each agent was last heard, by school and agent. */
  readonly lastHeard: () => (school: string, agent: string) => EpochMs | undefined;
}

/** Where agents are listed, shut out, and given another token; and where codes nobody used are taken back. */
export class AgentDesk {
  readonly #parts: AgentDeskParts;

  constructor(parts: AgentDeskParts) {
    this.#parts = parts;
  }

  list(by: Actor, school?: string): readonly AgentStanding[] {
    const { sql, lastHeard } = this.#parts;
    const heard = lastHeard();
    return agentLines(sql, school)
      .filter(this.#ownOf(by))
      .map((line) => ({ ...line, heardAt: heard(line.school, line.agent) }));
  }

  revoke(by: Actor, school: string, agent: string): Result<undefined, Refusal> {
    const { sql, identities, audit, clock } = this.#parts;
    return sql.transaction(() => {
      const known = agentLines(sql, school).some((line) => line.agent === agent);
      if (!known || !this.#ownOf(by)({ school })) return fail('unknown');
      identities.revokeAgent(school, agent, clock.now());
      const entry = { subject: `${school}/${agent}`, unit: school, address: by.address };
      audit.write({ who: by.name, deed: 'agent_token_revoked', ...entry }, clock.now());
      return ok(undefined);
    });
  }

  /** Another token for the agent that shows this one; undefined where it is no agent's, or is not valid. */
  renew(
    token: string,
    address: string,
  ): { readonly token: string; readonly caller: Caller } | undefined {
    const { sql, identities, audit, clock } = this.#parts;
    return sql.transaction(() => {
      const renewed = identities.renewAgentToken(token, clock.now());
      if (renewed === undefined) return undefined;
      const { name, unit } = renewed.caller;
      const entry = { subject: name, unit, address };
      audit.write({ who: name, deed: 'agent_token_renewed', ...entry }, clock.now());
      return renewed;
    });
  }

  codes(by: Actor): readonly CodeLine[] {
    const { sql, clock } = this.#parts;
    return openCodes(sql, clock.now()).filter(this.#ownOf(by));
  }

  withdraw(by: Actor, id: number): Result<CodeLine, Refusal> {
    const { sql, identities, audit, clock } = this.#parts;
    return sql.transaction(() => {
      const code = this.codes(by).find((line) => line.id === id);
      if (code === undefined) return fail('unknown');
      identities.withdrawCode(id, clock.now());
      const { school } = code;
      const entry = { subject: school, unit: school, address: by.address };
      audit.write({ who: by.name, deed: 'enrolment_code_withdrawn', ...entry }, clock.now());
      return ok(code);
    });
  }

  #ownOf(by: Actor): (line: { readonly school: string }) => boolean {
    const charge = chargeOf(by, this.#parts.units);
    return ({ school }) => charge === undefined || charge.has(school);
  }
}
