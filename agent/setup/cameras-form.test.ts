import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { foundAt, SetupStage, STAGE_CONFIG, stageState } from '../../test/setup-stage.ts';

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

describe('the cameras', () => {
  const password = 'Mật-khẩu 9$';
  const pick = {
    pick: '127.0.0.22:8899',
    'name:127.0.0.22:8899': 'Camera cổng trường',
    'zone:127.0.0.22:8899': 'public',
  };

  it('are those found and not configured, by what they call themselves', async () => {
    await stage.enter();
    const { body } = await stage.get('/setup/cameras');
    expect(body).toContain('<legend>127.0.0.21 · DS-2CD2021</legend>');
    expect(body.match(/name="pick"/g)).toHaveLength(2);
    expect(body).toContain('tài khoản chỉ xem');
  });

  it('are written with the account for all, whose password stands in a file of its own alone', async () => {
    await stage.enter();
    const sent = await stage.post('/setup/cameras', { ...pick, user: 'xem', password });
    expect(sent).toMatchObject({ status: 303, headers: { location: '/setup/cameras?look=1' } });
    expect(config()).toContain(`    - id: camera-cong-truong
      name: Camera cổng trường
      zone: public
      address: 127.0.0.22:8899
      user: xem
      password: \${file:secrets/camera-cong-truong}
`);
    const secret = join(stage.folder, 'secrets', 'camera-cong-truong');
    expect(readFileSync(secret, 'utf8')).toBe(`${password}\n`);
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    const { looks } = stage;
    const looking = stage.get('/setup/cameras?look=1');
    await expect.poll(() => stage.looks).toBeGreaterThan(looks);
    await stage.clock.advance(seconds(10));
    const { body } = await looking;
    expect(config() + body).not.toContain('9$');
    expect(body).toContain('? Chưa đo');
    expect(body).toContain('Xem lại');
    expect(body).not.toContain('name="pick"');
  });

  it('may have an account each, and the names of two may be one', async () => {
    await stage.enter();
    await stage.post('/setup/cameras', { ...pick, user: 'xem', password });
    const more = {
      pick: '127.0.0.21',
      'name:127.0.0.21': 'Camera cổng trường',
      'user:127.0.0.21': 'rieng',
      'password:127.0.0.21': 'khac',
    };
    expect((await stage.post('/setup/cameras', { ...more, user: 'xem', password })).status).toBe(
      303,
    );
    expect(config()).toMatch(/id: camera-cong-truong-2\n.*\n.*\n {6}user: rieng\n/);
    expect(readFileSync(join(stage.folder, 'secrets', 'camera-cong-truong-2'), 'utf8')).toBe(
      'khac\n',
    );
  });

  it.each([
    [{ ...pick, 'name:127.0.0.22:8899': '' }, 'Cần điền ô này'],
    [{ ...pick, user: 'xem', password: '' }, 'Cần điền ô này'],
    [{ ...pick, user: 'xem', password: ' x' }, 'Mật khẩu không thể bắt đầu'],
    [{ ...pick, user: REFERENCE, password: 'x' }, 'Có ký tự không dùng được'],
    [{ 'address:by-hand': '10.9.9.9', 'name:by-hand': 'A' }, 'ngoài các mạng'],
    [{ 'address:by-hand': 'http://x/', 'name:by-hand': 'A' }, 'Cần một địa chỉ như'],
    [{ pick: '127.0.0.1 x', 'name:127.0.0.1 x': 'A' }, 'Cần một địa chỉ như'],
  ])('are refused as %j, without a password on the page', async (fields, words) => {
    await stage.enter();
    const { status, body } = await stage.post('/setup/cameras', {
      password: 'mat-khau-thu',
      ...fields,
    });
    expect(status).toBe(422);
    expect(body).toContain(words);
    expect(body).not.toContain('mat-khau-thu');
    expect(existsSync(join(stage.folder, 'secrets'))).toBe(false);
    unchanged();
  });

  it('leave no secret behind where the file could not be written', async () => {
    await stage.enter();
    // A folder in the place of the copy: the new text cannot be put beside it.
    const blocked = `${stage.file}.previous.new`;
    mkdirSync(join(blocked, 'full'), { recursive: true });
    const { status, body } = await stage.post('/setup/cameras', { ...pick, user: 'xem', password });
    expect(status).toBe(503);
    expect(body).toContain('tệp cũ còn nguyên');
    expect(body).toContain('id: camera-cong-truong');
    expect(body).toContain('secrets/camera-cong-truong');
    expect(body).not.toContain('9$');
    expect(existsSync(join(stage.folder, 'secrets', 'camera-cong-truong'))).toBe(false);
    unchanged();
  });

  it('that refuse their account are offered another, which takes the place of the first', async () => {
    await stage.enter();
    await stage.post('/setup/cameras', { ...pick, user: 'xem', password: 'sai' });
    const { now } = stage.state.page;
    const problem = { vi: 'Camera từ chối tên hoặc mật khẩu.', en: 'Refused.' };
    stage.state = {
      facts: [],
      page: stageState({
        devices: [
          {
            device: { id: 'camera-cong-truong', kind: 'camera', name: 'x', every: seconds(60) },
            passes: [
              {
                ...{ at: now, took: seconds(1), healthy: false, late: false, problem },
                ...{ since: now, turned: false },
              },
            ],
          },
        ],
      }),
    };
    const { body } = await stage.get('/setup/cameras?look=1');
    expect(body).toContain('Camera từ chối tên hoặc mật khẩu.');
    expect(body).toContain('Thử tài khoản khác');
    const device = 'camera-cong-truong';
    const wrong = await stage.post('/setup/account', { device, user: '', password: 'p' });
    expect(wrong.status).toBe(422);
    const sent = await stage.post('/setup/account', { device, user: 'xem2', password: 'dung' });
    expect(sent.status).toBe(303);
    expect(config()).toMatch(/user: xem2\n {6}password: \$\{file:secrets\/camera-cong-truong-2\}/);
    expect(readFileSync(join(stage.folder, 'secrets', `${device}-2`), 'utf8')).toBe('dung\n');
  });

  it('cannot carry markup or a reference in by what they call themselves', async () => {
    const found = [foundAt('127.0.0.23', { name: `<b>${REFERENCE}`, hardware: undefined })];
    const { now, search } = stage.state.page;
    const last = { at: now, found };
    stage.state = { facts: [], page: stageState({ search: { ...search, last } }) };
    await stage.enter();
    const { body } = await stage.get('/setup/cameras');
    expect(body).toContain('name="name:127.0.0.23" value="&lt;b&gt; {file:/etc/passwd}"');
    expect(body).not.toContain('<b>$');
  });
});
