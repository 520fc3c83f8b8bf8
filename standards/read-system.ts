import { FactRead, type SystemRead } from './criterion.ts';
import { Edition, type OsSupport, supportOf } from './os-support.ts';
import {
  type Asking,
  type Input,
  known,
  missing,
  readDeclaration,
  readFact,
} from './read-input.ts';

const EDITION_DECLARATION = 'lab_windows_edition';

/** What the table of end-of-support dates says of the device's own system. */
export function readSystem(asking: Asking, read: SystemRead, table: OsSupport): Input {
  const measurement = asking.device?.kind === 'server' ? 'server' : 'machine';
  const word = (field: string) =>
    readFact(asking, FactRead.parse({ fact: `${measurement}.${field}`, max_age: '30d' }));
  const [name, version] = [word('os_name'), word('os_version')];
  if (!name.known) return name;
  if (!version.known) return version;
  const installed = {
    name: `${name.value}`,
    version: `${version.value}`,
    edition: declaredEdition(asking),
  };
  const support = supportOf(table, installed, asking.evidence.now);
  if (support === undefined) return missing('never_measured', `${measurement}.os_version`);
  if (support === 'edition') return missing('not_declared', EDITION_DECLARATION);
  return known(read.system === 'current' ? support.current : support.daysLeft, name.at);
}

function declaredEdition(asking: Asking): Edition | undefined {
  const declared = readDeclaration(asking, EDITION_DECLARATION);
  return Edition.safeParse(declared.known ? declared.value : undefined).data;
}
