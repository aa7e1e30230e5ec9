/** Fewer pieces than these are no song. */
const LEAST = 10;
/** Some minutes; what is silent for so long is. */
const MOST = 20_000;
/** Of 32,768: what no loudspeaker makes heard. */
const LOUD = 40;

/**
 * Whether nothing is to be heard in a sound, as far as its coded pieces tell: samples are looked at, and what codes silence is a few
 * bytes long or says that it codes nothing. False where that cannot be told.
 * @param {string} file
 */
export async function isSilent(file) {
  const { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const track = await input.getPrimaryAudioTrack();
    const loud = LOUDNESS[track?.codec ?? ''];
    if (!track || !loud) return false;
    let count = 0;
    for await (const { data } of new EncodedPacketSink(track).packets()) {
      if (loud(data)) return false;
      if (++count >= MOST) break;
    }
    return count >= LEAST;
  } finally {
    input.dispose();
  }
}

/** @type {Record<string, (data: Uint8Array) => boolean>} */
const LOUDNESS = {
  'pcm-s16': (data) => samples(data).some((sample) => Math.abs(sample) > LOUD),
  'pcm-u8': (data) => data.some((sample) => Math.abs(sample - 128) > 1),
  aac: (data) => data.length > 24,
  opus: (data) => data.length > 8,
  flac: (data) => data.length > 32,
  mp3: codesSomething,
};

/** @param {Uint8Array} data */
const samples = (data) => new Int16Array(data.slice(0, data.length & ~1).buffer);

/** In the side information of a frame of MPEG 1: the length of the coded part of each granule and channel. */
function codesSomething(data) {
  if (data.length < 40 || (data[1] & 0x18) !== 0x18) return true;
  const mono = data[3] >> 6 === 3;
  const start = 8 * (data[1] & 1 ? 4 : 6) + (mono ? 18 : 20);
  const bits = (at) => {
    let value = 0;
    for (let bit = at; bit < at + 12; bit++) value = (value << 1) | ((data[bit >> 3] >> (7 - (bit & 7))) & 1);
    return value;
  };
  return Array.from({ length: mono ? 2 : 4 }, (_, part) => bits(start + part * 59)).some((length) => length > 0);
}
