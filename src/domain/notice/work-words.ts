/** Through which sense a work is taken in; a rule for 视频作品 is one for all works that are seen as films. */
export type Medium = 'audio' | 'video' | 'image' | 'text';

const MEDIA: readonly [Medium, RegExp][] = [
  ['audio', /音频|广播|录音/],
  ['video', /视频|电影|短片|动画|影片|微课|视听|vlog/i],
  ['image', /摄影|照片|书法|绘画|美术|漫画|海报|小报|手抄报|图片|长图|剪纸|篆刻/],
  ['text', /征文|诗歌|散文|故事|文章|小说|文字|论文|剧本/],
];

export const mediaOf = (name: string): Medium[] => MEDIA.flatMap(([medium, form]) => (form.test(name) ? [medium] : []));

/** The last word of a name that is a work, an event or a person to be named. */
const WORK =
  /(视频|电影|短片|动画|影片|微课|课件|课程|音频|歌曲|诵读|朗诵|音乐|摄影|照片|书法|绘画|美术|漫画|海报|小报|手抄报|图文|长图|征文|诗歌|散文|故事|文章|报告文学|案例|论文|小说|曲艺|舞蹈|合唱|戏剧|戏曲|相声|小品|器乐|声乐|方案|推荐稿|展品|H5|剧本|剪纸|设计|公益广告|节目|讲解|演讲|楹联|春联|标语|团体|双打|单打|家庭|平台|作品|项目|类|组|团队|品牌|课|报告|总结|简报|信息|画|片|歌|文|诗)(\(.{1,8}\))?$/i;

export const isWork = (name: string): boolean => WORK.test(name);

/** What a heading is about when its children are the categories. */
export const OF_CATEGORIES =
  /(作品|征集|节目|活动|竞赛|比赛|参赛|申报|推荐|评选)?(类别|类型|种类|项目设置|项目|组别|形式|体裁|内容|范围|方向)(和要求|及要求|设置|(?:和|及)(?:数量|名额|规格|标准))?$|^(作品|节目)?(类别|形式|要求)(和|及)?/;

/** Ends of what is counted and is no work of art. */
const COUNTABLE =
  /(材料|演练|成果|典型|集体|个人|能手|标兵|讲座|培训|会|书屋|志愿者|宣传员|稿件|论文|课题|产品|活动|演出|家庭|信息|线索|建议|提案|队伍|基地|创意|计划|做法|经验)$/;

export const isCountable = (name: string): boolean => COUNTABLE.test(name);

/** What is no category whatever stands above it. */
export const NO_CATEGORY =
  /^作品$|^(总体|活动|征集|参加|参赛|指导|评选|报送|作品)?(要求|时间|方式|主题|对象|说明|安排|原则|目的|意义|目标|内容|数量|范围|步骤|办法|标准|名额|条件|规格|思想|宗旨|程序|须知|事项)$|阶段|^主题[一二三四五六]|突出主题|创意|搭配|组织|宣传|领导|有创/;

/** Ends that say what is done with the works, not what they are. */
export const withoutDeed = (name: string): string =>
  name.replace(
    /(的)?(征集|评选|评比|推选|推荐|展示|展演|展播|比赛|大赛|竞赛|创建|活动|工作|报送|申报|选拔|培育|招募|遴选|类)+$/,
    '',
  ) || name;
