import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/support/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
