import { expect, test } from 'vitest';
import { workLines } from '../../src/application/words/work-lines.ts';

const labels = { fields: { title: ['标题'], author: ['作者'], authorUnit: ['作者单位'] } };

test.each([
  ['two lines with their authors', '《春》 作者:李明\n《夏》 作者:王红', 2, 2],
  ['a list of titles alone', '《春》\n《夏》', 2, undefined],
  ['a form of one work', '标题:春\n作者:李明\n作者单位:三中', 3, undefined],
  ['a title and what belongs to it below', '《春》 作者:李明\n作者单位:三中', 2, undefined],
  ['one author is known, the other is not', '《春》 作者:李明\n《夏》', 2, 2],
  ['a number that does not fit', '《春》 作者:李明\n《夏》 作者:王红\n《秋》 作者:赵云', 5, 'found 3'],
  ['a number that does not fit, and one without an author', '《春》 作者:李明\n《夏》', 3, 'found 2'],
  ['one title for all, with its author', '《古城》 作者:李明', 3, undefined],
  ['empty lines between', '《春》 作者:李明\n\n《夏》 作者:王红\n', 2, 2],
])('%s', (_, text, count, expected) => {
  const read = workLines(text, labels, count);
  expect(read && ('found' in read ? `found ${read.found}` : read.works.length)).toBe(expected);
});
