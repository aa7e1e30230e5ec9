import { createHash } from 'node:crypto';
import { isSilent } from './silence.js';
import { tracksOf } from './tracks.js';

/** Containers that hold sound alone or pictures as well, with their name in the one case and in the other. */
const NAMED_BY_CONTENT = { asf: { video: 'wmv', audio: 'wma' } };

/**
 * What is in a video or a sound, and how long it plays. Two readers: one knows more containers and sees whether the file is whole, the
 * other counts the very samples.
 * @param {string} file
 * @param {string} extension
 * @param {(learnt: object) => void} post
 */
export async function mediaFacts(file, extension, post) {
  const tracks = await tracksOf(file);
  const general = tracks.find((track) => track['@type'] === 'General') ?? {};
  const truncated = general.extra?.IsTruncated === 'Yes';
  // Of a file that broke off a track may be announced and not be there: nobody knows then what it is coded in.
  const trackOf = (/** @type {string} */ type) =>
    tracks.find((track) => track['@type'] === type && (!truncated || track.Format));
  const video = trackOf('Video');
  const audio = trackOf('Audio');
  const named = NAMED_BY_CONTENT[extension]?.[video ? 'video' : 'audio'];
  if (named) post({ extension: named });
  // A phone writes its own brand first and says which players can play it all the same.
  if (/^3g[p2]$/.test(extension) && /isom|iso\d|mp4[12]/.test(general.CodecID_Compatible ?? ''))
    post({ extension: 'mp4' });
  const texts = tracks.filter((track) => track['@type'] === 'Text').length;
  const turned = Number.parseFloat(video?.Rotation ?? '0') || 0;
  const size = [video?.Width, video?.Height].map(Number);
  if (turned % 180 !== 0) size.reverse();
  const [width, height] = size;
  post({
    measured: {
      ...(width > 0 && height > 0 && { width, height }),
      ...(turned !== 0 && { rotation: turned }),
      ...(Number(video?.FrameRate) > 0 && { frameRate: Math.round(Number(video.FrameRate) * 100) / 100 }),
      ...(video?.Format && { videoCodec: String(video.Format) }),
      ...(audio?.Format && { audioCodec: String(audio.Format) }),
      ...(texts > 0 && { subtitles: texts }),
      ...(!video && !audio && { hollow: true }),
      ...(truncated && { truncated: true }),
    },
  });
  const track = video ?? audio;
  // What is announced of a film of which nothing is there is not played.
  const told = truncated && !track ? undefined : (playedFor(track ?? general) ?? playedFor(general));
  const postSeconds = (/** @type {number | undefined} */ seconds) =>
    seconds && post({ measured: { durationMs: Math.round(seconds * 1000) } });
  postSeconds(told);
  // Of a file that is not whole the samples cannot be counted, and of an edited clip they include what was cut away.
  const whole = track !== undefined && !truncated;
  const edited = told !== undefined && Number(track?.extra?.Source_Duration ?? track?.Source_Duration) > told + 1;
  if (whole && !edited) postSeconds(await countedDuration(file).catch(() => undefined));
  const likeness = video && Math.min(width, height) >= LEAST_EDGE && (await keyFrames(file).catch(() => undefined));
  if (likeness) post({ measured: { likeness } });
  if (audio && !video && whole && (await isSilent(file).catch(() => false))) post({ measured: { silent: true } });
}

/** Smaller ones are no films. */
const LEAST_EDGE = 64;
const MOST_FRAMES = 40;
/** A coded frame of one colour is as small as that, and every film has such. */
const LEAST_BYTES = 300;

/**
 * Hashes of the coded pictures that stand by themselves: the same in a copy that was packed anew, cut at its ends or given other words,
 * and others in one that was coded anew. Nothing that is at hand decodes them.
 * @param {string} file
 */
async function keyFrames(file) {
  const { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return undefined;
    const sink = new EncodedPacketSink(track);
    const hashes = [];
    let packet = await sink.getFirstKeyPacket();
    for (; packet && hashes.length < MOST_FRAMES; packet = await sink.getNextKeyPacket(packet))
      if (packet.data.length >= LEAST_BYTES)
        hashes.push(createHash('sha256').update(packet.data).digest().subarray(0, 8));
    return hashes.length > 0 ? `film:${Buffer.concat(hashes).toString('base64')}` : undefined;
  } finally {
    input.dispose();
  }
}

/** A clock that starts late, as that of a recorded stream, is no time that anything is played. */
function playedFor(track) {
  const end = Math.min(Number(track.Duration), Number(track.Source_Duration ?? track.Duration));
  const start = Number(track.Delay ?? 0);
  if (!(end > 0)) return undefined;
  return start > 1 && start < end ? end - start : end;
}

/** @param {string} file */
async function countedDuration(file) {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  try {
    const end = await input.computeDuration();
    const start = await input.getFirstTimestamp().catch(() => 0);
    return start > 1 && start < end ? end - start : end;
  } finally {
    input.dispose();
  }
}
