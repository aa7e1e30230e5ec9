import { describe, expect, it } from 'vitest';
import { spell } from '../../src/adapters/pinyin.ts';
import { lexicon, type Resolution, resolve } from '../../src/domain/resolve.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { effort } from '../support/effort.ts';

const units = lexicon(shippedCampaign.units, spell);
const categories = lexicon(shippedCampaign.categories, spell);

const exact = (id: string): Resolution => ({ kind: 'one', id, how: 'exact' });
const alias = (id: string): Resolution => ({ kind: 'one', id, how: 'alias' });
const prefix = (id: string): Resolution => ({ kind: 'one', id, how: 'prefix' });
const part = (id: string): Resolution => ({ kind: 'one', id, how: 'part' });
const many = (...ids: string[]): Resolution => ({ kind: 'many', ids });
const typo = (...ids: string[]): Resolution => ({ kind: 'guess', ids, how: 'typo' });
const pinyin = (...ids: string[]): Resolution => ({ kind: 'guess', ids, how: 'pinyin' });
const none: Resolution = { kind: 'none' };

describe('units', () => {
  it.each<[string, Resolution]>([
    ['尧都区总工会', exact('yaodu')],
    ['尧都区', exact('yaodu')],
    [' 尧 都 区 ', exact('yaodu')],
    ['尧都', alias('yaodu')],
    ['尧都工会', alias('yaodu')],
    ['尧都县', alias('yaodu')],
    ['侯开', alias('houma_kfq')],
    ['侯马(开发区)', exact('houma_kfq')],
    ['市直', exact('city_direct')],
    ['市直各', prefix('city_direct')],
    ['翼', prefix('yicheng')],
    ['开发区工会', many('houma_kfq', 'linfen_kfq')],
  ])('%s', (text, expected) => {
    expect(resolve(units, text)).toEqual(expected);
  });

  it.each<[string, Resolution]>([
    ['侯马', many('houma', 'houma_kfq')],
    ['侯马工会', many('houma', 'houma_kfq')],
    ['侯马区', many('houma', 'houma_kfq')],
    ['侯', many('houma', 'houma_kfq')],
    ['侯马市', exact('houma')],
    ['侯马总工会', alias('houma')],
    ['侯马开发区', exact('houma_kfq')],
    ['侯马开', prefix('houma_kfq')],
    ['开发区', many('houma_kfq', 'linfen_kfq')],
  ])('侯马 is two units: %s', (text, expected) => {
    expect(resolve(units, text)).toEqual(expected);
  });

  it('侯马 stays two units when one of them is declared to be called so', () => {
    const declared = shippedCampaign.units.map((unit) => (unit.id === 'houma' ? { ...unit, aliases: ['侯马'] } : unit));
    expect(resolve(lexicon(declared, spell), '侯马')).toEqual(many('houma', 'houma_kfq'));
  });

  it.each<[string, Resolution]>([
    ['古县', exact('guxian')],
    ['吉县', exact('jixian')],
    ['蒲县', exact('puxian')],
    ['隰县', exact('xixian')],
    ['某县', none],
    ['古市', none],
  ])('names of two characters never swap: %s', (text, expected) => {
    expect(resolve(units, text)).toEqual(expected);
  });

  it.each<[string, Resolution]>([
    ['洪桐', typo('hongtong')],
    ['洪桐县总工会', typo('hongtong')],
    ['沃曲', typo('quwo')],
    ['某宁', typo('xiangning', 'daning')],
    ['习县', pinyin('xixian')],
    ['襄份', pinyin('xiangfen')],
    ['乡汾', pinyin('xiangfen')],
    ['后马', pinyin('houma', 'houma_kfq')],
    ['quwo', pinyin('quwo')],
    ['ＱＵＷＯ', pinyin('quwo')],
    ['qw', pinyin('quwo')],
    ['quwoxian', pinyin('quwo')],
    ['houma', pinyin('houma', 'houma_kfq')],
    ['hm', pinyin('houma', 'houma_kfq')],
    ['hongtong', pinyin('hongtong')], // as its people say it
    ['hongdong', pinyin('hongtong')], // as the dictionary says it
    ['houma_kfq', pinyin('houma_kfq')],
  ])('a guess, to be confirmed: %s', (text, expected) => {
    expect(resolve(units, text)).toEqual(expected);
  });

  it.each(['', ' ', '。', '总工会', '工会', '县', '宁', '我们', '北京市', 'progress', '/', '\n'])(
    '%j is none',
    (text) => {
      expect(resolve(units, text)).toEqual(none);
    },
  );

  it('two entries of one name are both named', () => {
    const twins = ['a', 'b'].map((id) => ({ id, name: '城关镇工会', short: '城关镇', aliases: [] }));
    expect(resolve(lexicon(twins, spell), '城关镇')).toEqual(many('a', 'b'));
  });
});

describe('categories', () => {
  it.each<[string, Resolution]>([
    ['微视频', exact('micro_video')],
    ['摄影', exact('photo')],
    ['照片', alias('photo')],
    ['微课', exact('micro_course')],
    ['诵', prefix('recitation')],
    ['互联网＋普惠', prefix('platform')],
    ['正能量诵', part('recitation')],
    ['视频', many('micro_video', 'recitation', 'micro_course')],
    ['微', many('micro_video', 'micro_course', 'micro_film')],
    ['微视屏', typo('micro_video')],
    ['影摄', typo('photo')],
    ['歌取', pinyin('song')],
    ['sheying', pinyin('photo')],
    ['photo', pinyin('photo')],
    ['直播', none],
  ])('%s', (text, expected) => {
    expect(resolve(categories, text)).toEqual(expected);
  });
});

describe('3,000 units', () => {
  const characters = [...'东西南北中山河海江湖城关镇安平永和兴隆新建华丰泰宁康福禄寿喜庆云阳春夏秋冬金木水火石林草花'];
  const pick = (number: number) => characters[number % characters.length] ?? '';
  const entries = Array.from({ length: 3000 }, (_, index) => {
    const short = `${pick(index)}${pick(index * 7 + Math.floor(index / 45))}${pick(index * 13 + 5)}县`;
    return { id: `u${index}`, name: `${short}总工会`, short, aliases: [`${short}工会`] };
  });

  it('are read and searched at once', () => {
    const large = lexicon(entries, spell);
    const search = () => ['某某', '东海', 'donghai', '不存在'].map((text) => resolve(large, text));
    // Measured: 90 ms to build, under 1 ms for each text.
    expect(effort(() => lexicon(entries, spell), 1500)).toBeLessThan(1500);
    expect(effort(search, 4 * 10)).toBeLessThan(4 * 10);
  });
});
