import type { Target } from './target.ts';

const TARGETS: Readonly<Record<string, () => Promise<Target>>> = {
  soap: async () => (await import('./targets/soap.ts')).soap,
  sdp: async () => (await import('./targets/sdp.ts')).sdp,
  rtsp: async () => (await import('./targets/rtsp.ts')).rtsp,
  sps: async () => (await import('./targets/sps.ts')).sps,
  discovery: async () => (await import('./targets/discovery.ts')).discovery,
  neighbours: async () => (await import('./targets/neighbours.ts')).neighbours,
  arrivals: async () => (await import('./targets/arrivals.ts')).arrivals,
  datagrams: async () => (await import('./targets/datagrams.ts')).datagrams,
  'setup-forms': async () => (await import('./targets/setup-forms.ts')).setupForms,
  'lab-reports': async () => (await import('./targets/lab-reports.ts')).labReports,
  'agent-settings': async () => (await import('./targets/agent-settings.ts')).agentSettings,
  machine: async () => (await import('./targets/machine.ts')).machine,
  influx: async () => (await import('./targets/influx.ts')).influx,
  snmp: async () => (await import('./targets/snmp.ts')).snmp,
  'mail-reports': async () => (await import('./targets/mail-reports.ts')).mailReports,
  'backup-files': async () => (await import('./targets/backup-files.ts')).backupFiles,
  blocks: async () => (await import('./targets/blocks.ts')).blocks,
  contacts: async () => (await import('./targets/contacts.ts')).contacts,
  // Broken on purpose: the runner's own test sees that it finds them.
  'planted-throw': async () => (await import('./targets/planted.ts')).plantedThrow,
  'planted-hang': async () => (await import('./targets/planted.ts')).plantedHang,
};

export const TARGET_NAMES: readonly string[] = Object.keys(TARGETS).filter(
  (name) => !name.startsWith('planted-'),
);

export async function targetNamed(name: string): Promise<Target> {
  const load = TARGETS[name];
  if (load === undefined) throw new Error(`no target ${name}: expected ${TARGET_NAMES.join(', ')}`);
  return await load();
}
