import { defineConfig } from 'vitest/config';

// Without this file vitest would take vite.config.ts, whose root is the page.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
    // Each process with a database holds some 400 MB.
    maxWorkers: 3,
    // A dialogue takes a second, opening a database three; on a busy machine ten times as long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
