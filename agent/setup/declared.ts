import { type DeclarationSpec, declarationOf } from '../../standards/declarations.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { type Change, setDeclarations } from './edit.ts';
import type { FormReader } from './form.ts';

/** The declarations each step asks for; the contract is the line's own, and what can be measured is measured. */
export const DECLARED = {
  line: ['fibre', 'isp_count', 'meetings'],
  school: ['school_level', 'pupils'],
  organisation: [
    'it_leader',
    'it_leader_decision',
    'it_position',
    'work_email',
    'staff_count',
    'staff_official_email',
    'two_updates_a_day',
    'reports_on_time',
  ],
  cameras: ['camera_count', 'storage_days', 'recording_notice', 'default_passwords_changed'],
  cameraSecurity: [
    'camera_password_policy',
    'camera_http_off',
    'outside_check_clean',
    'cameras_bought_2026',
    'camera_certificates',
    'security_level_approved',
    'security_plan_applied',
  ],
  labs: [
    'lab_rooms',
    'lab_seats',
    'lab_room_pupils',
    'lab_area_m2',
    'lab_apps_tested',
    'lab_ssd',
    'lab_windows_edition',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const fieldOf = (name: string): string => `declared:${name}`;

/** What the form declares under these names; an empty field takes a declaration back. */
export function declare(names: readonly string[], reader: FormReader): Change {
  const declared = Object.fromEntries(names.map((name) => [name, readOne(name, reader)]));
  return setDeclarations(declared);
}

function readOne(name: string, reader: FormReader): FieldValue | undefined {
  const spec = declarationOf(name);
  return spec && readers[spec.type](fieldOf(name), reader, spec);
}

type ReadOne = (field: string, reader: FormReader, spec: DeclarationSpec) => FieldValue | undefined;

const readers: Readonly<Record<DeclarationSpec['type'], ReadOne>> = {
  number: (field, reader, { unit }) =>
    reader.number(field, { least: 0, most: 1_000_000, whole: unit !== 'm2' }),
  yes(field, reader) {
    const word = reader.choice(field, ['yes', 'no']);
    return word === undefined ? undefined : word === 'yes';
  },
  text: (field, reader) => reader.word(field),
  choice: (field, reader, { choices = {} }) => reader.choice(field, Object.keys(choices)),
};
