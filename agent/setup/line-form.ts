import { DECLARED, declare } from './declared.ts';
import { type Change, setContract } from './edit.ts';
import { FormReader } from './form.ts';
import { type Planned, type Planning, planned } from './plan.ts';

const RATE = { least: 1, most: 100_000, whole: false };

/** The line's contract, and what the school declares of itself. */
export function planLine({ form }: Planning): Planned {
  const reader = new FormReader(form);
  const [down, up] = [reader.number('down', RATE), reader.number('up', RATE)];
  if (down !== undefined || up !== undefined) {
    reader.needed('down', down);
    reader.needed('up', up);
  }
  const contract = down === undefined || up === undefined ? undefined : { down, up };
  const changes: readonly Change[] = [
    setContract(contract),
    declare([...DECLARED.line, ...DECLARED.school, ...DECLARED.organisation], reader),
  ];
  return planned(reader.problems, () => ({ changes, secrets: [], onward: '/setup/line?saved=1' }));
}
