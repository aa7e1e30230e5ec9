import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office.close());

/** The entry of that number as it is kept. */
async function entry(number: number) {
  const { title, fields } = await office.prisma.submission.findUniqueOrThrow({ where: { number } });
  return { title, fields };
}

describe('an ambassador, however the form is written', () => {
  const ZHAO = { name: '赵六', workplace: '襄汾县四中', phone: '13800000014' };
  const NOTE = { ...ZHAO, note: '性别：男；职务：教师' };
  it.each([
    ['/宣传员\n姓名：赵六\n性别：男\n工作单位：襄汾县四中\n职务：教师\n联系电话：13800000014', NOTE],
    ['/宣传员 姓名：赵六 性别：男 工作单位：襄汾县四中 职务：教师 联系电话：138 0000 0014', NOTE],
    ['/宣传员 姓名=赵六，性别=男，工作单位＝襄汾县四中，职务=教师，手机=+86 138-0000-0014', NOTE],
    ['/宣传员\n姓 名：赵 六\n性 别：男\n工作单位：襄汾县四中\n职 务：教师\n电 话：138.0000.0014', NOTE],
    ['/宣传员 赵六 襄汾县四中 138 0000 0014', ZHAO],
    ['/宣传员 赵六 襄汾县四中 １３８００００００１４', ZHAO],
    ['/宣传员 赵六 工作单位:襄汾县四中13800000014', ZHAO],
    ['/宣传员 赵六，工作单位：襄汾县四中，电话（138）0000-0014', ZHAO],
    ['/宣传员 赵 六 襄汾县四中 电话13800000014', ZHAO],
  ])('%j', async (text, fields) => {
    await office.say('xiangfen-1', text);
    expect(await entry(1)).toEqual({ title: '赵六', fields });
  });

  it('what had no field of its own is named', async () => {
    const [receipt] = await office.say('xiangfen-1', '/宣传员 姓名：赵六 性别：男 工作单位：襄汾县四中');
    expect(receipt?.split('\n').at(-1)).toBe('性别没有对应的一项，记在备注里。');
    const [zero] = await office.say('xiangfen-1', '/零报 歌曲 原因:没人会唱 联系人:王某');
    expect(zero?.split('\n').at(-1)).toBe('联系人：这里没有这一项，没有记。');
  });

  it('blanks in a name make nobody else of them', async () => {
    await office.say('hongtong-1', '/宣传员 王 丽 工作单位:洪洞县二中');
    for (const name of ['王丽', '王  丽', '姓名:王 丽'])
      expect(await office.say('hongtong-1', `/宣传员 ${name} 工作单位:洪洞县二中`)).toEqual([
        '这位宣传员已经登记过，是 #1，没有重复登记。要改信息请发 /补正 1 字段:值',
      ]);
  });

  it('several people are several', async () => {
    await office.say('hongtong-1', '/宣传员 李梅、赵强 工作单位:洪洞县五中');
    expect([(await entry(1)).title, (await entry(2)).title]).toEqual(['李梅', '赵强']);
  });
});

describe('a work, however it is written', () => {
  const LINK = 'https://e.cn/1';
  it.each([
    [`/报送 歌曲 《光影2》作者王某 链接:${LINK}`, '光影2', { author: '王某', link: LINK }],
    [`/报送 歌曲 《《光影》》 链接:${LINK}`, '光影', { link: LINK }],
    [
      `/报送\n【作品报送】\n类别：歌曲\n作品名称：《光影》\n作者：王某\n链接：${LINK}`,
      '光影',
      { author: '王某', link: LINK },
    ],
    [`/报送 歌曲 《光影》 作者:王某、李某 链接:${LINK}`, '光影', { author: '王某、李某', link: LINK }],
    [`/报送 歌曲 《光影》 作者:王 某 李 某 某 链接:${LINK}`, '光影', { author: '王 某 李 某 某', link: LINK }],
    [`/报送 歌曲 《光影》 作者:王梅 李强 链接:${LINK}`, '光影', { author: '王梅、李强', link: LINK }],
    [
      `/报送 歌曲标题是最美劳动者作者李明单位安泽县医院电话13800000012 链接:${LINK}`,
      '最美劳动者',
      { author: '李明', authorUnit: '安泽县医院', phone: '13800000012', link: LINK },
    ],
    [`/报送 歌曲 《光影》\n副标题：一线的歌\n链接：${LINK}`, '光影', { note: '副标题：一线的歌', link: LINK }],
    [`/报送 歌曲 《作者：谁》 链接:${LINK}`, '作者：谁', { link: LINK }],
    [`/报送 歌曲 作者的一天 链接:${LINK}`, '作者的一天', { link: LINK }],
  ])('%j', async (text, title, fields) => {
    await office.say('anze-1', text);
    expect(await entry(1)).toEqual({ title, fields });
  });

  it('in plain words, run together', async () => {
    const [answer] = await office.say('anze-1', '报送微视频标题是最美劳动者作者李明单位安泽县医院');
    expect(answer).toContain('/报送 微视频 《最美劳动者》 作者:李明 作者单位:安泽县医院\n');
  });
});

describe('numbers that must not be kept', () => {
  it.each([
    '/宣传员 田八 工作单位:汾西县中学 身份证:142601199001011239',
    '/宣传员 田八 工作单位:汾西县中学142601 1990 0101 1239',
    '/宣传员\n姓名：田八\n工作单位：汾西县中学\n证件：142601\n19900101\n1239',
    '/报送 歌曲 《１４２６０１１９９００１０１１２３９》',
    '/活动 网安 日期:9月3日 企业:瑞丰钢厂 人数:60 备注:6222 0202 0001 2345 674',
    '/零报 歌曲 原因:卡号6222020200012345675转账',
  ])('%j is refused, and nothing of it is stored', async (text) => {
    expect(await office.say('fenxi-1', text)).toEqual([
      '消息里像有身份证号或银行卡号，我没有保存，也没有处理这条消息。请去掉号码再发；报送不需要这些号码。',
    ]);
    expect(await office.prisma.submission.count()).toBe(0);
    const [{ message } = { message: {} }] = await office.prisma.inbound.findMany();
    expect(JSON.stringify(message).normalize('NFKC').replace(/\D/g, '')).not.toMatch(/199001011239|0001234567/);
  });
});

describe('no phone is shown in a group', () => {
  it.each([
    '/报送 歌曲 《+86 139 1234 5678的歌》 链接:https://e.cn/1',
    '/报送 歌曲 《（139）1234-5678》 链接:https://e.cn/1',
    '/活动 １３９１２３４５６７８进企业 日期:9月3日 企业:瑞丰钢厂 人数:60',
    '/零报 歌曲 原因:问139.1234.5678',
    '/申请 延期 到 9月22日 找139·1234·5678',
  ])('%j', async (text) => {
    const heard = await office.say('jixian-1', text, { chat: 'group' });
    const here = heard.filter((one) => !one.startsWith('[direct/')).join('\n');
    expect(here).toContain('139****5678');
    expect(here.normalize('NFKC').replace(/[^\d*]/g, '')).not.toContain('12345678');
    expect(here).toContain('提醒：群里不要发手机号');
  });

  it('nor in what is said to the group later', async () => {
    await office.say('jixian-1', '/活动 进13912345678企业 日期:9月3日 企业:瑞丰钢厂 人数:60');
    const [shown] = await office.say('staff-1', '/查 1', { chat: 'group' });
    expect(shown?.split('\n')[0]).toBe('#1《进139****5678企业》 已收');
  });
});
