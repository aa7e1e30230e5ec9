import { describe, expect, test } from 'vitest';
import { readNumeral } from '../../src/application/language/numerals.ts';
import { dayOf, readSentence, thingsOf } from '../../src/application/language/reading.ts';
import { segmentsOf } from '../../src/application/language/segments.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { effort } from '../support/effort.ts';
import { grammar, listener, NOW, tongueFor } from '../support/language.ts';

const tongue = tongueFor(shippedCampaign);
const { labels } = grammar.raw.entities;
const read = (text: string) =>
  readSentence(tongue, segmentsOf(text, labels), {
    who: 'county',
    ownUnits: ['yaodu'],
    inGroup: false,
    now: NOW,
    today: '2020-09-10',
  });

describe('a message in segments', () => {
  test.each([
    ['@小助手 侯马交了没', { said: '侯马交了没', files: [] }],
    ['＠谁都不是 你好', { said: '＠谁都不是 你好', files: [] }],
    ['谁还\u200B没\u00A0报', { said: '谁还没 报', files: [] }],
    ['/报送 微视频 《夜班　的灯》', { said: '/报送 微视频 《夜班 的灯》', files: [] }],
    ['他说“好”', { said: '他说“好”', files: [] }],
    ['[文件] 终版.mp4', { said: '', files: [{ name: '终版.mp4', ext: 'mp4', quoted: false }] }],
    [
      '换成这个 [文件] 洪洞县-微视频-奋斗者.mp4 (48.6MB)',
      { said: '换成这个', files: [{ name: '洪洞县-微视频-奋斗者.mp4', ext: 'mp4', quoted: false, sizeMb: 48.6 }] },
    ],
    [
      '[引用文件: 摄影作品.zip] 这是照片',
      { said: '这是照片', files: [{ name: '摄影作品.zip', ext: 'zip', quoted: true }], quote: '' },
    ],
    ['[引用: 已收 #5 《灯火》] 这个撤回', { said: '这个撤回', files: [], quote: '已收 #5 《灯火》' }],
    ['[强] 不错', { said: '[强] 不错', files: [] }],
  ])('%s', (text, segments) => {
    expect(segmentsOf(text, labels)).toEqual(segments);
  });
});

describe('units as people write them', () => {
  test.each([
    ['洪桐', ['hongtong']],
    ['习县', ['xixian']],
    ['候马', ['houma', 'houma_kfq']],
    ['沃曲', ['quwo']],
    ['冀城', ['yicheng']],
    ['洪侗县', ['hongtong']],
    ['hongtong', ['hongtong']],
    ['hd', ['hongtong']],
    ['侯开', ['houma_kfq']],
    ['开发区', ['houma_kfq', 'linfen_kfq']],
    ['古县', ['guxian']],
    ['吉县', ['jixian']],
    ['临汾', []],
    ['分析', []],
    ['永和供电公司', []],
  ])('%s', (text, ids) => {
    expect(thingsOf(read(text), 'unit').flatMap((thing) => thing.ids ?? [])).toEqual(ids);
  });
});

describe('categories in daily words', () => {
  test.each([
    ['照片', ['photo']],
    ['小视频', ['micro_video']],
    ['朗诵', ['recitation']],
    ['网课', ['micro_course']],
    ['颂读', ['recitation']],
    ['视频', ['micro_video', 'recitation', 'micro_course', 'micro_film']],
  ])('%s', (text, ids) => {
    expect(thingsOf(read(text), 'category').flatMap((thing) => thing.ids ?? [])).toEqual(ids);
  });
});

// 2020-09-10 is a Thursday; days off 1–8 October, 27 September and 10 October are worked.
describe('days', () => {
  test.each([
    ['昨天', '2020-09-09', 'past'],
    ['前天', '2020-09-08', 'past'],
    ['15号', '2020-09-15', 'future'],
    ['5号', '2020-10-05', 'future'],
    ['5号', '2020-09-05', 'past'],
    ['9月18日', '2020-09-18', 'future'],
    ['九月十八号', '2020-09-18', 'future'],
    ['8.15', '2020-08-15', 'past'],
    ['2020-09-18', '2020-09-18', 'future'],
    ['下周一', '2020-09-14', 'future'],
    ['周一', '2020-09-14', 'future'],
    ['周一', '2020-09-07', 'past'],
    ['上周五', '2020-09-04', 'past'],
    ['月底', '2020-09-30', 'future'],
    ['节后第一个工作日', '2020-10-09', 'future'],
    ['国庆后', '2020-10-09', 'future'],
    ['节前', '2020-09-30', 'future'],
    ['三天后', '2020-09-13', 'future'],
    ['两个工作日后', '2020-09-14', 'future'],
    ['2月30号', undefined, 'future'],
  ] as const)('%s is %s', (text, day, direction) => {
    const sentence = read(text);
    expect(dayOf(sentence, thingsOf(sentence, 'day', 'nth')[0], direction)).toBe(day);
  });
});

describe('hours', () => {
  test.each([
    ['明早九点', 9 * 60],
    ['明天下午三点半', 15 * 60 + 30],
    ['今晚8点', 20 * 60],
    ['3点', 15 * 60],
    ['09:30', 9 * 60 + 30],
    ['中午十二点', 12 * 60],
  ])('%s', (text, minutes) => {
    expect(thingsOf(read(text), 'time')[0]?.minutes).toBe(minutes);
  });
});

describe('numbers', () => {
  test.each([
    ['37', 37],
    ['３７', 37],
    ['十', 10],
    ['二十一', 21],
    ['六十', 60],
    ['一百零五', 105],
    ['两百三', 230],
    ['俩', 2],
    ['很多', undefined],
  ])('%s is %s', (text, number) => {
    expect(readNumeral(text, grammar.raw.entities)).toBe(number);
  });

  test('a rough number stays rough', () => {
    expect(thingsOf(read('来了十来个人'), 'count')[0]).toMatchObject({ n: 10, more: true });
    expect(thingsOf(read('来了60多人'), 'count')[0]).toMatchObject({ n: 60, more: true });
  });

  test('a day is no count', () => {
    expect(thingsOf(read('到9月15号'), 'count')).toEqual([]);
  });
});

/** Another city's campaign: other names, fewer categories. */
function otherCampaign() {
  const campaign = structuredClone(shippedCampaign);
  campaign.issuer = '平山市总工会';
  campaign.units = [
    { id: 'qinghe', name: '清河县总工会', short: '清河县', aliases: ['清河'] },
    { id: 'baisha', name: '白沙区总工会', short: '白沙区', aliases: [] },
  ];
  campaign.categories = campaign.categories
    .filter(({ id }) => id === 'photo' || id === 'song')
    .map((category) =>
      category.id === 'song' ? { ...category, id: 'opera', name: '戏曲', short: '戏曲', aliases: ['唱戏'] } : category,
    );
  campaign.cityTargets = [];
  return campaign;
}

test('another campaign is understood by its own names, without code', () => {
  const hear = listener(otherCampaign());
  expect(hear({ text: '青河县的唱戏报了没有', role: 'city' })).toEqual({
    intent: 'query_item_status',
    slots: { unit: 'qinghe', category: 'opera', metric: 'submitted' },
  });
  expect(hear({ text: '白沙和清河分别差多少', role: 'city' })).toEqual({
    intent: 'query_unit_progress',
    slots: { units: ['baisha', 'qinghe'], metric: 'remaining' },
  });
});

test('a sentence takes under 2 ms with 3,000 units', () => {
  const campaign = structuredClone(shippedCampaign);
  const letters = [...'安宝北城东方高和江兰梅宁平清山石泰文新阳永源云泽中州柳林河川谷乡海龙凤'];
  campaign.units = Array.from({ length: 3000 }, (_, index) => {
    const at = (by: number) => letters[Math.floor(index / by) % letters.length] ?? '';
    const word = `${at(1)}${at(35)}${at(1225)}`;
    return { id: `u${index}`, name: `${word}县总工会`, short: `${word}县`, aliases: [] };
  });
  const hear = listener(campaign);
  const sentences = [
    '我们县还差几个？',
    '安宝安和北宝安分别差多少',
    '把上次那个微视频换成这个 [文件] 终版.mp4',
    '今天紫色的猫在唱歌，一句也听不懂的话要怎么办才好呢',
  ];
  const hearThem = () => {
    for (let times = 0; times < 5; times++) for (const text of sentences) hear({ text });
  };
  hearThem();
  const each = effort(hearThem, 2 * 5 * sentences.length) / (5 * sentences.length);
  console.log(`interpretation, 3,000 units: ${each.toFixed(2)} ms a sentence`);
  expect(each).toBeLessThan(2);
}, 180_000);
