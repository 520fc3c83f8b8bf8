import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupStage, STAGE_CONFIG } from '../../test/setup-stage.ts';

/** In the config, it would be read. */
const REFERENCE = `\${file:/etc/passwd}`;

let stage: SetupStage;
beforeEach(async () => {
  stage = new SetupStage();
  await stage.open();
});
afterEach(() => stage.close());

const config = (): string => readFileSync(stage.file, 'utf8');
const unchanged = (): void => {
  expect(config()).toBe(STAGE_CONFIG);
  expect(stage.restarts).toBe(0);
};

describe('the line', () => {
  const fields = { down: '300', up: '62,5', 'declared:fibre': 'yes', 'declared:pupils': '1.200' };

  it('is written with what else stands in the file left alone, and taken up', async () => {
    await stage.enter();
    const sent = await stage.post('/setup/line', { ...fields, 'declared:school_level': 'primary' });
    expect(sent).toMatchObject({ status: 303, headers: { location: '/setup/line?saved=1' } });
    const text = config();
    expect(text).toContain('# của trường / of the school\nagent: may-chu\n');
    expect(text).toContain('data: ./data # ở đây');
    expect(text).toContain('  # điểm đo / far ends\n');
    expect(text).toMatch(/contract:\n {4}down: 300Mbit\/s\n {4}up: 62.5Mbit\/s/);
    expect(text).toMatch(
      /declarations:\n {2}fibre: true\n {2}school_level: primary\n {2}pupils: 1200\n/,
    );
    expect(readFileSync(`${stage.file}.previous`, 'utf8')).toBe(STAGE_CONFIG);
    expect(statSync(stage.file).mode & 0o777).toBe(0o640);
    expect(stage.restarts).toBe(1);
    expect((await stage.get('/setup/line?saved=1')).body).toContain('✓ Đã lưu');
  });

  it.each([
    [{ down: '-1', up: '150' }, 'f-down', 'Cần một con số.'],
    [{ down: 'nhanh', up: '150' }, 'f-down', 'Cần một con số.'],
    [{ down: '300', up: '' }, 'f-up', 'Cần điền ô này.'],
    [{ down: '300', up: '0' }, 'f-up', 'Cần từ 1 đến 100000.'],
    [
      { down: '300', up: '150', 'declared:pupils': '3,5' },
      'f-declared-pupils',
      'Cần một số nguyên.',
    ],
    [
      { down: '300', up: '150', 'declared:school_level': 'x' },
      'f-declared-school-level',
      'Có ký tự',
    ],
    [
      { down: '300', up: '150', 'declared:it_leader': REFERENCE },
      'f-declared-it-leader',
      'Có ký tự không dùng được',
    ],
  ])('says of %j beside its field what is wrong', async (wrong, id, words) => {
    await stage.enter();
    const { status, body } = await stage.post('/setup/line', {
      ...wrong,
      'declared:meetings': '7',
    });
    expect(status).toBe(422);
    expect(body).toMatch(new RegExp(`<span id="${id}-note" class="ill">✕ ${words}`));
    expect(body).toContain('name="declared:meetings" value="7"');
    unchanged();
  });

  it('is saved by one of two who began from the same file; the other is told', async () => {
    await stage.enter();
    const hidden = await stage.hidden();
    const answers = await Promise.all([
      stage.send('/setup/line', { ...hidden, down: '300', up: '150' }),
      stage.send('/setup/line', { ...hidden, down: '500', up: '250' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(late?.body).toContain('vừa bị thay đổi ở nơi khác');
    expect(stage.restarts).toBe(1);
  });

  it('shows the lines to paste where the file is read-only', async () => {
    chmodSync(stage.file, 0o440);
    await stage.enter();
    expect((await stage.get('/setup/line')).body).toContain('Tệp cấu hình chỉ đọc');
    const { status, body } = await stage.post('/setup/line', { down: '300', up: '150' });
    expect(status).toBe(200);
    expect(body).toMatch(/<pre>uplink:[^<]*contract:\n {4}down: 300Mbit\/s/);
    unchanged();
  });

  it('says what is wrong with a file that was broken by hand', async () => {
    await stage.enter();
    writeFileSync(stage.file, 'agent: A B\n');
    const { body } = await stage.get('/setup/line');
    expect(body).toContain('agent: expected a-z');
    expect((await stage.send('/setup/line', { token: '', version: '' })).status).toBe(403);
  });
});
