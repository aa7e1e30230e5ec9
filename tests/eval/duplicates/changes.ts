import sharp from 'sharp';

type Change = (picture: Buffer) => Promise<Buffer>;

const sizeOf = async (picture: Buffer) => {
  const { width, height } = await sharp(picture).metadata();
  return { width, height };
};

const cropped =
  (share: number): Change =>
  async (picture) => {
    const { width, height } = await sizeOf(picture);
    const [left, top] = [Math.round(width * share * 0.3), Math.round(height * share * 0.7)];
    const part = { left, top, width: Math.round(width * (1 - share)), height: Math.round(height * (1 - share)) };
    return sharp(picture).extract(part).jpeg({ quality: 80 }).toBuffer();
  };

/** As it stands on a phone: bars above and below, a clock, a line of words. */
const screenshot: Change = async (picture) => {
  const shown = await sharp(picture).resize({ width: 720 }).toBuffer();
  const { height } = await sizeOf(shown);
  const words = `<svg width="720" height="1500"><g fill="#ddd" font-size="28"><text x="40" y="46">15:02</text><text x="560" y="46">4G 80%</text><text x="40" y="1450">&#x25CF; &#x25CF; &#x25CF;</text></g></svg>`;
  return sharp({ create: { width: 720, height: 1500, channels: 3, background: '#111' } })
    .composite([
      { input: shown, left: 0, top: Math.round((1500 - height) / 2) },
      { input: Buffer.from(words), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
};

/** A line of words over the lower edge, as programs write a date or an owner. */
const captioned: Change = async (picture) => {
  const { width, height } = await sizeOf(picture);
  const bar = `<svg width="${width}" height="${height}"><rect y="${height * 0.92}" width="${width}" height="${height * 0.08}" opacity="0.6"/></svg>`;
  return sharp(picture)
    .composite([{ input: Buffer.from(bar) }])
    .jpeg()
    .toBuffer();
};

/** What happens to a photo on its way, and stays the same photo. */
export const CHANGES: Record<string, Change> = {
  'coded anew (q50)': (picture) => sharp(picture).jpeg({ quality: 50 }).toBuffer(),
  'as png': (picture) => sharp(picture).png().toBuffer(),
  'made small (320 px)': (picture) => sharp(picture).resize({ width: 320 }).jpeg({ quality: 75 }).toBuffer(),
  'brighter, more colour': (picture) =>
    sharp(picture).modulate({ brightness: 1.25, saturation: 1.3 }).jpeg().toBuffer(),
  darker: (picture) => sharp(picture).modulate({ brightness: 0.7 }).jpeg().toBuffer(),
  'without colour': (picture) => sharp(picture).greyscale().jpeg().toBuffer(),
  'cropped 5 %': cropped(0.05),
  'cropped 10 %': cropped(0.1),
  'cropped 20 %': cropped(0.2),
  'turned by a quarter': (picture) => sharp(picture).rotate(90).jpeg().toBuffer(),
  'turned over': (picture) => sharp(picture).rotate(180).jpeg().toBuffer(),
  mirrored: (picture) => sharp(picture).flop().jpeg().toBuffer(),
  captioned,
  'in a border': (picture) =>
    sharp(picture).extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#fff' }).jpeg().toBuffer(),
  screenshot,
};
