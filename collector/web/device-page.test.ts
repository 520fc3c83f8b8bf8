import { describe, expect, it } from 'vitest';
import { epochMs, minutes } from '../../kit/units.ts';
import { NOW, sampleAdmin } from '../../test/web-sample.ts';
import { sampleDevicePage } from '../../test/web-sample-device-page.ts';
import type { DevicePageView, DeviceView } from '../report/views.ts';
import { devicePage } from './device-page.ts';
import type { PageContext } from './page-request.ts';

const context: PageContext = {
  query: {},
  caller: sampleAdmin,
  speech: { language: 'vi', timeZone: 'Asia/Ho_Chi_Minh' },
  csrfToken: 'token',
  now: NOW,
  version: '0.1.0',
};
const english = { ...context, speech: { ...context.speech, language: 'en' } } as const;
const viewOf = (id: string, changes: Partial<DevicePageView> = {}): DevicePageView => {
  const view = sampleDevicePage(id);
  if (view === undefined) throw new Error(`no sample device ${id}`);
  return { ...view, ...changes };
};
const draw = (id: string, changes: Partial<DevicePageView> = {}) =>
  devicePage(viewOf(id, changes), context).text;
const changed = (id: string, changes: Partial<DeviceView>): Partial<DevicePageView> => ({
  device: { ...viewOf(id).device, ...changes },
});
/** The rows of the table of groups, by number. */
const groupRow = (text: string, number: number) =>
  text.split('<tr>').find((row) => row.includes(`<th scope="row">${number}. `)) ?? '';

describe('the state of a camera', () => {
  it('is a sentence with since when: bad since its incident opened', () => {
    expect(draw('cam-03')).toMatch(
      /<b class="v f">Mất tín hiệu<\/b> từ <time [^>]*>07:42 hôm nay, 18 phút trước<\/time>\. Đo lần cuối lúc/,
    );
  });

  it('is good since the last incident ended, and says where none is on record', () => {
    const [past] = viewOf('cam-03').incidents;
    const resolvedAt = epochMs(NOW - minutes(30));
    const ended = past === undefined ? [] : [{ ...past, state: 'resolved' as const, resolvedAt }];
    expect(draw('cam-01', { incidents: ended })).toMatch(
      /Đang có hình<\/b> từ khi sự cố gần nhất kết thúc, <time [^>]*>07:30 hôm nay/,
    );
    expect(draw('cam-01', { incidents: [] })).toContain('</b>, chưa ghi nhận sự cố nào.');
  });

  it('is said to be bad before an incident opens, and unknown before the first measurement', () => {
    expect(draw('cam-02', { incidents: [] })).toContain('Đứng hình</b>, chưa mở sự cố nào.');
    const never = draw('cam-01', changed('cam-01', { up: undefined, state: undefined, facts: [] }));
    expect(never).toContain('<span class="v u">chưa đo lần nào</span>');
    expect(never).toContain('Chưa đọc được luồng hình nào.');
    expect(never).toContain('Thiết bị chưa cho biết.');
  });
});

describe('what to do about a camera', () => {
  it('begins with what can be set and what must be replaced, and folds what passes', () => {
    const text = draw('cam-02');
    const order = [
      '<b>đặt lại được</b>: Đặt 25',
      '<b>phải thay thiết bị</b>: ',
      'Tắt Telnet và FTP.',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('đề xuất — chưa đối chiếu văn bản gốc');
    const cam01 = draw('cam-01');
    const folded = cam01.slice(cam01.indexOf('<details class="folded">'));
    expect(folded).toContain('Độ phân giải luồng chính');
    expect(folded).not.toContain('class="v f">Chưa đạt</span></td><td data-label="Cần làm">Đặt');
  });

  it('says of advice that it is advice', () => {
    expect(draw('cam-02')).toContain('<small>CAM-10 · nâng cao (tham khảo)</small>');
    expect(draw('cam-02')).toContain('<small>CAM-05 · nâng cao</small>');
  });

  it('says why a criterion is unknown', () => {
    expect(draw('cam-03')).toContain('<td data-label="Cần làm">số liệu đã cũ: chiều dọc');
  });
});

describe('claims beside measurements', () => {
  const claims = (fields: DeviceView['facts'][number]['fields']) =>
    draw(
      'cam-01',
      changed('cam-01', {
        facts: [{ measurement: 'camera_stream', tags: { stream: 'main' }, fields, at: NOW }],
      }),
    ).split('khác khai báo').length - 1;

  it.each([
    ['nothing measured', { claimed_codec: 'H264', claimed_fps: 25 }, 0],
    ['one codec in two spellings', { claimed_codec: 'H.264', codec: 'h264' }, 0],
    ['another codec', { claimed_codec: 'H265', codec: 'H264' }, 1],
    [
      'a cropped picture',
      { claimed_width: 1280, claimed_height: 720, width: 1280, height: 704 },
      0,
    ],
    ['another picture', { claimed_width: 1280, claimed_height: 720, width: 1280, height: 703 }, 1],
    ['another width', { claimed_width: 1920, claimed_height: 720, width: 1280, height: 720 }, 1],
    ['one frame less', { claimed_fps: 4, fps: 3 }, 0],
    ['15 % less', { claimed_fps: 20, fps: 17 }, 0],
    ['more than 15 % less', { claimed_fps: 20, fps: 16.9 }, 1],
    ['a lower bit rate than its ceiling', { claimed_bitrate_bps: 4e6, bitrate_bps: 1e6 }, 0],
    ['half as much again', { claimed_bitrate_bps: 4e6, bitrate_bps: 6e6 }, 0],
    ['a higher bit rate', { claimed_bitrate_bps: 4e6, bitrate_bps: 6.1e6 }, 1],
  ])('%s', (_, fields, marks) => expect(claims(fields)).toBe(marks));
});

describe('the eleven groups of QCVN 11', () => {
  const text = draw('cam-02');

  it('are all there, with what the network shows of each as good, bad or not seen', () => {
    for (let number = 1; number <= 11; number += 1) expect(groupRow(text, number)).not.toBe('');
    const exposed = groupRow(text, 6);
    expect(exposed).toContain('<span class="v f">mở telnet: có</span>');
    expect(exposed).toContain('<span class="v p">mở ftp: không</span>');
    expect(exposed).toContain(
      '<span class="v u">cho xem tài khoản không cần mật khẩu: chưa thấy</span>',
    );
  });

  it('carry the verdicts that speak of them, by number or by clause, each with its confidence', () => {
    const exposed = groupRow(text, 6);
    expect(exposed).toContain('Chưa đạt</span> <span class="quiet">SEC-03');
    expect(exposed).toContain('đề xuất — chưa đối chiếu văn bản gốc');
    const [first] = viewOf('cam-02').findings;
    const numbered = { document: 'TT 48/2026/TT-BCA', clause: 'phụ lục', group: 9 };
    const findings =
      first === undefined ? [] : [{ ...first, criterion: 'SEC-19', source: numbered }];
    expect(groupRow(draw('cam-02', { findings }), 9)).toContain('SEC-19');
  });

  it('leave the clock beside them, with the criteria that judge it', () => {
    const [first] = viewOf('cam-02').findings;
    const findings = first === undefined ? [] : [{ ...first, criterion: 'CAM-13' }];
    const facts = [{ measurement: 'camera', tags: {}, fields: { time_source: 'Manual' }, at: NOW }];
    const device = { ...viewOf('cam-02').device, facts };
    const rows = draw('cam-02', { findings, device }).split('<tr>');
    const clock = rows.find((row) => row.includes('Ngoài 11 nhóm: đồng hồ')) ?? '';
    expect(clock).toContain('<span class="v f">nguồn giờ: Manual</span>');
    expect(clock).toContain('CAM-13');
  });

  it('leave to papers what a look from the network can’t say, and never let it pass', () => {
    for (const number of [4, 7, 9, 10, 11]) {
      expect(groupRow(text, number)).toContain('Mạng không cho biết; cần công bố hợp quy');
      expect(groupRow(text, number)).toContain('<span class="v u">Không xác định</span>');
    }
  });
});

describe('the last days', () => {
  it('are a strip of bars with a sentence that says the same, and the figures below', () => {
    const text = draw('cam-02');
    const sentence =
      '14 ngày gần nhất: 12 ngày có đo, 7 ngày mọi lần đo đều tốt, ngày thấp nhất 0 % (15/11/2026).';
    expect(text).toContain(`<p>${sentence}`);
    expect(text).toContain(`role="img" aria-label="${sentence}"`);
    expect(text.split('<rect class="unknown"').length - 1).toBe(2);
    expect(text).toContain('<th scope="row">12/11/2026</th><td>không đo</td>');
    expect(text).not.toMatch(/style=|<script>|onload/);
  });

  it('name no lowest day where every measurement was good', () => {
    const text = draw('cam-02', { days: [{ day: '2026-11-23', good: 1 }] });
    expect(text).toContain('1 ngày gần nhất: 1 ngày có đo, 1 ngày mọi lần đo đều tốt.');
  });

  it('are left out where nothing was ever counted', () => {
    expect(draw('cam-02', { days: [] })).not.toContain('<svg');
  });
});

describe('the page of a recorder', () => {
  const text = draw('rec-01');

  it('has its channels, stopped ones first, and no streams or camera security', () => {
    const rows = ['Ngừng ghi', 'Không rõ', 'Đang ghi'].map((word) => text.indexOf(word));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(rows[0]).toBeGreaterThan(0);
    expect(text).toContain('<td data-label="Số ngày lưu">31,2 ngày</td>');
    expect(text).toContain('1 ngày 2 giờ trước');
    expect(text).not.toContain(' ms trước');
    expect(text).toContain('vừa xong</td>');
    expect(text).not.toContain('id="security"');
  });
});

describe('every device page', () => {
  it.each(['cam-01', 'cam-02', 'cam-03', 'rec-01'])(
    'of %s shows no picture and wears its mark',
    (id) => {
      const text = draw(id);
      expect(text).not.toMatch(/<img|<video|<canvas|rtsp:/);
      expect(text).toContain('mô phỏng');
      expect(text).toContain('<a href="/schools/truong-1">');
    },
  );

  it('names in English what the device says of itself', () => {
    const { text } = devicePage(viewOf('cam-02'), english);
    expect(text).toContain('<dt>manufacturer, as sent</dt><dd>Hikvision</dd>');
    expect(text).not.toMatch(/<dt>as sent/);
  });

  it('speaks English when asked, with nothing left in Vietnamese but names', () => {
    for (const id of ['cam-02', 'cam-03', 'rec-01']) {
      const text = devicePage(viewOf(id), english).text;
      for (const word of [
        'Chưa đạt',
        'Không xác định',
        'Hiện tại',
        'mô phỏng',
        'trước<',
        'ngày',
        'Kênh',
      ])
        expect(text).not.toContain(word);
    }
  });

  it('escapes whatever a device says', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const fields = {
      manufacturer: evil,
      model: evil,
      error: evil,
      auth: evil,
      claimed_codec: evil,
    };
    const measurements = ['camera', 'camera_stream', evil];
    const page = draw('cam-01', {
      ...changed('cam-01', {
        name: evil,
        state: evil,
        zone: evil,
        address: evil,
        facts: measurements.map((measurement) => ({
          measurement,
          tags: { stream: evil },
          fields,
          at: NOW,
        })),
      }),
      school: { id: evil, name: evil, simulated: false },
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x');
  });
});
