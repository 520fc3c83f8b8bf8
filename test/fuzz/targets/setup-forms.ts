import { parseAgentConfig } from '../../../agent/config.ts';
import {
  planAccount,
  planCameraDeclarations,
  planCameras,
} from '../../../agent/setup/cameras-form.ts';
import { edited } from '../../../agent/setup/edit.ts';
import { planLabs } from '../../../agent/setup/labs-form.ts';
import { planLine } from '../../../agent/setup/line-form.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const BEFORE = `collector: { url: http://x }
subnets: [10.0.0.0/8]
cameras: { list: [{ id: a, name: A, address: 10.0.0.1 }] }
labs: { rooms: [{ id: b, name: B, seats: 40 }] }
`;
const surroundings = { env: {}, checkModes: true };
const FILE = '/nowhere/agent.yaml';
const PLANS = [planLine, planCameras, planCameraDeclarations, planAccount, planLabs];

const form = (fields: Readonly<Record<string, string>>): Uint8Array =>
  bytesOf(new URLSearchParams(fields).toString());

/** What a form of the walk-through asks for: whatever is typed, the config stays one the agent can read. */
export const setupForms: Target = {
  name: 'setup-forms',
  seeds: async () => [
    form({ down: '300', up: '62,5', 'declared:fibre': 'yes', 'declared:it_leader': 'Nguyễn A' }),
    form({
      pick: '10.0.0.2',
      'name:10.0.0.2': 'Cổng',
      'zone:10.0.0.2': 'yard',
      user: 'u',
      password: 'p',
    }),
    form({ 'address:by-hand': '10.0.0.3:8899', 'name:by-hand': 'Sân', user: 'u', password: 'p' }),
    form({ device: 'a', user: 'xem', password: 'x' }),
    form({
      'name:+1': 'P1',
      'seats:+1': '40',
      'pupils:+1': '45',
      listen: '10.0.0.9:8483',
      community: 'c',
    }),
    form({ 'name:b': 'B', 'seats:b': '4', drop: 'b', 'declared:lab_area_m2': '62,5' }),
  ],
  words: [
    ...[
      '%24%7Bfile:/etc/passwd%7D',
      `\${env:HOME}`,
      '%0A',
      '%00',
      '&',
      '=',
      '%',
      '#',
      ': ',
      '- ',
      '*a',
    ],
    ...[
      '&a ',
      '!!js',
      '"',
      "'",
      '1e9',
      '-1',
      '1.000',
      '999999999999',
      'declared:',
      'name:',
      'pick=',
    ],
  ],
  feed(bytes) {
    const typed = new URLSearchParams(textOf(bytes));
    const config = parseAgentConfig(BEFORE, FILE, surroundings);
    if (!config.ok) throw new Error('the config to begin with is wrong');
    const freeSecret = (name: string): string => `secrets/${name}`;
    for (const plan of PLANS) {
      const wanted = plan({ form: typed, config: config.value, freeSecret });
      if (!wanted.ok) continue;
      const { changes, secrets } = wanted.value;
      const after = edited(BEFORE, changes);
      promise(
        [...after.matchAll(/\$\{(?!file:secrets\/)/g)].length === 0,
        `a reference of the typist’s own: ${after}`,
      );
      const read = parseAgentConfig(after, FILE, surroundings);
      const others = read.ok
        ? []
        : read.problem.filter(({ message }) => !message.startsWith('secrets file cannot be read'));
      promise(others.length === 0, `a config the agent cannot read: ${JSON.stringify(others)}`);
      promise(
        secrets.every(({ file }) => /^secrets\/[a-z0-9._-]+$/.test(file)),
        `secrets elsewhere: ${JSON.stringify(secrets.map(({ file }) => file))}`,
      );
    }
  },
};
