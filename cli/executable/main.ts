/** The command line of the executable that a school installs; `hatang machine …` is a program of its own beside it in there. */
import { dispatch } from '../dispatch.ts';

void dispatch({
  commands: {
    agent: () => import('../../agent/main.ts'),
    camera: () => import('../../agent/probes/onvif/inspect-door.ts'),
    snmp: () => import('../../agent/probes/snmp/inspect-door.ts'),
    uplink: () => import('../../agent/run/line.ts'),
  },
  usage: `hatang: hạ tầng trường học / school infrastructure

  hatang agent run|enroll|setup|check|probe|discover …
  hatang machine enroll|report|show …
  hatang camera inspect ADDRESS [--user U --password-file F] [--json]
  hatang snmp inspect ADDRESS [--version 1|2c] [--community-file F | --v3 …] [--json]
  hatang uplink measure --server URL [--json]
  hatang --version
`,
});
