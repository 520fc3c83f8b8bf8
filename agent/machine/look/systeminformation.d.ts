/** The parts of systeminformation that are asked: the whole library takes more memory than a lab machine is asked for. */
declare module 'systeminformation/lib/osinfo.js' {
  export const osInfo: typeof import('systeminformation').osInfo;
}
declare module 'systeminformation/lib/system.js' {
  export const system: typeof import('systeminformation').system;
  export const baseboard: typeof import('systeminformation').baseboard;
}
declare module 'systeminformation/lib/cpu.js' {
  export const cpu: typeof import('systeminformation').cpu;
}
declare module 'systeminformation/lib/memory.js' {
  export const mem: typeof import('systeminformation').mem;
  export const memLayout: typeof import('systeminformation').memLayout;
}
declare module 'systeminformation/lib/filesystem.js' {
  export const diskLayout: typeof import('systeminformation').diskLayout;
  export const blockDevices: typeof import('systeminformation').blockDevices;
  export const fsSize: typeof import('systeminformation').fsSize;
}
declare module 'systeminformation/lib/network.js' {
  export const networkInterfaces: typeof import('systeminformation').networkInterfaces;
}
