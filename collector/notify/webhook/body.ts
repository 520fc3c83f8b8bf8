import type { Member, Notice } from '../notice.ts';

/** More members than these are counted, not listed: a body stays small enough for any receiver. */
const MOST_MEMBERS = 200;

/** What a call tells, version 1: fields are added, never renamed. */
export function bodyOf(notice: Notice): string {
  const { members, group, openedAt, resolvedAt } = notice;
  const words = notice.words(members);
  const shown = members.slice(0, MOST_MEMBERS);
  return JSON.stringify({
    version: 1,
    event: notice.kind,
    at: iso(notice.at),
    incident: {
      id: notice.incident,
      rule: notice.rule,
      severity: notice.severity,
      state: resolvedAt === undefined ? 'open' : 'resolved',
      title: notice.title,
      headline: resolvedAt === undefined ? words.headline : words.over,
      where: words.where,
      cause: words.cause,
      advice: words.advice,
      group: group === undefined ? null : { kind: group.kind, name: group.name },
      schools: [...new Set(shown.flatMap(({ school }) => school?.id ?? []))],
      members: shown.map(memberJson),
      memberCount: members.length,
      openedAt: iso(openedAt),
      resolvedAt: resolvedAt === undefined ? null : iso(resolvedAt),
      simulated: members.some(({ simulated }) => simulated),
    },
  });
}

const memberJson = ({ school, device, since, leftAt, simulated }: Member) => ({
  school: school === undefined ? null : { id: school.id, name: school.name },
  unit: school?.unit === undefined ? null : { id: school.unit.id, name: school.unit.name },
  device:
    device === undefined ? null : { id: device.id, name: device.name, kind: device.kind ?? null },
  since: iso(since),
  leftAt: leftAt === undefined ? null : iso(leftAt),
  simulated,
});

const iso = (at: number): string => new Date(at).toISOString();
