import { html, type Markup } from '../../kit/html.ts';
import type { AgentStanding } from '../access/agent-desk.ts';
import type { CodeLine } from '../access/agent-rows.ts';
import {
  accessLayout,
  accessTable,
  doneMark,
  foldedButton,
  holds,
  searchForm,
} from './access-parts.ts';
import { schoolAddress } from './address.ts';
import { csrfField } from './forms.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { accessWords, agentWords, codeWords } from './words/access.ts';

/** Every agent the caller looks after: enrolled, last heard, shut out at once. */
export function agentsPage(agents: readonly AgentStanding[], context: PageContext): Markup {
  const say = teller(context);
  const { q } = context.query;
  const rows = agents.filter(({ school, agent }) => holds(q, school, agent));
  const ended = context.query['ended'] === '1' ? accessWords.ended : undefined;
  const main = html`<p>${say(agentWords.lead)}</p>
${doneMark(ended, context)}
${searchForm(q, context)}
${agentsTable(rows, context)}`;
  return accessLayout({ title: say(agentWords.title), tab: 'agents', main }, context);
}

function agentsTable(rows: readonly AgentStanding[], context: PageContext): Markup {
  const say = teller(context);
  const { caption, none, school, agent, enrolled, token, heard, revoke } = agentWords;
  return accessTable<AgentStanding>(
    {
      ...{ caption, none, rows },
      columns: [
        {
          head: school,
          cell: (line) => html`<a href="${schoolAddress(line.school)}">${line.school}</a>`,
        },
        { head: agent, cell: (line) => line.agent },
        { head: enrolled, cell: (line) => timeMark(line.enrolledAt, context) },
        { head: heard, cell: (line) => timeMark(line.heardAt, context) },
        {
          head: token,
          cell: ({ tokenSince }) =>
            tokenSince === undefined ? say(agentWords.revoked) : timeMark(tokenSince, context),
        },
        {
          head: revoke,
          cell: (line) => line.tokenSince !== undefined && revokeButton(line, context),
        },
      ],
    },
    context,
  );
}

function revokeButton({ school, agent }: AgentStanding, context: PageContext): Markup {
  const path = [school, agent].map(encodeURIComponent).join('/');
  const { revoke: label, revokeLead: lead } = agentWords;
  return foldedButton({ action: `/agents/${path}/revoke`, label, lead }, context);
}

/** Codes nobody used yet, below the form that makes them. */
export function openCodesSection(codes: readonly CodeLine[], context: PageContext): Markup {
  const say = teller(context);
  const { caption, none, withdraw } = codeWords;
  const button = ({ id }: CodeLine) =>
    html`<form action="/enrolment/${id}/withdraw" method="post">${csrfField(context)}<button class="plain">${say(withdraw)}</button></form>`;
  return html`<h2>${say(codeWords.title)}</h2>
${accessTable<CodeLine>(
  {
    ...{ caption, none, rows: codes },
    columns: [
      { head: agentWords.school, cell: ({ school }) => school },
      { head: accessWords.madeBy, cell: ({ createdBy }) => createdBy },
      { head: accessWords.expires, cell: ({ expiresAt }) => timeMark(expiresAt, context) },
      { head: withdraw, cell: button },
    ],
  },
  context,
)}`;
}
