import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/application/words/form.ts';
import { labelsToRead } from '../../src/application/words/vocabulary.ts';
import { effort } from '../support/effort.ts';
import { vocabulary } from '../support/language.ts';

const read = (command: string, text: string) => {
  const { words, title, fields, noted, leftOut } = readArguments(text, labelsToRead(vocabulary, command));
  return { words, ...(title !== undefined && { title }), fields, noted, leftOut };
};
const NOTHING = { words: [], fields: {}, noted: [], leftOut: [] };

describe('a label ends the value before it', () => {
  it.each([
    ['known', '姓名：赵六 单位：四中', { fields: { name: '赵六', workplace: '四中' } }],
    [
      'strange',
      '姓名：赵六 爱好：唱歌 单位：四中',
      { fields: { name: '赵六', workplace: '四中', note: '爱好：唱歌' }, noted: ['爱好'] },
    ],
    [
      'glued',
      '姓名：赵六性别：男单位：四中',
      { fields: { name: '赵六', workplace: '四中', note: '性别：男' }, noted: ['性别'] },
    ],
    ['spread', '姓 名：赵六 单 位：四中', { fields: { name: '赵六', workplace: '四中' } }],
    ['with signs of its own', '姓名＝赵六；单位=四中', { fields: { name: '赵六', workplace: '四中' } }],
    [
      'said twice',
      '姓名：赵六 电话：13800000012 电话：13800000013',
      { fields: { name: '赵六', phone: '13800000012、13800000013' } },
    ],
  ])('%s', (_, text, expected) => {
    expect(read('ambassador', text)).toEqual({ ...NOTHING, ...expected });
  });
});

describe('labels without a colon', () => {
  it.each([
    ['摄影 《光影2》作者王某', { words: ['摄影'], title: '光影2', fields: { author: '王某' } }],
    ['摄影 《光影2》，作者 王某', { words: ['摄影'], title: '光影2', fields: { author: '王某' } }],
    ['摄影 光影 作者王某', { words: ['摄影', '光影'], fields: { author: '王某' } }],
    [
      '摄影 《光影》 作者欧阳娜娜单位安泽县医院',
      { words: ['摄影'], title: '光影', fields: { author: '欧阳娜娜', authorUnit: '安泽县医院' } },
    ],
    [
      '摄影 《光影》 作者王某和李某 电话13800000012',
      { words: ['摄影'], title: '光影', fields: { author: '王某和李某', phone: '13800000012' } },
    ],
    ['微视频 作者的一天', { words: ['微视频', '作者的一天'], fields: {} }],
    ['微视频 单位里的故事', { words: ['微视频', '单位里的故事'], fields: {} }],
    ['微视频 电话那头', { words: ['微视频', '电话那头'], fields: {} }],
    ['微视频 《作者王某》', { words: ['微视频'], title: '作者王某', fields: {} }],
    ['微视频 安全：从我做起', { words: ['微视频', '安全：从我做起'], fields: {} }],
  ])('%s', (text, expected) => {
    expect(read('submit', text)).toEqual({ ...NOTHING, ...expected });
  });
});

describe('a mobile number is in no field but its own', () => {
  it.each([
    [
      'ambassador',
      '赵六 襄汾县四中 138 0000 0012',
      { words: ['赵六', '襄汾县四中'], fields: { phone: '13800000012' } },
    ],
    ['ambassador', '姓名：赵六13800000012', { fields: { name: '赵六', phone: '13800000012' } }],
    ['ambassador', '事迹：义务讲课，电话：13800000012', { fields: { deeds: '义务讲课', phone: '13800000012' } }],
    ['ambassador', '备注：找王梅 手机13800000012', { fields: { note: '找王梅', phone: '13800000012' } }],
    ['submit', '作者：王某（13800000012）', { fields: { author: '王某（ ）', phone: '13800000012' } }],
    ['event', '企业：瑞丰钢厂 13800000012', { fields: { company: '瑞丰钢厂' }, leftOut: ['13800000012'] }],
    ['zero', '歌曲 原因:问13800000012', { words: ['歌曲'], fields: { reason: '问13800000012' } }],
  ])('%s %s', (command, text, expected) => {
    expect(read(command, text)).toEqual({ ...NOTHING, ...expected });
  });
});

it('ten thousand labels take no time', () => {
  for (const text of ['标题：', '作者', '：', '姓 名：\n', '作者王某'].map((one) =>
    one.repeat(3000).slice(0, 10_000),
  )) {
    expect(effort(() => readArguments(text, labelsToRead(vocabulary, 'submit')), 100)).toBeLessThan(100);
  }
});
