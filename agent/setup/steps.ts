import type { Text } from '../../kit/text.ts';
import { notConfigured } from '../../wire/last-search.ts';
import { healthOf } from '../page/state.ts';
import { isConfigured } from './cameras-form.ts';
import type { Sheet } from './sheet.ts';

export type StepName = 'line' | 'cameras' | 'labs';

/** One thing of the last step: it is so, it is not, or nobody knows yet. */
export interface Check {
  readonly step: StepName | 'centre';
  readonly state: 'well' | 'ill' | 'waiting';
  readonly text: Text;
}

type Seen = Pick<Sheet, 'page' | 'facts' | 'config'>;

/** Found in the last search and in no config, not even in one that the agent takes up just now. */
export const strangersOf = ({ page, config }: Pick<Sheet, 'page' | 'config'>) =>
  page.search.last === undefined
    ? []
    : notConfigured(page.search.last).filter(({ address }) => !isConfigured(address, config));

/** All that has to be so before a school is set up. */
export const checksOf = (seen: Seen): readonly Check[] => [
  ...lineChecks(seen),
  ...cameraChecks(seen),
  ...labChecks(seen),
  centreCheck(seen),
];

/** The worst of a step's checks. */
export function stateOf(step: Check['step'], checks: readonly Check[]): Check['state'] {
  const states = checks.filter((check) => check.step === step).map(({ state }) => state);
  return states.includes('ill') ? 'ill' : states.includes('waiting') ? 'waiting' : 'well';
}

function lineChecks({ facts, config }: Seen): readonly Check[] {
  const pings = facts.filter(({ measurement }) => measurement === 'uplink_ping');
  const answers = pings.some(({ fields }) => fields['up'] === true);
  const measured: Check = {
    step: 'line',
    ...(answers
      ? { state: 'well', text: { vi: 'Đường truyền đang được đo.', en: 'The line is measured.' } }
      : pings.length === 0
        ? {
            state: 'waiting',
            text: {
              vi: 'Chưa có số đo đường truyền đầu tiên.',
              en: 'No first figure of the line yet.',
            },
          }
        : {
            state: 'ill',
            text: {
              vi: 'Không điểm đo nào trả lời: xem đèn bộ chuyển đổi quang và bộ định tuyến.',
              en: 'No far end answers: look at the fibre terminal and the router.',
            },
          }),
  };
  const declared =
    config.uplink?.contract !== undefined && config.declarations['fibre'] !== undefined;
  const contract: Check = {
    step: 'line',
    ...(declared
      ? { state: 'well', text: { vi: 'Đã khai báo hợp đồng.', en: 'The contract is declared.' } }
      : {
          state: 'ill',
          text: {
            vi: 'Chưa khai báo tốc độ theo hợp đồng và loại đường truyền.',
            en: 'The contracted rates and the kind of line are not declared.',
          },
        }),
  };
  return [measured, contract];
}

function cameraChecks(seen: Seen): readonly Check[] {
  const { page, config } = seen;
  const configured = [...(config.cameras?.list ?? []), ...(config.recorders?.list ?? [])];
  const healths = configured.map(({ id }) => {
    const found = page.devices.find(({ device }) => device.id === id);
    return found === undefined ? 'waiting' : healthOf(found);
  });
  const ill = healths.filter((health) => health === 'ill').length;
  const waiting = healths.filter((health) => health === 'waiting').length;
  const strangers = strangersOf(seen).length;
  const none = configured.length === 0 && config.declarations['camera_count'] === 0;
  return [
    { step: 'cameras', ...(none ? NO_CAMERAS : answering(configured.length, ill, waiting)) },
    ...(strangers === 0
      ? []
      : [
          {
            step: 'cameras' as const,
            state: 'ill' as const,
            text: {
              vi: `${strangers} thiết bị tìm thấy chưa khai báo.`,
              en: `${strangers} devices were found and are not configured.`,
            },
          },
        ]),
  ];
}

const NO_CAMERAS: Omit<Check, 'step'> = {
  state: 'well',
  text: { vi: 'Trường khai không có camera.', en: 'The school declares that it has no camera.' },
};

function answering(count: number, ill: number, waiting: number): Omit<Check, 'step'> {
  if (count === 0)
    return {
      state: 'ill',
      text: { vi: 'Chưa khai báo camera nào.', en: 'No camera is configured.' },
    };
  if (ill > 0)
    return {
      state: 'ill',
      text: {
        vi: `${ill} trong ${count} camera, đầu ghi có vấn đề.`,
        en: `${ill} of ${count} cameras and recorders have a problem.`,
      },
    };
  if (waiting > 0)
    return {
      state: 'waiting',
      text: {
        vi: `${waiting} trong ${count} camera, đầu ghi chưa được xem.`,
        en: `${waiting} of ${count} cameras and recorders were not looked at yet.`,
      },
    };
  return {
    state: 'well',
    text: {
      vi: `${count} camera, đầu ghi đều trả lời.`,
      en: `All ${count} cameras and recorders answer.`,
    },
  };
}

/** Machines of the school's labs that told of themselves. */
export const reportersIn = ({ facts }: Pick<Sheet, 'facts'>) =>
  facts.filter(
    ({ measurement, fields }) => measurement === 'machine' && fields['source'] === 'reporter',
  );

function labChecks(seen: Seen): readonly Check[] {
  const { rooms = [], listen = 'off' } = seen.config.labs ?? {};
  const check = (state: Check['state'], vi: string, en: string): readonly Check[] => [
    { step: 'labs', state, text: { vi, en } },
  ];
  if (rooms.length === 0 && seen.config.declarations['lab_rooms'] === 0)
    return check(
      'well',
      'Trường khai không có phòng máy.',
      'The school declares that it has no computer lab.',
    );
  if (rooms.length === 0)
    return check('ill', 'Chưa khai báo phòng máy nào.', 'No lab is declared.');
  if (listen === 'off')
    return check(
      'ill',
      'Chưa chọn địa chỉ để máy phòng Tin học báo về.',
      'No address is chosen for the lab machines to report to.',
    );
  const seats = rooms.reduce((sum, room) => sum + room.seats, 0);
  const count = reportersIn(seen).length;
  return count === 0
    ? check('waiting', 'Chưa máy nào báo về.', 'No machine has reported yet.')
    : check(
        'well',
        `${count} máy đã báo về, trong ${seats} chỗ đã khai báo.`,
        `${count} machines reported, of ${seats} seats declared.`,
      );
}

function centreCheck({ page }: Seen): Check {
  const { word, lastReceiptAt } = page.shipment;
  const check = (state: Check['state'], vi: string, en: string): Check => ({
    step: 'centre',
    state,
    text: { vi, en },
  });
  if (page.school === undefined || word === 'not_enrolled' || word === 'token_refused')
    return check(
      'ill',
      'Chưa ghi danh với trung tâm: xin mã rồi chạy "hatang agent enroll".',
      'Not enrolled at the centre: ask for a code, then run "hatang agent enroll".',
    );
  if (word === 'unreachable')
    return check(
      'ill',
      'Không liên lạc được trung tâm; số liệu đang được giữ lại.',
      'The centre cannot be reached; the facts are kept.',
    );
  return word === 'connected' && lastReceiptAt !== undefined
    ? check('well', 'Số liệu đã về trung tâm.', 'Facts arrive at the centre.')
    : check('waiting', 'Đang gửi số liệu lần đầu.', 'The first facts are being sent.');
}
