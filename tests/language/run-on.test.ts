import { expect, test } from 'vitest';
import type { Slots } from '../../src/application/language/intents.ts';
import { listener } from '../support/language.ts';

/*
 * What is read of sentences without punctuation, with something taken back, or with wrong characters: each as somebody types
 * or speaks it, and the slots that must be there. Others may be there too.
 */

const hear = listener();

const SAID: [string, string, Slots][] = [
  // 说了又改口
  [
    'submit_work',
    '报个诵读《夜读》，不对，是《夜读人》，作者贺晓军',
    { title: '夜读人', author: '贺晓军', category: 'recitation' },
  ],
  ['submit_work', '不是微电影，是微视频《一碗饭》', { category: 'micro_video', title: '一碗饭' }],
  ['withdraw_submission', '44别动，撤45', { target: '#45' }],
  ['withdraw_submission', '不撤29号，撤28号', { target: '#28' }],
  // 没有书名号
  ['submit_work', '报个摄影 巷口的灯 贾晓峰拍的', { category: 'photo', title: '巷口的灯', author: '贾晓峰' }],
  ['submit_work', '射影再来一张井口日出作者席永红', { category: 'photo', title: '井口日出', author: '席永红' }],
  ['submit_work', '歌曲 网上有咱工人 县医院 收一下', { category: 'song', title: '网上有咱工人' }],
  ['submit_work', '摄影作品《站台》，供电公司 李明亮拍的', { title: '站台', author: '李明亮' }],
  // 同音的字
  ['submit_work', '报宋 为视频 《麦收》 坐着：孙丽华', { category: 'micro_video', title: '麦收', author: '孙丽华' }],
  // 客气话不是名字、单位的一部分
  [
    'submit_work',
    '报送歌曲《煤海情》，作者为冯国栋同志，工作单位是乡宁焦煤集团，现予报送。',
    { author: '冯国栋', author_unit: '乡宁焦煤集团' },
  ],
  // 只说了编号、引用、刚才
  ['query_item_status', '37过了没', { target: '#37' }],
  ['revise_submission', '44作者改成贾晓峰', { target: '#44', field: 'author', new: '贾晓峰' }],
  ['revise_submission', '#27归到微课', { target: '#27', field: 'category', new: 'micro_course' }],
  ['revise_submission', '刚才那个归到微电影', { target: '@last', field: 'category', new: 'micro_film' }],
  ['revise_submission', '37题目改成 指尖防线', { target: '#37', field: 'title', new: '指尖防线' }],
  ['query_item_status', '《云丘山下》现在审到哪了', { title: '云丘山下' }],
  // 拼音首字母
  ['query_item_status', 'wsp还差几个', { category: 'micro_video', metric: 'remaining' }],
];

test.each(SAID)('%s: %s', (intent, text, slots) => {
  const heard = hear({ text });
  expect({
    intent: heard.intent,
    ...Object.fromEntries(Object.keys(slots).map((name) => [name, heard.slots[name]])),
  }).toEqual({
    intent,
    ...slots,
  });
});
