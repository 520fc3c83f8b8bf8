import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupStage, STAGE_CONFIG } from '../../test/setup-stage.ts';

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

describe('the labs', () => {
  const room = { 'name:+1': 'Phòng Tin học 1', 'seats:+1': '40', 'pupils:+1': '45' };

  it('are written with rooms and the place to report to, and what sets a machine up is shown there alone', async () => {
    await stage.enter();
    const fields = { ...room, listen: '192.168.1.5:8483', community: 'bi-mat' };
    expect((await stage.post('/setup/labs', fields)).status).toBe(303);
    expect(config()).toMatch(
      /labs:\n {2}rooms:\n {4}- id: phong-tin-hoc-1\n {6}name: Phòng Tin học 1\n {6}seats: 40\n {6}pupils: 45\n {2}listen: 192.168.1.5:8483\n/,
    );
    expect(config()).toMatch(/community: \$\{file:secrets\/snmp-community\}/);
    const { body } = await stage.get('/setup/labs');
    expect(body).toContain('hatang machine enroll --agent 192.168.1.5:8483 --key hl1.');
    expect((await stage.get('/setup/line')).body).not.toContain('hl1.');
    expect(body).not.toContain('bi-mat');
  });

  it('are changed and taken out one by one', async () => {
    await stage.enter();
    await stage.post('/setup/labs', {
      ...{ ...room, listen: 'off' },
      ...{ 'name:+2': 'Phòng Tin học 2', 'seats:+2': '30' },
    });
    await stage.post('/setup/labs', {
      ...{ drop: 'phong-tin-hoc-1', listen: 'off' },
      ...{ 'name:phong-tin-hoc-2': 'Phòng máy B', 'seats:phong-tin-hoc-2': '32' },
    });
    expect(config()).not.toContain('phong-tin-hoc-1');
    expect(config()).toMatch(/- id: phong-tin-hoc-2\n {6}name: Phòng máy B\n {6}seats: 32\n/);
  });

  it.each([
    [{ ...room, 'seats:+1': '' }, 'Cần điền ô này'],
    [{ ...room, 'seats:+1': '501' }, 'Cần từ 1 đến 500'],
    [{ ...room, listen: 'everywhere' }, 'Chọn một địa chỉ'],
  ])('are refused as %j', async (fields, words) => {
    await stage.enter();
    const { status, body } = await stage.post('/setup/labs', fields);
    expect(status).toBe(422);
    expect(body).toContain(words);
    unchanged();
  });
});

describe('green', () => {
  it('is what is missing, line by line, and speaks English when asked', async () => {
    await stage.enter();
    const { body } = await stage.get('/setup/green');
    expect(body).toContain('2 thiết bị tìm thấy chưa khai báo.');
    expect(body).toContain('Chưa khai báo phòng máy nào.');
    expect(body).toContain('✓ xong');
    const english = await stage.get('/setup/green?lang=en');
    expect(english.body).toContain('No lab is declared.');
  });
});
