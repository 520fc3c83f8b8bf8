import { FactRead } from './criterion.ts';
import { type FirmwareList, isSound } from './firmware-list.ts';
import { type Asking, type Input, known, missing, readFact } from './read-input.ts';

/** Whether a camera's firmware is sound by the list; missing where no entry speaks of it. */
export function readFirmware(asking: Asking, list: FirmwareList): Input {
  const word = (field: string) =>
    readFact(asking, FactRead.parse({ fact: `camera.${field}`, max_age: '30d' }));
  const [manufacturer, model, firmware] = [word('manufacturer'), word('model'), word('firmware')];
  if (!manufacturer.known) return manufacturer;
  if (!model.known) return model;
  if (!firmware.known) return firmware;
  const installed = {
    manufacturer: `${manufacturer.value}`,
    model: `${model.value}`,
    firmware: `${firmware.value}`,
  };
  const sound = isSound(list, installed);
  return sound === undefined ? missing('not_listed', 'camera.firmware') : known(sound, firmware.at);
}
