// JavaScript, so that a worker starts without tsx: twice as fast, and the same under vitest.
import { parentPort } from 'node:worker_threads';
import { fileTypeFromFile } from 'file-type';

parentPort?.on('message', async (file) => {
  await inspect(file);
  parentPort?.postMessage('done');
});

/**
 * Each thing learnt is posted at once: what comes later may hang.
 * @param {string} file
 */
async function inspect(file) {
  const type = await fileTypeFromFile(file);
  if (!type) return;
  parentPort?.postMessage({ extension: type.ext, mime: type.mime });
  if (!/^(video|audio)\//.test(type.mime)) return;
  const seconds = await duration(file);
  if (seconds) parentPort?.postMessage({ measured: { durationMs: Math.round(seconds * 1000) } });
}

/** @param {string} file */
async function duration(file) {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    return await input.computeDuration().catch(() => input.getDurationFromMetadata());
  } finally {
    input.dispose();
  }
}
