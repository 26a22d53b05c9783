import { defineConfig } from 'vitest/config';

const guard = ['test/guards/no-internet.ts'];

const LOGS = 'test/e2e/logs.test.ts';

/** Projects that need a whole running system: one for all files, one file after another. */
const onEngine = {
  globalSetup: ['test/guards/shared-system.ts'],
  setupFiles: guard,
  fileParallelism: false,
  testTimeout: 120_000,
  // The set-up deploys a stack and loads a world.
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/guards/**/*.test.ts'],
          setupFiles: guard,
          testTimeout: 30_000,
          // A glyph pack may have to be made anew first.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'cdk',
          include: ['test/cdk/**/*.test.ts'],
          setupFiles: guard,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/engine-gaps/**/*.test.ts'],
          exclude: [LOGS],
          ...onEngine,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...onEngine,
          sequence: { groupOrder: 2 },
        },
      },
      // What everything before has written into the logs.
      { test: { name: 'logs', include: [LOGS], ...onEngine, sequence: { groupOrder: 3 } } },
    ],
  },
});
