import type { Statement } from './statements.ts';

/** Nouns whose number belongs to the work: how many authors, pictures, copies, members. */
const OF_THE_WORK =
  /(照片|图片|配图|附图|附|组照|U盘|光盘|二维码|一式|汇总表|登记表|推荐表|报名表|年龄|周岁|学历|邮编|第|届|名义|每组(?!合计)|每幅|每队|每张|每篇(?!.*限报)|版面|标题|题目|封面|打印|姓名)/;
const OF_PEOPLE = /作者|演员|教师|教练|领队|队员|主创|成员|指导|运动员/;
const OF_AWARDS = /奖|名次|录取|授予|评出|评选出|颁发|十佳|称号|表彰|排名|得票|计\d|积分|得\d+分|评委/;
const TOLD = /共(?:收到|收集|征集到|评出|有)|上届|去年|上一届|历届|已/;
const ASKED =
  /报送|推荐|申报|选送|推选|上报|报市|报省|限报|开展|举办|完成|新建|新增|发展|培育|征集|自荐|投稿|组织|创建|参加|参赛|可报|走进|达到?|占比|不限|限/;
const OF_TARGETS = /数量|名额|任务|指标|分配|推荐办法|参赛单位和人数/;
const OF_RULES = /作品要求|规格|格式|材料|申报要求|评分|经费|评选|奖/;

/** Whether a count is asked of units (a target), not of the works themselves (a rule), nor told or promised. */
export function isTargetStatement(statement: Statement): boolean {
  const { piece, segment, quantity, actors, categories, line } = statement;
  if (
    TOLD.test(segment) ||
    OF_AWARDS.test(segment) ||
    /奖|表彰|名次|评分/.test(line.path.map(({ title }) => title).join())
  )
    return false;
  if (quantity.percent !== undefined) return /占比|比例|率|完成[^,]*任务/.test(piece);
  if (/不作(?:要求|限制)/.test(segment.slice(quantity.from, quantity.to))) return statement.fresh;
  if (quantity.none || quantity.excluded || quantity.half) return actors.length > 0 || categories.length > 0;
  if (quantity.measure === '份' || quantity.measure === '期') return false;
  const before = piece.slice(0, piece.search(/\d|[一二三四五六七八九十](?=[件幅部篇个首场])|$/));
  if (
    OF_THE_WORK.test(beforeNumber(before)) ||
    /为\d+[组件幅]/.test(segment) ||
    /^[\d\-~]+幅为/.test(segment.slice(quantity.from))
  )
    return false;
  const titles = line.path.map(({ title }) => title).join();
  if (OF_RULES.test(titles) && !OF_TARGETS.test(titles) && actors.length === 0) return false;
  if (
    !/报|荐|申/.test(before) &&
    /^[^,]{0,2}(子项目|项目(?!报)|阶段|步骤|方面|环节|部分|类别|组别|等级|系列|主题)/.test(segment.slice(quantity.to))
  )
    return false;
  if (
    /^[人名]$/.test(quantity.measure ?? '') &&
    ((categories.length === 0 && statement.object === '' && !(actors.length > 0 && /推荐|选树|申报/.test(before))) ||
      OF_PEOPLE.test(beforeNumber(before)))
  )
    return false;
  if (quantity.measure === '张' && actors.length === 0) return false;
  if (actors.length > 0)
    return (
      ASKED.test(segment) ||
      OF_TARGETS.test(titles) ||
      OF_TARGETS.test(segment) ||
      quantity.most !== undefined ||
      quantity.least !== undefined
    );
  return OF_TARGETS.test(titles) || /(报送|推荐|申报|征集|走进|开展|举办|发展)[^,]*$/.test(before);
}

/** The noun next to the number decides: 报送推荐表 is far from 每类3件. */
const beforeNumber = (before: string): string => before.slice(-8).replace(/不(?:少|多|低|高|得)?(?:于|超过)?$/, '');
