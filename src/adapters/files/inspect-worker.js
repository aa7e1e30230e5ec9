// JavaScript, so that a worker starts without tsx: twice as fast, and the same under vitest.
import { parentPort, workerData } from 'node:worker_threads';
import { fileTypeFromFile } from 'file-type';

// Each thing learnt is posted at once: what comes later may hang.
const type = await fileTypeFromFile(workerData);
if (type) {
  parentPort?.postMessage({ extension: type.ext, mime: type.mime });
  if (/^(video|audio)\//.test(type.mime)) {
    const seconds = await duration(workerData);
    if (seconds) parentPort?.postMessage({ measured: { durationMs: Math.round(seconds * 1000) } });
  }
}

/** @param {string} file */
async function duration(file) {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  return input.computeDuration().catch(() => input.getDurationFromMetadata());
}
