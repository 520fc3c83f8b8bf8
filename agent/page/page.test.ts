import { get, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { epochMs, hours, minutes, ms, seconds } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { FoundDevice } from '../../wire/last-search.ts';
import type { ShipmentWord } from '../ship/shipment.ts';
import { answerPage } from './answer.ts';
import { lineUse } from './line-use.ts';
import { type ServedPage, servePage } from './page-door.ts';
import type { PageState } from './state.ts';

const now = epochMs(Date.parse('2026-11-23T01:00:00Z'));

const finding: Finding = {
  standard: '772-gddt',
  standardVersion: '1',
  textChecked: false,
  criterion: 'NET-01',
  level: 'basic',
  group: 'line',
  name: { vi: 'Có đường truyền cáp quang', en: 'There is a fibre line' },
  mandatory: true,
  advisory: false,
  device: undefined,
  verdict: 'fail',
  unknown: undefined,
  observed: 0.5,
  required: { vi: 'có', en: 'yes' },
  unit: 'ratio',
  at: now,
  source: { document: '772/GDĐT', clause: 'II.5' },
  confidence: 'assumed',
  remedy: { vi: 'Hãy gọi nhà mạng', en: 'Call the provider' },
  mend: undefined,
  devices: undefined,
};

function state(word: ShipmentWord, given: Partial<PageState> = {}): PageState {
  return {
    now,
    agent: 'may-chu',
    version: '0.1.0',
    school: 'thcs-demo',
    simulated: false,
    collector: 'https://hatang.example.vn',
    shipment: {
      word,
      since: epochMs(now - minutes(18)),
      problem: undefined,
      lastReceiptAt: undefined,
      refusedLines: 0,
      clockOffsetS: undefined,
    },
    spool: { batches: 1_234, bytes: 99, dropped: 0, unwritten: 0, refused: 0 },
    devices: [
      {
        device: { id: 'cam-01', kind: 'camera', name: '<b>Cổng</b>', every: seconds(60) },
        passes: [
          {
            at: now,
            took: ms(10),
            healthy: false,
            late: true,
            problem: { vi: 'Camera không trả lời.', en: 'The camera does not answer.' },
            since: epochMs(now - minutes(18)),
            turned: true,
          },
        ],
      },
      { device: { id: 'pc-01', kind: 'machine', name: 'Máy 01', every: seconds(60) }, passes: [] },
    ],
    findings: [finding],
    search: { last: undefined, gone: [], problem: undefined },
    outages: [],
    ...given,
  };
}

let page: ServedPage | undefined;
afterEach(async () => {
  await page?.close();
  page = undefined;
});

interface Got {
  readonly response: IncomingMessage;
  readonly body: string;
}

/** Asks the served page as a browser would, under any host name. */
async function ask(target: string, given: PageState, headers: Record<string, string> = {}) {
  page ??= await servePage({ host: '127.0.0.1', port: 0 }, (request, port) =>
    answerPage(request, port, async () => given),
  );
  const { port } = page;
  return await new Promise<Got>((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: target, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ response, body }));
    });
    request.on('error', reject);
  });
}

describe('what measuring the line used today', () => {
  const MIB = 1024 ** 2;
  const told = (usedBytes: number, ago = minutes(5)) =>
    lineUse([
      {
        measurement: 'uplink_turn',
        tags: { device: 'line' },
        fields: { budget_bytes: 1_024 * MIB, budget_used_bytes: usedBytes },
        at: epochMs(now - ago),
      },
    ]);

  it.each([
    ['/', told(180.5 * MIB), 'Hôm nay đã dùng 180,5 MiB trong 1.024 MiB'],
    ['/?lang=en', told(180.5 * MIB), 'has used 180.5 MiB of 1,024 MiB today'],
    ['/', told(180.5 * MIB, hours(9)), 'Hôm nay đã dùng 0 MiB trong 1.024 MiB'],
  ])('stands on the page: %s', async (target, use, words) => {
    const { body } = await ask(target, state('connected', { lineUse: use }));
    expect(body).toContain(words);
  });

  it('is not told before the first turn', async () => {
    expect(lineUse([])).toBeUndefined();
    const { body } = await ask('/', state('connected'));
    expect(body).not.toContain('MiB');
  });
});

describe('the page of the agent', () => {
  it.each([
    ['unreachable', 'Không liên lạc được trung tâm https://hatang.example.vn từ 07:42 hôm nay'],
    ['unreachable', '1.234 lô đang chờ gửi'],
    ['connected', 'Liên lạc được với trung tâm'],
    ['token_refused', 'Trung tâm từ chối mã truy cập'],
    ['not_enrolled', 'Chưa ghi danh với trung tâm'],
    ['busy', 'Trung tâm đang bận'],
    ['starting', 'Đang khởi động'],
  ] as const)('says of a shipment that is %s: %s', async (word, words) => {
    const { body } = await ask('/', state(word));
    expect(body).toContain(words);
    expect(body).toContain('<html lang="vi">');
  });

  it('speaks English when asked', async () => {
    const { body } = await ask('/?lang=en', state('unreachable'));
    expect(body).toContain('cannot be reached since 07:42 today, 18 min ago');
    expect(body).toContain('1,234 batches wait');
    expect(body).not.toMatch(/Không|Thiết bị|Tiêu chí/);
    expect(body).toContain('The camera does not answer.');
  });

  it('begins with what is to be done: what fails, since when, and what mends it', async () => {
    const { body } = await ask('/', state('unreachable'));
    const todo = body.slice(body.indexOf('Cần làm ngay'), body.indexOf('<h2>Thiết bị'));
    expect(todo).toContain('✕ Gửi số liệu về trung tâm');
    expect(todo).toContain('✕ Camera: &lt;b&gt;Cổng&lt;/b&gt;');
    expect(todo).toMatch(/Từ <time[^>]*>07:42 hôm nay, 18 phút trước/);
    expect(todo).toContain('<p>Camera không trả lời.</p>');
    expect(todo).toContain('✕ Có đường truyền cáp quang');
    expect(todo).toContain('<b>Cách khắc phục:</b> Hãy gọi nhà mạng');
    expect(todo).toContain('đề xuất — chưa đối chiếu văn bản gốc');
    expect(todo).toContain('href="#772-gddt-NET-01-basic"');
    expect(body).toContain('<tr id="772-gddt-NET-01-basic">');
  });

  it('says that nothing is to be done where nothing fails', async () => {
    const { body } = await ask('/', state('connected', { devices: [], findings: [] }));
    expect(body).toContain('✓ Không có việc gì phải làm ngay.');
  });

  it('leaves out of it what is advanced, not mandatory or only unknown', async () => {
    const findings: readonly Finding[] = [
      { ...finding, level: 'advanced' },
      { ...finding, mandatory: false },
      { ...finding, verdict: 'unknown' },
    ];
    const { body } = await ask('/', state('connected', { devices: [], findings }));
    expect(body).toContain('✓ Không có việc gì phải làm ngay.');
  });

  it('makes one thing to do of a whole lab with one problem, since its first', async () => {
    const problem = { vi: 'Không trả lời SNMP.', en: 'No SNMP answer.' };
    const devices = Array.from({ length: 12 }, (_, at): PageState['devices'][number] => ({
      device: { id: `pc-${at}`, kind: 'machine', name: `Máy ${at}`, every: seconds(60) },
      passes: [
        {
          ...{ at: now, took: ms(10), healthy: false, late: false, problem },
          since: epochMs(now - minutes(at)),
          turned: false,
        },
      ],
    }));
    const { body } = await ask('/', state('connected', { devices, findings: [] }));
    expect(body.match(/<h3/g)).toHaveLength(1);
    expect(body).toContain('Máy 7 và 4 thiết bị khác');
    expect(body).toMatch(/Ít nhất từ <time[^>]*>07:49 hôm nay, 11 phút trước<\/time> \(sớm nhất\)/);
  });

  it('folds the criteria by group, with the counts of each outside', async () => {
    const camera: Finding = { ...finding, group: 'camera', verdict: 'pass', criterion: 'CAM-01' };
    const { body } = await ask('/', state('connected', { findings: [finding, camera] }));
    expect(body.match(/<details>/g)).toHaveLength(2);
    expect(body).toMatch(
      /<summary><b>Đường truyền<\/b> <span[^>]*>✕ Chưa đạt 1<\/span><\/summary>/,
    );
    expect(body).toMatch(/<summary><b>Camera<\/b> <span[^>]*>✓ Đạt 1<\/span><\/summary>/);
  });

  it('shows each device with its problem, a slow one as slow, an unmeasured one as such', async () => {
    const { body } = await ask('/', state('connected'));
    expect(body).toContain('<p>Camera không trả lời.</p><p>trả lời chậm</p>');
    expect(body).toContain('✕ Có vấn đề');
    expect(body).toContain('? Chưa đo');
    expect(body).toContain('&lt;b&gt;Cổng&lt;/b&gt;');
  });

  it('shows findings with what was observed, the remedy, and that nobody checked the text', async () => {
    const { body } = await ask('/', state('connected'));
    for (const words of ['✕ Chưa đạt', '50 %', 'chưa đối chiếu văn bản gốc', 'Hãy gọi nhà mạng'])
      expect(body).toContain(words);
  });

  it('labels a simulated school at its head and wherever a device stands', async () => {
    const { body } = await ask('/', state('connected', { simulated: true }));
    expect(body.match(/>mô phỏng</g)).toHaveLength(4);
  });

  it('lists what was found and nobody configured, with lines to paste and no password', async () => {
    const stranger: FoundDevice = {
      ...{ address: '192.168.1.9:8899', host: '192.168.1.9', endpoint: 'x', hardware: 'IPC' },
      ...{ name: `<i>\${file:/etc/passwd}"`, configuredAs: undefined, movedFrom: 'pc-01' },
      simulated: false,
    };
    const known = { ...stranger, address: '192.168.1.8', configuredAs: 'cam-01' };
    const last = { at: now, found: [stranger, known] };
    const search = { last, gone: [], problem: undefined };
    const { body } = await ask('/', state('connected', { search }));
    const section = body.slice(body.indexOf('Thiết bị tìm thấy chưa kê khai'));
    expect(section).toContain('<th scope="row">192.168.1.9:8899</th>');
    expect(section).toContain('có thể đã đổi địa chỉ từ: Máy 01');
    expect(section).toContain('name: &quot;&lt;i&gt; {file:/etc/passwd}\\&quot;&quot;');
    expect(section).toContain(`password: \${file:secrets/cam-192-168-1-9-8899}`);
    expect(section).not.toContain('192.168.1.8');
    expect(section).not.toContain('<i>');
  });

  it('lists what is configured and gone, and why nothing could be searched', async () => {
    const gone = [{ id: 'cam-09', kind: 'camera', name: 'Sân', every: seconds(60) } as const];
    const last = { at: now, found: [] };
    const search = { last, gone, problem: undefined };
    const shown = await ask('/', state('connected', { search }));
    expect(shown.body).toMatch(/Đã kê khai nhưng không thấy<\/h3>\s*<ul><li>Sân/);
  });

  it.each([
    [
      'why it could not search',
      { problem: { vi: 'Không dò được.', en: 'No.' } },
      '✕ Không dò được.',
    ],
    [
      'that all are known',
      { last: { at: now, found: [] } },
      '✓ Mọi thiết bị trả lời đều đã kê khai',
    ],
  ])('says of a search %s', async (_, given, words) => {
    const search = { last: undefined, gone: [], problem: undefined, ...given };
    expect((await ask('/', state('connected', { search }))).body).toContain(words);
  });

  it('says nothing of a search where none is made', async () => {
    expect((await ask('/', state('connected'))).body).not.toContain('Dò tìm');
  });

  it('runs no script and may be framed by nobody', async () => {
    const { response, body } = await ask('/', state('connected'));
    expect(response.headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(body).not.toMatch(/<script|style=|https?:\/\/(?!hatang\.example)/);
    expect((await ask('/style.css', state('connected'))).response.headers['content-type']).toMatch(
      /^text\/css/,
    );
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])(
    'tells nothing under the host name %j',
    async (host) => {
      const { response, body } = await ask('/', state('connected'), { host });
      expect(response.statusCode).toBe(421);
      expect(body).not.toContain('thcs-demo');
    },
  );

  it('answers under its own names', async () => {
    await ask('/', state('connected'));
    const host = `localhost:${page?.port}`;
    expect((await ask('/', state('connected'), { host })).response.statusCode).toBe(200);
  });

  it('has one page', async () => {
    expect((await ask('/token', state('connected'))).response.statusCode).toBe(404);
    expect((await ask('/../token', state('connected'))).response.statusCode).toBe(404);
  });
});
