import type { Vocabulary } from '../../src/application/words/vocabulary.ts';
import type { Dice } from '../support/dice.ts';
import { photo, video } from '../support/files.ts';
import type { SentFile } from '../support/practice.ts';

/** One message of the storm: who says what, where, with which file. */
export interface Said {
  as: string;
  chat: 'group' | 'direct';
  text: string;
  files: SentFile[];
  /** Whether it begins as a command does. */
  slashed: boolean;
}

const PEOPLE = ['yaodu-1', 'puxian-1', 'houma-1', 'staff-1', 'admin-1', 'stranger-1'];
const WORDS = [
  ...[
    '微视频',
    '摄影',
    '歌曲',
    '情况报告',
    '宣传员',
    '线下活动',
    '视频',
    '平台',
    '尧都区',
    '侯马',
    '蒲县',
    '大宁',
    '全市',
    '市直',
  ],
  ...[
    '《夜班的灯》',
    '《',
    '》',
    '“',
    '"',
    '标题是',
    '作者李明',
    '王 丽',
    '单位',
    '都发您邮箱了',
    '不用撤回了',
    '我们没有',
    '还差几个',
  ],
  ...[
    '撤回',
    '退回',
    '采用',
    '催一下',
    '延期',
    '截止',
    '谁还没报',
    '确认',
    '取消',
    '好的',
    '第二个',
    '各算一件',
    '换成这个',
    '是吗',
    '为什么',
  ],
];
const DAYS = [
  '9月3日',
  '9月25日（星期五）',
  '下周五',
  '月底',
  '2月30日',
  '2020-09-31',
  '明年',
  '国庆后',
  '99.99',
  '十五号',
  '昨天下午3点',
];
const NUMBERS = [
  '1',
  '#1',
  '第37号',
  '1 3-5、8号',
  '０',
  '-1',
  '99999999999999999999',
  '60多人',
  '两百三',
  '1e9',
  '3.5',
  '½',
  '一二三四',
];
const ODD = [
  '😀',
  '👨‍👩‍👧',
  '\u0000',
  '\u200b',
  '\u202e',
  '\ud800',
  '\t',
  '\r\n',
  '<b>@all</b>',
  '{{x}}',
  '$1',
  "'; DROP TABLE",
  '=1+1',
  '../..',
  '%00',
  '第第第',
  '[文件]',
];
const LINKS = [
  'https://e.cn/1',
  'http://x<@all>',
  'https://pan.example.com/s/1 提取码 ab12',
  'javascript:alert(1)',
  '//',
];
const JOINTS = ['', ' ', '，', '、', '\n', '：', ':', '=', '｜', '  ', '。'];

/** Somebody types at random: words, labels, days, numbers, signs, in commands and out of them. */
export function messageOf(dice: Dice, { prefixes, commands }: Vocabulary): Said {
  const slashed = dice.chance(0.5);
  const labels = Object.values(commands).flatMap(({ fields }) => Object.values(fields).flat());
  const lists = [WORDS, DAYS, NUMBERS, ODD, LINKS, labels.map((label) => `${label}:`)];
  const words = Array.from({ length: dice.whole(0, 9) }, () => dice.pick(dice.pick(lists)) + dice.pick(JOINTS));
  const long = dice.chance(0.02)
    ? dice.pick(['一', '《', '9', 'a', '第', ' ', '，', '\n']).repeat(dice.whole(500, 10_000))
    : '';
  const command = dice.pick(Object.values(commands));
  const name = dice.chance(0.9) ? dice.pick([command.name, ...command.aliases]) : dice.pick([...ODD, '恢复', '相声']);
  const head = slashed ? `${dice.pick(prefixes)}${name}${dice.pick(['', ' ', '：'])}` : '';
  const files = dice.chance(0.12)
    ? [dice.chance(0.5) ? photo('a.jpg', dice.whole(0, 5)) : video('夜班的灯.mp4', dice.whole(0, 5))]
    : [];
  return {
    as: dice.pick(PEOPLE),
    chat: dice.chance(0.25) ? 'group' : 'direct',
    text: `${head}${words.join('')}${long}`,
    files,
    slashed,
  };
}
