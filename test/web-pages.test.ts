import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPeers, peerPath } from './peers.ts';
import { type SampleServer, serveSample } from './web-server.ts';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const DESK = { width: 1280, height: 900 };
const VIEWPORTS = [
  ['desk', DESK],
  ['telephone', { width: 360, height: 740 }],
] as const;
const PAGES = [
  ['schools', '/'],
  ['school', '/schools/truong-1'],
  ['camera', '/schools/truong-1/cameras/cam-02'],
  ['camera-out-of-reach', '/schools/truong-1/cameras/cam-03'],
  ['recorder', '/schools/truong-1/cameras/rec-01'],
  ['machine', '/schools/truong-1/machines/may-3'],
  ['machine-missing', '/schools/truong-1/machines/may-7'],
  ['machine-never-seen', '/schools/truong-1/machines/may-23'],
  ['line', '/schools/truong-1/lines/line'],
  ['incidents', '/incidents'],
  ['incident', '/incidents/i-1'],
  ['incident-shared', '/incidents/i-4'],
  ['incident-over', '/incidents/i-3'],
  ['acknowledge', '/acknowledge/open'],
  ['acknowledge-expired', '/acknowledge/expired'],
  ['mails', '/mails'],
  ['mail', '/mails/m-1'],
  ['maintenance', '/maintenance'],
  ['contacts', '/contacts'],
  ['contact', '/contacts/1'],
  ['enrolment', '/enrolment'],
  ['configs', '/agent-configs'],
  ['refused', '/dead-letters'],
  ['health', '/health'],
  ['account', '/account'],
  ['users', '/users'],
  ['user', '/users/2'],
  ['tokens', '/tokens'],
  ['agents', '/agents'],
  ['audit', '/audit'],
  ['sign-in', '/sign-in'],
  ['missing', '/schools/nowhere'],
] as const;

/** Both languages share their markup: these have the most words. */
const IN_ENGLISH: readonly string[] = ['schools', 'school', 'camera', 'line', 'incident', 'health'];

/** Screenshots to look at: kept only where HATANG_SCREENSHOTS names a folder. */
const kept = process.env['HATANG_SCREENSHOTS'];
const shots = kept ?? mkdtempSync(join(tmpdir(), 'hatang-pages-'));

describeWithPeers(['chromium'], 'the pages in a browser', () => {
  let browser: Browser;
  let server: SampleServer;
  let empty: SampleServer;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: peerPath('chromium'), args: ARGS });
    server = await serveSample(40);
    empty = await serveSample(0);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    empty.close();
    if (kept === undefined) rmSync(shots, { recursive: true });
  });

  async function open<Answer>(
    path: string,
    look: (page: Page, problems: readonly string[]) => Promise<Answer>,
    options: BrowserContextOptions = {},
  ): Promise<Answer> {
    const context = await browser.newContext({ viewport: DESK, ...options });
    try {
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(path.startsWith('http') ? path : server.url + path);
      return await look(page, problems);
    } finally {
      await context.close();
    }
  }

  it.each(PAGES)(
    'shows %s without a policy violation or a sideways scroll, at the desk and on a telephone',
    async (title, path) => {
      await open(path, async (page, problems) => {
        for (const [name, viewport] of VIEWPORTS) {
          await page.setViewportSize(viewport);
          if (kept !== undefined)
            await page.screenshot({ path: join(kept, `${name}-${title}.png`), fullPage: true });
          expect(await overflow(page), name).toBe(0);
        }
        expect(problems.filter((text) => !text.includes('status of 404'))).toEqual([]);
      });
    },
    30_000,
  );

  it.each([840, 1024, 1920])(
    'fits a window %d wide without a sideways scroll',
    async (width) => {
      for (const path of ['/', '/schools/truong-1', '/incidents'])
        await open(path, async (page) => expect(await overflow(page)).toBe(0), {
          viewport: { width, height: 800 },
        });
    },
    30_000,
  );

  it('shows the dark side and the empty collector', async () => {
    await open('/', (page) => page.screenshot({ path: join(shots, 'dark.png') }), {
      colorScheme: 'dark',
    });
    await open(`${empty.url}/health`, async (page) => {
      await page.screenshot({ path: join(shots, 'health-fine.png'), fullPage: true });
      expect(await page.locator('main .v').allTextContents()).toEqual(['Mọi thứ đang chạy.']);
    });
    await open(empty.url, async (page) => {
      await page.screenshot({ path: join(shots, 'empty.png'), fullPage: true });
      expect(await page.textContent('h1')).toBe('Chưa có trường nào');
    });
  });

  describe.each([
    ['vi', PAGES],
    ['en', PAGES.filter(([title]) => IN_ENGLISH.includes(title))],
  ] as const)('for people who need help to read, in %s', (language, pages) => {
    it.each(pages)(
      'finds nothing serious on %s',
      async (_, path) => {
        const violations = await open(
          `${path}?lang=${language}`,
          async (page) => {
            await page.evaluate(
              'for (const fold of document.querySelectorAll("details")) fold.open = true',
            );
            await page.evaluate(axe.source);
            return seriousOnes(await page.evaluate('axe.run({ resultTypes: ["violations"] })'));
          },
          { bypassCSP: true },
        );
        expect(violations).toEqual([]);
      },
      60_000,
    );
  });

  it('opens the evidence by keyboard', async () => {
    await open('/schools/truong-1', async (page) => {
      const fold = page.locator('.criteria details').first();
      await fold.locator('summary').focus();
      expect(await fold.getAttribute('open')).toBeNull();
      await page.keyboard.press('Enter');
      expect(await fold.getAttribute('open')).not.toBeNull();
      await page.screenshot({ path: join(shots, 'desk-school-open.png'), fullPage: true });
    });
  });

  it('reads, filters and switches language without JavaScript, and keeps the filter', async () => {
    await open(
      '/',
      async (page) => {
        await page.selectOption('select[name=verdict]', 'fail');
        await page.click('.filters button');
        expect(page.url()).toContain('verdict=fail');
        const words = await page.locator('.schools tbody td:nth-child(2)').allTextContents();
        expect(words.length).toBeGreaterThan(0);
        expect(words.every((word) => word.startsWith('Chưa đạt'))).toBe(true);
        await page.click('.languages a');
        expect(page.url()).toContain('verdict=fail');
        expect(await page.getAttribute('html', 'lang')).toBe('en');
        await page.click('.schools tbody a');
        expect(await page.getAttribute('html', 'lang')).toBe('en');
      },
      { javaScriptEnabled: false },
    );
  });

  it('makes an enrolment code and shows the two commands', async () => {
    await open(`${empty.url}/`, async (page, problems) => {
      await page.fill('#school', 'thcs-ba-dinh');
      await page.fill('#name', 'Trường THCS Ba Đình');
      await page.click('form.stack button');
      expect(await page.locator('.commands li').count()).toBe(4);
      expect(await page.textContent('.code')).toBe('K7QF-2M9P-XW4T');
      await page.screenshot({ path: join(shots, 'desk-code.png') });
      expect(problems).toEqual([]);
    });
  });

  it('refreshes in place when told to, and keeps open what was opened', async () => {
    await open('/schools/truong-1', async (page, problems) => {
      await page.evaluate('document.querySelector("h1").textContent = "stale"');
      const fold = page.locator('.criteria details').nth(2);
      await fold.locator('summary').click();
      await expect.poll(() => server.announce()).toBeGreaterThan(0);
      await expect
        .poll(() => page.textContent('h1'), { timeout: 20_000 })
        .toContain('Lý Thường Kiệt');
      expect(await fold.getAttribute('open')).not.toBeNull();
      expect(await page.locator('details[open]').count()).toBe(1);
      expect(problems).toEqual([]);
    });
  }, 30_000);

  it('prints a school on A4 with what was folded', async () => {
    await open('/schools/truong-1', async (page) => {
      await page.pdf({ path: join(shots, 'school.pdf'), format: 'A4' });
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: join(shots, 'print.png'), fullPage: true });
      expect(await page.locator('.by-device').first().isVisible()).toBe(true);
      expect(await page.locator('header nav').first().isVisible()).toBe(false);
    });
  }, 30_000);
});

const overflow = (page: Page): Promise<unknown> =>
  page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );

/** What axe found, as short lines; its answer crosses the border as plain JSON. */
function seriousOnes(answer: unknown): readonly string[] {
  // Safe: the answer is that of axe.run, whose shape axe-core's own types state.
  const { violations } = answer as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' | ')
          .slice(0, 500)}`,
    );
}
