import type { FieldSpec, FieldType, TagSpec, Unit } from './measurement-spec.ts';

/** The short words the register of measurements is written in. */
export const field = (type: FieldType, unit: Unit, vi: string, en: string): FieldSpec => ({
  type,
  unit,
  about: { vi, en },
});
export const flag = (vi: string, en: string) => field('boolean', '1', vi, en);
export const word = (vi: string, en: string) => field('string', '1', vi, en);
export const count = (vi: string, en: string) => field('integer', '1', vi, en);
export const float = (unit: Unit, vi: string, en: string) => field('float', unit, vi, en);
export const size = (vi: string, en: string) => field('integer', 'bytes', vi, en);

export const tag = (vi: string, en: string): TagSpec => ({ about: { vi, en }, required: true });
export const device = tag('thiết bị', 'the device, by its id in the school');
export const up = flag('trả lời được', 'it answered');
