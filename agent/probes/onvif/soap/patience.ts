import type { ServiceName } from './operations.ts';

/** The device service gets a second chance: GetCapabilities stands in where GetServices is silent. */
const DEVICE_SILENCES = 2;
/** In all services together: then it is the device that hangs. */
const MAX_SILENCES = 3;

/**
 * How often a device may keep a pass waiting. Each silence costs a whole deadline, so a service that left a question
 * open is asked nothing more in this pass; what others answer is still read.
 */
export class Patience {
  readonly #silences = new Map<ServiceName, number>();
  #all = 0;

  noteSilence(service: ServiceName): void {
    this.#silences.set(service, (this.#silences.get(service) ?? 0) + 1);
    this.#all += 1;
  }

  isSpent(service: ServiceName): boolean {
    const allowed = service === 'device' ? DEVICE_SILENCES : 1;
    return this.#all >= MAX_SILENCES || (this.#silences.get(service) ?? 0) >= allowed;
  }
}
