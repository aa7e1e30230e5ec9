import { open } from 'node:fs/promises';

/**
 * The tracks of a video, a sound or a picture, the general one first. Loaded when a file needs it.
 * @param {string} file
 * @returns {Promise<Record<string, any>[]>}
 */
export async function tracksOf(file) {
  const { default: mediaInfoFactory } = await import('mediainfo.js');
  const reader = await mediaInfoFactory({ format: 'object' });
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const result = await reader.analyzeData(size, async (length, offset) => {
      const chunk = new Uint8Array(length);
      const { bytesRead } = await handle.read(chunk, 0, length, offset);
      return chunk.subarray(0, bytesRead);
    });
    return result.media?.track ?? [];
  } finally {
    await handle.close();
  }
}
