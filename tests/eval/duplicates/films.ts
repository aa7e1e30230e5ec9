import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { filmLooks } from '../../../src/adapters/files/film-looks.ts';
import { inspect } from '../../../src/adapters/files/inspect.ts';
import { showTheSame } from '../../../src/domain/likeness.ts';
import type { Kind } from './measure.ts';
import { scene } from './scenes.ts';

const run = promisify(execFile);
const SCENES = 3;
const SECONDS = 6;

/** What happens to a film on its way: arguments of ffmpeg between the film and its copy. */
const FILM_CHANGES: Record<string, { same: boolean | undefined; args: string[]; as?: string }> = {
  'coded anew, a third of the bytes': { same: true, args: ['-c:v', 'libx264', '-crf', '36'] },
  'made small (160 px)': { same: true, args: ['-vf', 'scale=160:-2', '-c:v', 'libx264'] },
  'coded as MPEG-4, in avi': { same: true, args: ['-c:v', 'mpeg4', '-q:v', '8'], as: 'avi' },
  'coded as HEVC': { same: true, args: ['-c:v', 'libx265', '-crf', '32', '-x265-params', 'log-level=none'] },
  'coded as VP9, in webm': {
    same: true,
    args: ['-c:v', 'libvpx-vp9', '-crf', '40', '-b:v', '0', '-deadline', 'realtime'],
    as: 'webm',
  },
  'half the frames': { same: true, args: ['-r', '6', '-c:v', 'libx264'] },
  brighter: { same: true, args: ['-vf', 'eq=brightness=0.12:saturation=1.4', '-c:v', 'libx264'] },
  'with a line of words': {
    same: true,
    args: ['-vf', 'drawbox=y=ih*0.9:h=ih*0.1:color=black@0.6:t=fill', '-c:v', 'libx264'],
  },
  'a tenth of a second cut off': { same: true, args: ['-t', String(SECONDS - 0.1), '-c:v', 'libx264'] },
  'a third cut off': { same: undefined, args: ['-t', String((SECONDS * 2) / 3), '-c:v', 'libx264'] },
  'cut at its edges by a tenth': { same: undefined, args: ['-vf', 'crop=iw*0.9:ih*0.9', '-c:v', 'libx264'] },
};

/** A made film, the same for a seed: a camera that goes slowly over three scenes. */
async function film(folder: string, seed: number): Promise<string> {
  const out = path.join(folder, `${seed}.mp4`);
  const inputs: string[] = [];
  for (let at = 0; at < SCENES; at++) {
    const still = path.join(folder, `${seed}-${at}.jpg`);
    await writeFile(still, await scene(seed * 100 + at));
    inputs.push('-i', still);
  }
  const frames = (SECONDS / SCENES) * 12;
  const moved = Array.from(
    { length: SCENES },
    (_, at) => `[${at}:v]zoompan=z='1+0.004*on':x='iw*0.02*on/${frames}':d=${frames}:s=480x360:fps=12[v${at}]`,
  );
  const joined = `${Array.from({ length: SCENES }, (_, at) => `[v${at}]`).join('')}concat=n=${SCENES}[out]`;
  const graph = [...moved, joined].join(';');
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...inputs,
    '-filter_complex',
    graph,
    '-map',
    '[out]',
    '-c:v',
    'libx264',
    out,
  ]);
  return out;
}

async function looksOf(file: string): Promise<{ looks: string; likeness: string; ms: number }> {
  const known = await inspect(file);
  const began = performance.now();
  const looks = (await filmLooks(file, known, 'ffmpeg')) ?? '';
  return { looks, likeness: known.measured.likeness ?? '', ms: performance.now() - began };
}

/** How well films are found that were coded anew, after some changes or all, and how long looking takes at most; `ffmpeg` has to be there. */
export async function measureFilms(
  seed: number,
  count: number,
  names = Object.keys(FILM_CHANGES),
): Promise<{ kinds: Kind[]; slowestMs: number }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-films-'));
  try {
    const own: { file: string; looks: string; likeness: string }[] = [];
    let slowestMs = 0;
    for (let at = 0; at < count; at++) {
      const file = await film(folder, seed * 100 + at);
      const { ms, ...seen } = await looksOf(file);
      slowestMs = Math.max(slowestMs, ms);
      own.push({ file, ...seen });
    }
    const kinds: Kind[] = [];
    for (const name of names) {
      const { same, args, as = 'mp4' } = FILM_CHANGES[name] ?? { same: undefined, args: [] };
      let found = 0;
      for (const { file, looks } of own) {
        const copy = path.join(folder, `copy.${as}`);
        await run('ffmpeg', ['-v', 'error', '-y', '-i', file, ...args, copy]);
        const seen = await looksOf(copy);
        slowestMs = Math.max(slowestMs, seen.ms);
        if (showTheSame(looks, seen.looks)) found++;
      }
      kinds.push({ name: `film ${name}`, same, pairs: own.length, found, distance: 0 });
    }
    const pairs = own.flatMap((one, at) => own.slice(0, at).map((other) => showTheSame(one.looks, other.looks)));
    kinds.push({
      ...{ name: 'film unrelated', same: false, distance: 0 },
      ...{ pairs: pairs.length, found: pairs.filter(Boolean).length },
    });
    return { kinds, slowestMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A film and the same coded anew, as somebody sends them. */
export async function filmAndCopy(seed: number): Promise<[Buffer, Buffer]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-films-'));
  try {
    const file = await film(folder, seed);
    const copy = path.join(folder, 'copy.mp4');
    await run('ffmpeg', ['-v', 'error', '-i', file, '-vf', 'scale=320:-2', '-c:v', 'libx264', '-crf', '34', copy]);
    return [await readFile(file), await readFile(copy)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
