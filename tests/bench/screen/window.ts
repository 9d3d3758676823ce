/** A window of a real browser on the app, and what its frames were like. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';

/** One frame of 60 a second, and what a clock may be off. */
const frameMs = 16.7;
const toleranceMs = 1;

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function openBrowser(): Promise<Browser> {
  const given = process.env.RIVULET_CHROMIUM;
  const executablePath = [given ?? '', ...places].find((path) => path !== '' && existsSync(path));
  return chromium.launch(executablePath === undefined ? {} : { executablePath });
}

export async function openWindow(browser: Browser, url: string, hash: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watchFrames);
  await page.goto(url);
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  return page;
}

export type Frames = {
  readonly count: number;
  /** Per cent of the frames that came in time. */
  readonly inTimePercent: number;
  readonly p95Ms: number;
  /** Tasks of more than 50 ms, all together. */
  readonly longTaskMs: number;
};

/** What the window did in the next seconds. */
export async function framesOf(page: Page, seconds: number): Promise<Frames> {
  await page.evaluate(() => window.frames60.start());
  await page.waitForTimeout(seconds * 1000);
  const { deltas, longTaskMs } = await page.evaluate(() => window.frames60.take());
  const sorted = deltas.toSorted((a, b) => a - b);
  const inTime = deltas.filter((delta) => delta <= frameMs + toleranceMs).length;
  return {
    count: deltas.length,
    inTimePercent: (inTime / Math.max(1, deltas.length)) * 100,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    longTaskMs,
  };
}

type Watch = {
  readonly start: () => void;
  readonly take: () => { deltas: number[]; longTaskMs: number };
};

declare global {
  interface Window {
    readonly frames60: Watch;
  }
}

/** Runs in the page, before anything of it. */
function watchFrames(): void {
  let deltas: number[] = [];
  let longTaskMs = 0;
  let lastMs = 0;
  let isOn = false;
  const step = (atMs: number) => {
    if (lastMs > 0) deltas.push(atMs - lastMs);
    lastMs = atMs;
    if (isOn) requestAnimationFrame(step);
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTaskMs += duration;
  }).observe({ type: 'longtask' });
  Object.defineProperty(window, 'frames60', {
    value: {
      start: () => {
        deltas = [];
        longTaskMs = 0;
        lastMs = 0;
        isOn = true;
        requestAnimationFrame(step);
      },
      take: () => {
        isOn = false;
        return { deltas, longTaskMs };
      },
    },
  });
}
