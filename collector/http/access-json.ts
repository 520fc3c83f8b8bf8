import type { AgentStanding } from '../access/agent-desk.ts';
import type { CodeLine } from '../access/agent-rows.ts';
import type { AuditLine } from '../access/audit.ts';
import type { TokenLine } from '../access/token-rows.ts';
import type { SignInCode } from '../access/user-desk.ts';
import type { Person } from '../access/users.ts';
import type { MaintenanceView } from '../calendar/maintenance-desk.ts';

/** People, tokens, agents and the log as the JSON interface says them: null where nothing is known. */

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export const personJson = (person: Person) => ({
  id: person.id,
  name: person.name,
  role: person.role,
  unit: person.unit ?? null,
  disabled: person.disabledAt !== undefined,
  hasPassword: person.hasPassword,
  createdBy: person.createdBy,
  signedInAt: isoOrNull(person.signedInAt),
});

export const signInJson = ({ person, code, expiresAt }: SignInCode) => ({
  user: personJson(person),
  code,
  expiresAt: iso(expiresAt),
});

export const tokenJson = (line: TokenLine) => ({
  id: line.id,
  name: line.name,
  role: line.role,
  unit: line.unit ?? null,
  createdAt: iso(line.createdAt),
  createdBy: line.createdBy,
  expiresAt: isoOrNull(line.expiresAt),
  usedAt: isoOrNull(line.usedAt),
});

export const agentJson = (line: AgentStanding) => ({
  school: line.school,
  agent: line.agent,
  enrolledAt: iso(line.enrolledAt),
  tokenSince: isoOrNull(line.tokenSince),
  lastHeard: isoOrNull(line.heardAt),
});

export const codeJson = (line: CodeLine) => ({
  id: line.id,
  school: line.school,
  createdBy: line.createdBy,
  expiresAt: iso(line.expiresAt),
});

export const maintenanceJson = (view: MaintenanceView) => ({
  id: view.id,
  unit: view.unit ?? null,
  unitName: view.unitName ?? null,
  state: view.state,
  from: iso(view.from),
  until: iso(view.until),
  note: view.note,
  madeBy: view.madeBy,
  madeAt: iso(view.madeAt),
  endedBy: view.endedBy ?? null,
  endedAt: isoOrNull(view.endedAt),
});

export const auditJson = (line: AuditLine) => ({
  id: line.id,
  at: iso(line.at),
  who: line.who,
  deed: line.deed,
  subject: line.subject,
  unit: line.unit ?? null,
  address: line.address,
  detail: line.detail,
});
