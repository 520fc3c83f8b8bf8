/** The command line of a checkout: everything hatang can do. */
import { dispatch } from './dispatch.ts';

await dispatch({
  commands: {
    collector: () => import('../collector/main.ts'),
    agent: () => import('../agent/main.ts'),
    machine: () => import('../agent/machine/main.ts'),
    camera: () => import('../agent/probes/onvif/inspect-door.ts'),
    snmp: () => import('../agent/probes/snmp/inspect-door.ts'),
    uplink: () => import('../agent/run/line.ts'),
    standards: () => import('./standards.ts'),
    rules: () => import('./rules.ts'),
    'measure-server': () => import('../collector/measure/main.ts'),
    backup: () => import('./backup.ts'),
    restore: () => import('./restore.ts'),
    doctor: () => import('./doctor.ts'),
    mail: () => import('./mail.ts'),
    report: () => import('./report.ts'),
    simulate: () => import('./simulate.ts'),
    demo: () => import('./demo.ts'),
  },
  usage: `hatang: hạ tầng trường học / school infrastructure

  hatang collector [--config FILE] [--data DIR] [--listen HOST:PORT]
  hatang agent run|enroll|setup|check|probe|discover …
  hatang machine enroll|report|show …
  hatang camera inspect ADDRESS [--user U --password-file F] [--compare] [--json]
  hatang snmp inspect ADDRESS [--version 1|2c] [--community-file F | --v3 …] [--json]
  hatang uplink measure --server URL [--json]
  hatang standards list | show ID | assess --facts FILE [--json]
  hatang rules check | list | show ID | try --from DATE [--overrides FILE] [--json] …
  hatang measure-server [--listen HOST:PORT]
  hatang report upgrade-plan|shared-cameras --school ID|--unit ID [--format csv|json] [--out FILE]
  hatang mail bounce --collector URL --token-file FILE < MESSAGE
  hatang simulate --collector URL [--schools N] [--backlog 24h] [--herd] [--replay] [--json] …
  hatang backup [--data DIR] [--to FOLDER] [--state-only] [--json]
  hatang restore --from FOLDER [--data DIR]
  hatang doctor [--config FILE] [--data DIR] [--language vi|en] [--json]
  hatang demo [stop|start|freeze|thaw DEVICE | list]
  hatang --version
`,
});
