import { readdirSync, readFileSync } from 'node:fs';

/** A medium by the name somebody gave it, and what must be found of it: nothing, or codes of `admission.ts`. */
export interface MadeMedium {
  name: string;
  bytes: Buffer;
  findings: string[];
}

const FOLDER = new URL('../../support/fixtures/media/', import.meta.url);
const WRONG_NAME = new Set(['cut-faststart.mp4', 'old-word.doc', 'three-photos-gbk.zip']);
/** Formats that cannot tell where they end: a part of such a file is a whole shorter one. */
const ENDLESS = new Set(['aac', 'flac', 'gif', 'tif', 'opus', 'avif']);
const NAMED_WRONG: [file: string, name: string][] = [
  ...([
    ['clip.mov', '夜班.mp4'],
    ['clip.wmv', '夜班.mp4'],
    ['clip.avi', '夜班.mp4'],
    ['clip.flv', '夜班.mp4'],
    ['clip.mkv', '夜班.mp4'],
  ] as [string, string][]),
  ...([
    ['a.wav', '歌.mp3'],
    ['a.wma', '歌.mp3'],
    ['p.png', '光.jpg'],
    ['p.webp', '光.jpg'],
    ['p.jpg', '夜班.mp4'],
  ] as [string, string][]),
];

/** Every medium of the fixtures as it is, most of them cut off, some under a wrong name, and what a download leaves behind. */
export function madeMedia(): MadeMedium[] {
  const read = (file: string) => readFileSync(new URL(file, FOLDER));
  const whole = readdirSync(FOLDER).filter((file) => !WRONG_NAME.has(file));
  const ending = (file: string) => file.split('.').at(-1) ?? '';
  const cut = whole.filter((file) => !ENDLESS.has(ending(file)) && !file.startsWith('late')).slice(0, 20);
  return [
    ...whole.map((file) => ({ name: file, bytes: read(file), findings: [] })),
    ...cut.map((file) => ({
      name: `断-${file}`,
      bytes: read(file).subarray(0, Math.floor(read(file).length * 0.6)),
      findings: ['truncated'],
    })),
    ...NAMED_WRONG.map(([file, name]) => ({ name, bytes: read(file), findings: ['name-mismatch'] })),
    { name: '网页.mp4', bytes: Buffer.from('<html><body>404 Not Found</body></html>'), findings: ['no-work'] },
    { name: '空.mp4', bytes: Buffer.alloc(0), findings: ['empty'] },
  ];
}
