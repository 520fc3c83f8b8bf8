import { uptime } from 'node:os';
import type { ServerNature, ServerReading } from './facts.ts';

/** Loaded with the first reading, so that a command that never reads doesn't carry it. */
const library = () => import('systeminformation');

/** Starts programs of the system (lscpu, PowerShell …): call it once. */
export async function readNature(): Promise<ServerNature> {
  const { osInfo, system, cpu } = await library();
  const [os, machine, processor] = await Promise.all([osInfo(), system(), cpu()]);
  return {
    osName: os.distro,
    osVersion: os.release,
    manufacturer: machine.manufacturer,
    model: machine.model,
    cores: processor.cores,
  };
}

export async function readServer(): Promise<ServerReading> {
  const { mem, currentLoad, fsSize } = await library();
  const [memory, load, disks] = await Promise.all([mem(), currentLoad(), fsSize()]);
  return {
    memoryBytes: memory.total,
    availableBytes: memory.available,
    cpuLoadPercent: load.currentLoad,
    uptimeS: uptime(),
    disks: disks.map(({ type, size, available, rw }) => ({
      type,
      sizeBytes: size,
      availableBytes: available,
      writable: rw ?? true,
    })),
  };
}
