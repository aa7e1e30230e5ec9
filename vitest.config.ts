import { defineConfig } from 'vitest/config';

// Without this file vitest would take vite.config.ts, whose root is the page.
export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**'] },
});
