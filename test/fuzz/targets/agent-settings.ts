import { type AgentConfig, parseAgentConfig } from '../../../agent/config.ts';
import { readSettings, withSettings } from '../../../agent/settings/apply.ts';
import { readOffer } from '../../../agent/settings/ask.ts';
import { compose, partsOf } from '../../../collector/agent-config/merge.ts';
import { CADENCES, CentreSettings } from '../../../wire/agent-config.ts';
import { bytesOf, promise, promiseSmall, type Target, textOf } from '../target.ts';

const FILE = `collector: { url: https://hatang.example.vn }
subnets: [10.0.0.0/8]
server: {}
uplink: { targets: [{ name: a, tcp: 10.0.0.1:80 }], bandwidth: { server: https://hatang.example.vn } }
services: { list: [{ name: b, url: https://b.example.vn/ }] }
cameras: { list: [{ id: c, name: C, address: 10.0.0.2, user: u, password: p }] }
labs: { listen: 10.0.0.3:8483, rooms: [{ id: d, name: D, seats: 40 }] }
`;
const config = fileConfig();
const LONGEST_MS = 30 * 86_400_000;

function fileConfig(): AgentConfig {
  const read = parseAgentConfig(FILE, '/nowhere/agent.yaml', { env: {}, checkModes: false });
  if (!read.ok) throw new Error('the config to begin with is wrong');
  return read.value;
}

/** Everything an agent could touch. */
const touched = ({ ship: _s, server: _m, ...file }: AgentConfig): string =>
  JSON.stringify({
    ...file,
    uplink: [file.uplink?.targets, file.uplink?.bandwidth?.server, file.uplink?.watch],
    services: { ...file.services, every: 0 },
    cameras: { ...file.cameras, every: 0 },
    labs: [file.labs?.listen, file.labs?.rooms],
    ...{ discovery: 0, hosts: 0 },
  });
const TOUCHED = touched(config);

const spans = ({ ship, server, uplink, services, cameras, labs }: AgentConfig) =>
  [ship, server, uplink, uplink?.bandwidth, services, cameras, labs].map((one) => one?.every ?? 1);

const offer = (settings: object): Uint8Array =>
  bytesOf(JSON.stringify({ school: 'a', version: '1+2-0011aabb', settings }));

/** What a collector (or whoever stands in its place) offers: whatever it says, the agent touches nothing else, and stays within bounds. */
export const agentSettings: Target = {
  name: 'agent-settings',
  seeds: async () => [
    offer({ ship: { every: '5s', backlog_rate: 10 }, cameras: { every: '2m' } }),
    offer({
      uplink: {
        every: '1m',
        bandwidth: { every: '2h', lessons: { days: [1], from: '07:00', to: '17:00' } },
      },
      labs: { every: '2h', school_days: { days: [1, 2], holidays: ['2027-01-01'] } },
    }),
    offer({ standards: { overrides: { disabled: ['CAM-07'] } } }),
    bytesOf('{"version":"0","settings":{}}'),
  ],
  words: [
    ...['"server":{', '"cameras":{', '"list":[', '"address":"10.9.9.9"', '"url":"http://e"'],
    ...['"__proto__":', '"constructor":', 'null', '[]', '{}', '-1', '1e999', '"0s"', '"900d"'],
    ...['"every":', '"version":', '"settings":', '"days":', '\\u0000', `\${file:/etc/passwd}`],
  ],
  feed(bytes) {
    const body = textOf(bytes);
    const read = readOffer({
      ...{ kind: 'answered', status: 200, contentType: 'application/json', body },
      ...{ retryAfter: undefined, date: undefined },
    });
    if (read.kind !== 'offered') return;
    promiseSmall(read.version, 200, 'a version');
    partsOf(read.version);
    const settings = readSettings(read.settings);
    if (!settings.ok) return;
    const changed = withSettings(config, settings.value);
    if (!changed.ok) return;
    promise(touched(changed.value) === TOUCHED, `the agent touches more: ${body}`);
    promise(
      spans(changed.value).every((span) => span >= 1 && span <= LONGEST_MS),
      `out of bounds (${Object.keys(CADENCES).length} cadences): ${body}`,
    );
    const written = CentreSettings.safeParse(read.settings);
    if (!written.success) return;
    const layer = { number: 1, settings: read.settings as object };
    const { settings: merged } = compose([layer, { ...layer, number: 2 }], undefined);
    promise(CentreSettings.safeParse(merged).success, `merged with itself it is wrong: ${body}`);
  },
};
