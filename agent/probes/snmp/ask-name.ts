import { type Ms, seconds } from '../../../kit/units.ts';
import type { AskName } from '../host-name.ts';
import { SYSTEM } from './oids.ts';
import { SNMP_PORT } from './options.ts';
import { words } from './reading.ts';
import { openSession } from './session-door.ts';

const WITHIN: Ms = seconds(1);

/** One question, never repeated, with the community that a person configured. */
export const askNameWith =
  (community: string, port = SNMP_PORT): AskName =>
  async (host, signal) => {
    const limits = { signal, retries: 0, timeout: WITHIN, mostDatagrams: 1 };
    const opened = await openSession({ host, port }, { kind: 'community', community }, limits);
    if (!opened.ok) return undefined;
    try {
      const answer = await opened.value.get([SYSTEM.name, SYSTEM.descr]);
      if (!answer.ok) return undefined;
      const said = (oid: string): string | undefined =>
        words(answer.value.find((one) => one.oid === oid)?.value);
      return { name: said(SYSTEM.name), descr: said(SYSTEM.descr) };
    } finally {
      opened.value.close();
    }
  };
