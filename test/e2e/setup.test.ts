import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWithPeers, peerPath } from '../peers.ts';
import { type SimCamera, startCamera } from '../sim/camera/camera.ts';
import { type Responder, startResponder } from '../sim/discovery-responder.ts';
import { type Started, startedCollector } from './started.ts';

const cli = fileURLToPath(new URL('../../cli/hatang.mjs', import.meta.url));
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const PASSWORD = 'mat-khau-dung';
const SIZES = [
  ['desk', { width: 1280, height: 900 }],
  ['telephone', { width: 390, height: 844 }],
] as const;
const kept = process.env['HATANG_SCREENSHOTS'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describeWithPeers(['chromium'], 'a school set up on the agent’s own page', () => {
  const shots = kept ?? mkdtempSync(join(tmpdir(), 'hatang-setup-shots-'));
  let browser: Browser;
  let folder = '';
  let collector: Started;
  let camera: SimCamera;
  let responder: Responder;
  let agent: ChildProcess;
  let log = '';
  let file = '';

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: peerPath('chromium'), args: ARGS });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    if (kept === undefined) rmSync(shots, { recursive: true });
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hatang-setup-e2e-'));
    file = join(folder, 'agent.yaml');
    collector = await startedCollector();
    camera = await startCamera({ id: 'cam', user: 'xem', password: PASSWORD, fps: 12 });
    const xaddrs = [`http://127.0.0.1:${camera.onvifPort}/onvif/device_service`];
    responder = await startResponder({
      host: '127.0.0.1',
      port: 0,
      devices: () => [{ endpoint: 'urn:uuid:cam', xaddrs, name: 'IPC', hardware: 'SIM-2M' }],
    });
    const made = await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-demo' } });
    const { code } = (await made.json()) as { readonly code: string };
    writeFileSync(file, configOf(collector, responder, await freePort()));
    await hatang('enroll', '--code', code, '--config', file);
    log = '';
    agent = spawn(process.execPath, [cli, 'agent', 'run', '--config', file], { cwd: folder });
    agent.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }, 60_000);
  afterEach(async () => {
    const ended = once(agent, 'close');
    agent.kill('SIGTERM');
    await ended;
    await Promise.all([camera.stop(), responder.stop(), collector.end()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function hatang(...args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [cli, 'agent', ...args]);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await once(child, 'close');
    return said;
  }

  const link = async (): Promise<string> =>
    JSON.parse(await hatang('setup', '--config', file, '--json')).url;

  async function opened(viewport: { readonly width: number; readonly height: number }) {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    const url = await link();
    await expect
      .poll(
        () =>
          page.goto(url).then(
            () => true,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
    problems.length = 0;
    return { context, page, problems, base: new URL(url).origin };
  }

  it('goes from the link to a camera that is measured, without a restart by hand', async () => {
    const { context, page, problems, base } = await opened(SIZES[0][1]);
    await page.fill('[name=down]', '300');
    await page.fill('[name=up]', '150');
    await page.selectOption('[name="declared:fibre"]', 'yes');
    await page.click('form button');
    await expect.poll(() => page.url()).toContain('saved=1');
    expect(await page.textContent('[role=status]')).toContain('Đã lưu');

    await expect
      .poll(
        () => page.goto(`${base}/setup/cameras`).then(() => page.locator('[name=pick]').count()),
        { timeout: 40_000 },
      )
      .toBe(1);
    const address = `127.0.0.1:${camera.onvifPort}`;
    await page.check('[name=pick]');
    await page.fill(`[name="name:${address}"]`, 'Camera cổng trường');
    await page.fill('[name=user] >> nth=0', 'xem');
    await page.fill('[name=password] >> nth=0', 'mat-khau-sai');
    await page.click('form button >> nth=0');
    await expect
      .poll(() => page.locator('.checks .ill').first().textContent(), { timeout: 40_000 })
      .toContain('Có vấn đề');
    expect(await page.textContent('.checks')).toContain('từ chối tên hoặc mật khẩu');

    await page.click('.checks summary');
    await page.fill('.checks [name=user]', 'xem');
    await page.fill('.checks [name=password]', PASSWORD);
    await page.click('.checks button');
    await expect.poll(() => page.locator('.checks .well').count(), { timeout: 40_000 }).toBe(1);
    const text = readFileSync(file, 'utf8');
    const everything = text + log + (await page.content());
    expect(everything).not.toContain(PASSWORD);
    expect(text).toContain('# giữ nguyên / stays');
    expect(statSync(join(folder, 'secrets', 'camera-cong-truong-2')).mode & 0o777).toBe(0o600);
    await expect
      .poll(
        async () => {
          const school = await (await collector.call('/api/v1/schools/thcs-demo')).json();
          return JSON.stringify(school).includes('camera-cong-truong');
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(log.match(/agent started/g)).toHaveLength(4);
    expect(problems).toEqual([]);
    await context.close();
  }, 180_000);

  it('can be walked by the keyboard alone, as narrow as a telephone, and read by anybody', async () => {
    for (const [name, viewport] of SIZES) {
      const { context, page, problems, base } = await opened(viewport);
      await expect
        .poll(
          () => page.goto(`${base}/setup/cameras`).then(() => page.locator('[name=pick]').count()),
          { timeout: 40_000 },
        )
        .toBe(1);
      for (const step of ['line', 'cameras', 'labs', 'green'])
        for (const language of ['vi', 'en']) {
          await page.goto(`${base}/setup/${step}?lang=${language}`);
          await page.screenshot({
            path: join(shots, `setup-${name}-${step}-${language}.png`),
            fullPage: true,
          });
          expect(await overflow(page)).toBe(0);
          expect(await seriousIn(page)).toEqual([]);
        }
      await page.goto(`${base}/setup/labs`);
      await tabTo(page, '[name="name:+1"]');
      await page.keyboard.type('Phòng Tin học 1');
      await tabTo(page, '[name="seats:+1"]');
      await page.keyboard.type('nhiều');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('[aria-invalid]').count()).toBe(1);
      expect(await page.inputValue('[name="name:+1"]')).toBe('Phòng Tin học 1');
      await page.screenshot({ path: join(shots, `setup-${name}-labs-wrong.png`), fullPage: true });
      expect(problems.filter((text) => !text.includes('status of 422'))).toEqual([]);
      await context.close();
    }
  }, 180_000);

  it('is closed to whoever has no key', async () => {
    const { context, base } = await opened(SIZES[0][1]);
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${base}/setup/line`);
    await stranger.screenshot({ path: join(shots, 'setup-locked.png'), fullPage: true });
    expect(await stranger.locator('form').count()).toBe(0);
    expect(await seriousIn(stranger)).toEqual([]);
    await stranger.context().close();
    await context.close();
  }, 60_000);
});

const configOf = (
  collector: Started,
  responder: Responder,
  port: number,
): string => `# giữ nguyên / stays
agent: may-chu
collector: { url: "${collector.url}" }
page: { listen: "127.0.0.1:${port}" }
subnets: [127.0.0.1/32]
discovery: { every: 1h, multicast: false, port: ${responder.port} }
uplink:
  every: 1s
  probes: 1
  targets: [{ name: center, udp_echo: "${new URL(collector.url).host}" }]
  watch: off
cameras: { every: 60s, deadline: 15s, window: 1s, ports: false, invented_login: false, list: [] }
`;

/** Presses Tab until that field has the focus; fails where it never does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const isThere = () =>
    page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`);
  for (let turn = 0; turn < 60 && !(await isThere()); turn += 1) await page.keyboard.press('Tab');
  expect(await isThere()).toBe(true);
}

const overflow = (page: Page): Promise<unknown> =>
  page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );

async function seriousIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  // Safe: the answer is that of axe.run, whose shape axe-core's own types state.
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
