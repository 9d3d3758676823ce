import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const executablePath = [
  process.env.RIVULET_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path));

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  workers: 1,
  timeout: 120_000,
  // Three brokers, a client and a browser may share two cores: what comes late has still come.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // Drawing without a graphics card costs less than a card that is simulated.
    launchOptions: { executablePath, args: ['--disable-gpu'] },
  },
});
