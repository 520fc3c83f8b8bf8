import { FactRead, type FirmwareRead } from './criterion.ts';
import { type FirmwareList, standingOf } from './firmware-list.ts';
import { type Asking, type Input, known, missing, readFact } from './read-input.ts';

/** What the list says of a camera's firmware; missing where no entry speaks of it. */
export function readFirmware(asking: Asking, read: FirmwareRead, list: FirmwareList): Input {
  const word = (field: string) =>
    readFact(asking, FactRead.parse({ fact: `camera.${field}`, max_age: '30d' }));
  const [manufacturer, model, firmware] = [word('manufacturer'), word('model'), word('firmware')];
  if (!manufacturer.known) return manufacturer;
  if (!model.known) return model;
  if (!firmware.known) return firmware;
  const standing = standingOf(list, {
    manufacturer: `${manufacturer.value}`,
    model: `${model.value}`,
    firmware: `${firmware.value}`,
  });
  if (standing === undefined) return missing('not_listed', 'camera.firmware');
  return known(read.firmware === 'sound' ? standing.sound : standing.soundFrom, firmware.at);
}
