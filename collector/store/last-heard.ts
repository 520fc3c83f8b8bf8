import { type EpochMs, epochMs } from '../../kit/units.ts';
import { number, type Sql, text } from './sql.ts';

/** When each agent was last heard, by the facts it sent. */
export function lastHeard(facts: Sql): (school: string, agent: string) => EpochMs | undefined {
  const rows = facts.all('SELECT school, agent, last_received_at FROM heard');
  const at = new Map(
    rows.map((row) => [
      `${text(row, 'school')} ${text(row, 'agent')}`,
      epochMs(number(row, 'last_received_at')),
    ]),
  );
  return (school, agent) => at.get(`${school} ${agent}`);
}
