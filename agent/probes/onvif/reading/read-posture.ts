import { areFactoryNames, readAccounts } from '../answers/accounts.ts';
import { readNtpServer, readProtocol } from '../answers/network.ts';
import { type Operation, operations } from '../soap/operations.ts';
import type { CallOutcome } from '../soap/reply.ts';
import type { DeviceSession } from '../soap/session.ts';

/** How a device is looked after, as it says itself; undefined where it does not say. */
export interface Posture {
  /** GetUsers was answered without a login. */
  readonly anonymousUsers: boolean | undefined;
  /** How many; their names go no further than this file. */
  readonly accounts: number | undefined;
  readonly factoryAccountsOnly: boolean | undefined;
  readonly ntpServer: boolean | undefined;
  readonly rtspsEnabled: boolean | undefined;
}

/**
 * Four questions that a device may refuse without being in trouble: an account that may only look does
 * not see the others. GetUsers comes last, because refusals in a row are taken for a locked account;
 * and after one silence nothing more is asked, because each costs its whole deadline.
 */
export async function readPosture(
  session: DeviceSession,
  { hasLogin }: { readonly hasLogin: boolean },
): Promise<Posture> {
  let last: CallOutcome['kind'] = 'answer';
  const ask = async (operation: Operation, anonymously = false): Promise<unknown> => {
    if (last === 'silent' || (session.login === 'failed' && !anonymously)) return undefined;
    const outcome = anonymously
      ? await session.askAnonymously(operation)
      : await session.ask(operation);
    last = outcome.kind;
    return outcome.kind === 'answer' ? outcome.body : undefined;
  };
  const ntpServer = readNtpServer(await ask(operations.ntp));
  const rtspsEnabled = readProtocol(await ask(operations.networkProtocols), 'RTSPS');
  const shown = readAccounts(await ask(operations.users, true));
  const anonymousUsers = shown === undefined ? notRefused(last) : true;
  const names = shown ?? (hasLogin ? readAccounts(await ask(operations.users)) : undefined);
  return {
    anonymousUsers,
    accounts: names?.length,
    factoryAccountsOnly: names === undefined ? undefined : areFactoryNames(names),
    ntpServer,
    rtspsEnabled,
  };
}

/** Only a refusal says that a door is shut; a fault or a silence says nothing of it. */
const notRefused = (kind: CallOutcome['kind']): false | undefined =>
  kind === 'refused' ? false : undefined;
