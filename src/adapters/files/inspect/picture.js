import { tracksOf } from './tracks.js';

/**
 * Pixels of a picture.
 * @param {string} file
 * @param {string} _extension
 * @param {(learnt: object) => void} post
 */
export async function pictureFacts(file, _extension, post) {
  const pictures = (await tracksOf(file)).filter((track) => track['@type'] === 'Image');
  // The first of several may be a small one to look at.
  const [largest] = pictures.sort((a, b) => Number(b.Width ?? 0) - Number(a.Width ?? 0));
  const [width, height] = [Number(largest?.Width), Number(largest?.Height)];
  if (width > 0 && height > 0) post({ measured: { width, height } });
}
