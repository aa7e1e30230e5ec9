import { afterAll, vi } from 'vitest';

// Before each test file. The next one in this worker finds the world as it was.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
