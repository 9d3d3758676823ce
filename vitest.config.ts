import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], timeoutMs: number) => ({
  test: {
    name,
    include,
    environment: 'node' as const,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: true,
    projects: [
      project(
        'unit',
        [
          'tests/{broker,main,renderer,cli,scripts,scenario}/**/*.test.{ts,tsx}',
          'tests/tidy*/**/*.test.ts',
          'tests/tidy.test.ts',
        ],
        20_000,
      ),
      project('sim', ['tests/sim/**/*.test.ts'], 60_000),
      project('wire', ['tests/{wire,fuzz}/**/*.test.ts'], 60_000),
      project('clients', ['tests/{clients,differential}/**/*.test.ts'], 120_000),
    ],
  },
});
