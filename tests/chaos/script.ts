import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Dice } from '../support/dice.ts';
import type { ChaosPerson } from './people.ts';
import type { Speech, Way } from './platform.ts';
import type { Meaning } from './said.ts';

/** What is to be said next: two messages for a work whose file follows. */
export type Turn = { speech: Omit<Speech, 'from'>; meaning: Meaning }[];

/** An entry whose receipt its owner has seen. */
interface Known {
  marker: string;
  number: number;
  person: ChaosPerson;
  category: 'event' | 'song' | 'photo' | 'ambassador';
  bytes?: Buffer;
}

const song = readFileSync(new URL('../support/fixtures/song.mp3', import.meta.url));
const dot = readFileSync(new URL('../support/fixtures/dot.png', import.meta.url));
/** Bytes of its own for every work: what stands behind the end is no part of it. */
const bytesOf = (category: 'song' | 'photo', marker: string) =>
  Buffer.concat([category === 'song' ? song : dot, Buffer.from(`#${marker}`)]);

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const COORDINATOR = {
  event: 34,
  work: 16,
  twoMessages: 6,
  ambassador: 8,
  withdraw: 6,
  correct: 10,
  again: 2,
  question: 14,
  chatter: 4,
};
const STAFF = { accept: 40, return: 25, question: 30, chatter: 5 };
const QUESTIONS = ['/进度', '/我的', '/截止', '/任务', '/要求 微视频', '/未报', '/帮助'];
const STAFF_QUESTIONS = ['/进度', '/未报', '/进度 歌曲', '/提醒 列表', '/催报'];
/** What becomes of an entry later is decided by its marker: one person alone changes it, so that the end is known. */
const FATES = ['corrected', 'withdrawn', 'accepted', 'returned', 'corrected'] as const;

/** Who says what next. Everything is drawn from the dice, and from the receipts that people have seen. */
export class Script {
  readonly #dice: Dice;
  #markers = 0;
  /** What can be done with entries, by who does it: each once, but corrections. */
  readonly #own = new Map<string, { corrected: Known[]; withdrawn: Known[] }>();
  readonly #review: { accepted: Known[]; returned: Known[] } = { accepted: [], returned: [] };
  readonly #awaited = new Map<string, Omit<Known, 'number'>>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** What a person says in this way; nothing when there is nothing that would be known to come out. */
  turn(person: ChaosPerson, way: Way, groups: readonly string[], pairsAllowed: boolean): Turn {
    if (person.role === 'stranger') return this.#stranger();
    if (person.role !== 'coordinator') return this.#staff();
    const kind = this.#dice.weighted(COORDINATOR);
    const group = way.groups && this.#dice.chance(0.06) ? this.#dice.pick(groups) : undefined;
    const where = group === undefined ? {} : { group };
    switch (kind) {
      case 'event': {
        const marker = this.#marker(person, 'event');
        const text = `/活动 《${marker}》 日期:2020-08-20 企业:第${this.#dice.whole(1, 9)}机械厂 人数:${this.#dice.whole(9, 90)}`;
        return [{ speech: { ...where, text }, meaning: { kind, marker } }];
      }
      case 'ambassador': {
        const marker = this.#marker(person, 'ambassador');
        return [{ speech: { text: `/宣传员 ${marker} 工作单位:机务段` }, meaning: { kind, marker } }];
      }
      case 'work':
        return way.mixes === 'nothing' ? [] : this.#work(person, where, way.mixes);
      case 'twoMessages':
        return pairsAllowed ? this.#pair(person) : [];
      case 'withdraw': {
        const known = this.#ownOf(person).withdrawn.shift();
        return known ? [{ speech: { text: `/撤回 ${known.number}` }, meaning: { kind, of: known.marker } }] : [];
      }
      case 'correct':
        return this.#correct(person);
      case 'again':
        return way.mixes === 'anything' ? this.#again(person) : [];
      case 'question':
        return [this.#question(QUESTIONS, where)];
      case 'chatter':
        return [{ speech: { text: this.#dice.pick(['收到', '好的', '谢谢']) }, meaning: { kind } }];
    }
  }

  /** A receipt was seen: from now on people can speak of the entry by its number. */
  seen(marker: string, number: number): void {
    const awaited = this.#awaited.get(marker);
    if (!awaited) return;
    this.#awaited.delete(marker);
    const known = { ...awaited, number };
    const fate = FATES[Number.parseInt(marker.slice(1), 10) % FATES.length] ?? 'corrected';
    if (fate === 'accepted' || fate === 'returned') this.#review[fate].push(known);
    else this.#ownOf(known.person)[fate].push(known);
  }

  #marker(person: ChaosPerson, category: Known['category'], bytes?: Buffer): string {
    const marker = `K${String(++this.#markers).padStart(6, '0')}`;
    this.#awaited.set(marker, { marker, person, category, ...(bytes && { bytes }) });
    return marker;
  }

  #ownOf({ id }: ChaosPerson) {
    const own = this.#own.get(id) ?? { corrected: [], withdrawn: [] };
    this.#own.set(id, own);
    return own;
  }

  #stranger(): Turn {
    const text = this.#dice.pick(['/进度', '/我的', '/报送 歌曲 《没人认识》', '/未报']);
    return [{ speech: { text }, meaning: { kind: 'stranger' } }];
  }

  #staff(): Turn {
    const kind = this.#dice.weighted(STAFF);
    if (kind === 'question') return [this.#question(STAFF_QUESTIONS, {})];
    if (kind === 'chatter') return [{ speech: { text: '辛苦了' }, meaning: { kind } }];
    const known = this.#review[kind === 'accept' ? 'accepted' : 'returned'].shift();
    if (!known) return [];
    const text = kind === 'accept' ? `/采用 ${known.number}` : `/退回 ${known.number} 画面太暗`;
    return [{ speech: { text }, meaning: { kind, of: known.marker } }];
  }

  #question(questions: string[], where: { group?: string }): Turn[number] {
    return { speech: { ...where, text: this.#dice.pick(questions) }, meaning: { kind: 'question' } };
  }

  #work(person: ChaosPerson, where: { group?: string }, mixes: 'anything' | 'pictures'): Turn {
    const category = mixes === 'pictures' ? 'photo' : this.#dice.pick(['song', 'song', 'photo'] as const);
    const marker = this.#marker(person, category);
    const bytes = bytesOf(category, marker);
    const awaited = this.#awaited.get(marker);
    if (awaited && category === 'song') awaited.bytes = bytes;
    const file =
      category === 'song'
        ? { name: `${marker}.mp3`, bytes, kind: 'file' as const }
        : { name: `${marker}.png`, bytes, kind: 'image' as const };
    const text = `/报送 ${category === 'song' ? '歌曲' : '摄影'} 《${marker}》`;
    return [{ speech: { ...where, text, file }, meaning: { kind: 'work', marker, category, sha256: sha256Of(bytes) } }];
  }

  #pair(person: ChaosPerson): Turn {
    const marker = this.#marker(person, 'song');
    const bytes = bytesOf('song', marker);
    return [
      { speech: { text: `/报送 歌曲 《${marker}》` }, meaning: { kind: 'command', marker } },
      {
        speech: { file: { name: `${marker}.mp3`, bytes, kind: 'file' } },
        meaning: { kind: 'file', marker, sha256: sha256Of(bytes) },
      },
    ];
  }

  #correct(person: ChaosPerson): Turn {
    const { corrected } = this.#ownOf(person);
    if (corrected.length === 0) return [];
    const { marker, number, category } = this.#dice.pick(corrected);
    const value = String(this.#dice.whole(100, 999_999));
    const field = { event: '人数', song: '作者', photo: '作者', ambassador: '工作单位' }[category];
    return [{ speech: { text: `/补正 ${number} ${field}:${value}` }, meaning: { kind: 'correct', of: marker, value } }];
  }

  #again(person: ChaosPerson): Turn {
    const songs = this.#ownOf(person).corrected.filter(({ bytes }) => bytes !== undefined);
    if (songs.length === 0) return [];
    const { bytes = Buffer.alloc(0), marker: of } = this.#dice.pick(songs);
    const marker = this.#marker(person, 'song');
    const file = { name: `${marker}.mp3`, bytes, kind: 'file' as const };
    const meaning: Meaning = { kind: 'again', marker, of, sha256: sha256Of(bytes) };
    return [{ speech: { text: `/报送 歌曲 《${marker}》`, file }, meaning }];
  }
}
