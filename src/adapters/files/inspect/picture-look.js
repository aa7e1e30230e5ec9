import { open, readFile } from 'node:fs/promises';
import exifr from 'exifr';
import sharp from 'sharp';
import { hashesOf } from './picture-hash.js';

sharp.cache(false);
sharp.concurrency(1);

/** Decoded whole, larger ones would take hundreds of MB; their size is told all the same. */
const MOST_PIXELS = 80_000_000;
const MOST_PIXELS_OF_HEIC = 40_000_000;
const MOST_BYTES_OF_HEIC = 40_000_000;
/** Smaller ones are marks and icons, which look alike. */
const LEAST_EDGE = 64;

/**
 * What a picture tells of itself and what it looks like. Where it was taken is not read.
 * @param {string} file
 */
export async function lookAt(file) {
  const exif = await exifOf(file);
  const known = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (known === undefined || (known.format === 'heif' && known.compression !== 'av1'))
    return { ...exif, ...(await heicFacts(file).catch(() => ({}))) };
  const { width, height } = known.autoOrient ?? known;
  const frames = known.pages ?? 1;
  // Pages of a document follow one another; of an animation the first frame is shown.
  const animated = frames > 1 && ['gif', 'webp', 'png'].includes(known.format);
  return {
    ...exif,
    ...(width > 0 && height > 0 && { width, height: animated ? (known.pageHeight ?? height) : height }),
    ...(known.density > 1 && exif.dpi === undefined && { dpi: Math.round(known.density) }),
    ...(frames > 1 && { frames }),
    ...(await likeness(
      sharp(file, { limitInputPixels: MOST_PIXELS, sequentialRead: true }).rotate(),
      width,
      height,
    ).catch(() => ({}))),
  };
}

/** @param {string} file */
async function exifOf(file) {
  const wanted = ['DateTimeOriginal', 'CreateDate', 'Make', 'Model', 'XResolution', 'ResolutionUnit'];
  const options = { pick: wanted, gps: false, xmp: false, icc: false, iptc: false, reviveValues: false };
  const found = (await exifr.parse(file, options).catch(() => undefined)) ?? {};
  const taken = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d)/.exec(found.DateTimeOriginal ?? found.CreateDate ?? '');
  const make = words(found.Make);
  const model = words(found.Model);
  const camera = model.toLowerCase().startsWith(make.toLowerCase().split(' ')[0] ?? '') ? model : `${make} ${model}`;
  const perInch = found.ResolutionUnit === 3 ? 2.54 : 1;
  const dpi = Math.round(Number(found.XResolution) * perInch);
  return {
    ...(taken && Number(taken[1]) > 1970 && { capturedAt: `${taken.slice(1, 4).join('-')} ${taken[4]}` }),
    ...(camera.trim() !== '' && { camera: camera.trim() }),
    ...(dpi > 1 && dpi < 100_000 && { dpi }),
  };
}

/** Some cameras fill their names up with blanks or zeros. */
const words = (/** @type {unknown} */ said) =>
  String(said ?? '')
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
    .trim()
    .slice(0, 40);

/** @param {string} file */
async function isHeic(file) {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.toString('latin1', 4, 8) === 'ftyp' && (await handle.stat()).size <= MOST_BYTES_OF_HEIC;
  } finally {
    await handle.close();
  }
}

/** @param {sharp.Sharp} picture @param {number} width @param {number} height */
async function likeness(picture, width, height) {
  if (!(Math.min(width, height) >= LEAST_EDGE)) return {};
  const small = { width: 256, height: 256, fit: 'fill' };
  const { data } = await picture
    .flatten({ background: '#fff' })
    .resize(/** @type {sharp.ResizeOptions} */ (small))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const hashes = hashesOf(data, small.width);
  return hashes && { likeness: hashes };
}

/**
 * The pictures of an iPhone, which sharp's own build cannot decode.
 * @param {string} file
 */
async function heicFacts(file) {
  if (!(await isHeic(file))) return {};
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const [image] = new libheif.HeifDecoder().decode(await readFile(file));
  if (!image) return {};
  const [width, height] = [image.get_width(), image.get_height()];
  try {
    if (width * height > MOST_PIXELS_OF_HEIC) return { width, height };
    const shown = await new Promise((resolve, reject) =>
      image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (/** @type {any} */ one) =>
        one ? resolve(one) : reject(new Error('not decoded')),
      ),
    );
    const picture = sharp(Buffer.from(shown.data.buffer), { raw: { width, height, channels: 4 } });
    return { width, height, ...(await likeness(picture, width, height)) };
  } finally {
    image.free();
  }
}
