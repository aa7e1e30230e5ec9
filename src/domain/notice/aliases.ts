import { fold } from './fold.ts';

const UNIT_ENDS =
  /(总工会|工会|团工委|团委|妇联|教育局|教体局|文化和旅游局|司法局|卫生健康局|科技局|民政局|体育局|局|工委|党委|委员会)$/;
const COUNTY = /^(.{2,})(县|市|区|旗)$/;

/** What lists call a unit: 尧都区 for 尧都区总工会. A name that would be nothing but 市 keeps its end. */
export function shortOf(name: string): string {
  const short = name.replace(UNIT_ENDS, '');
  return short.length >= 2 ? short : name;
}

/** Short names and common slips that mean one unit only; proposed, for a person to confirm. */
export function unitAliases(name: string, all: readonly string[]): string[] {
  const short = shortOf(name);
  const place = /(开发|高新|新|园|景)区$/.test(short) ? undefined : COUNTY.exec(short)?.[1];
  const end = name.slice(short.length);
  const proposed = [
    ...(place ? [place, ...(end ? [`${place}${end}`] : [])] : []),
    ...(end === '总工会' ? [`${short}工会`] : end === '工会' ? [`${short.replace(/工会$/, '')}总工会`] : []),
  ];
  const others = all.filter((one) => one !== name);
  return [...new Set(proposed)].filter(
    (alias) => alias !== name && alias !== short && !others.some((one) => one.startsWith(alias)),
  );
}

export function categoryShort(name: string): string {
  const plain = fold(name).replace(/\(.*?\)/g, '');
  const report = /(情况报告|工作总结|活动简报|总结|报告|简报)$/.exec(plain)?.[0];
  if (plain.length > 8 && report !== undefined) return report;
  return plain.length > 6 ? plain : plain.replace(/(作品|类)$/, '') || plain;
}

/** What people call such works in a chat. */
const SPOKEN: readonly [RegExp, string[]][] = [
  [/摄影/, ['照片', '相片', '组照']],
  [/微视频|短视频/, ['小视频']],
  [/诵读|朗诵/, ['朗诵', '朗读']],
  [/征文/, ['文章']],
  [/微课/, ['微课程', '网课']],
  [/报告|总结/, ['总结', '报告']],
];

export function categoryAliases(name: string, said: readonly string[], taken: readonly string[]): string[] {
  const spoken = SPOKEN.filter(([form]) => form.test(name)).flatMap(([, words]) => words);
  const plain = fold(name).replace(/\(.*?\)/g, '');
  const proposed = [...said.map((one) => one.replace(/\s/g, '')), plain, plain.replace(/(作品|类)$/, ''), ...spoken];
  return [...new Set(proposed)].filter((alias) => alias.length >= 2 && alias !== name && !taken.includes(alias));
}
