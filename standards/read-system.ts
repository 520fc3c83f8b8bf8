import * as z from 'zod';
import { never } from '../kit/result.ts';
import { FactRead, type SystemRead } from './criterion.ts';
import { Edition, type OsSupport, type Support, supportOf } from './os-support.ts';
import {
  type Asking,
  type Input,
  known,
  missing,
  readDeclaration,
  readFact,
} from './read-input.ts';

const EDITION_DECLARATION = 'lab_windows_edition';
const EXTENDED_DECLARATION = 'lab_windows_esu_until';

/** What the table of end-of-support dates says of the device's own system, on the day that is judged. */
export function readSystem(asking: Asking, read: SystemRead, table: OsSupport): Input {
  const measurement = asking.device?.kind === 'server' ? 'server' : 'machine';
  const word = (field: string) =>
    readFact(asking, FactRead.parse({ fact: `${measurement}.${field}`, max_age: '30d' }));
  const [name, version, build] = [word('os_name'), word('os_version'), word('os_build')];
  if (!name.known) return name;
  if (!version.known && !build.known) return version;
  const installed = {
    name: textOf(name) ?? '',
    version: textOf(version) ?? '',
    build: textOf(build),
    edition: Edition.safeParse(textOf(word('os_edition'))).data,
    declaredEdition: Edition.safeParse(declared(asking, EDITION_DECLARATION)).data,
    extendedUntil: z.iso.date().safeParse(declared(asking, EXTENDED_DECLARATION)).data,
  };
  const support = supportOf(table, installed, asking.evidence.now);
  if (support === undefined) return missing('never_measured', `${measurement}.os_version`);
  if (support === 'edition') return missing('not_declared', EDITION_DECLARATION);
  return known(saidOf(support, read), name.at);
}

function saidOf(support: Exclude<Support, 'edition' | undefined>, { system }: SystemRead) {
  switch (system) {
    case 'days_left':
      return support.daysLeft;
    case 'current':
      return support.current;
    case 'release':
      return support.release;
    case 'last_day':
      return support.lastDay.split('-').reverse().join('/');
    default:
      return never(system);
  }
}

const textOf = (input: Input): string | undefined => (input.known ? `${input.value}` : undefined);

const declared = (asking: Asking, name: string): string | undefined =>
  textOf(readDeclaration(asking, name));
