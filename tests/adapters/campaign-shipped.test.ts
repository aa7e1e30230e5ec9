import { describe, expect, it } from 'vitest';
import { shippedCampaign } from '../support/campaign.ts';

describe('the shipped campaign', () => {
  it('has the units in the order of the table, then those without a row', () => {
    expect(shippedCampaign.units.map(({ id }) => id).join(' ')).toBe(
      'yaodu huozhou houma hongtong xiangfen quwo yicheng puxian guxian anze fushan fenxi xixian jixian xiangning daning yonghe houma_kfq linfen_kfq city_direct',
    );
    expect(shippedCampaign.table.rows.map(({ unit }) => unit)).toEqual(
      shippedCampaign.units.slice(0, 19).map(({ id }) => id),
    );
  });

  it('leaves 侯马 and 开发区 to the rules of resolution', () => {
    const names = shippedCampaign.units.flatMap(({ name, short, aliases }) => [name, short, ...aliases]);
    expect(names.filter((name) => ['侯马', '开发区', '经开区', '临汾'].includes(name))).toEqual([]);
  });

  it('sets measured rules for 微视频 only', () => {
    const measured = shippedCampaign.categories.map(({ id, rules }) => [id, rules.flatMap(({ check }) => check ?? [])]);
    expect(Object.fromEntries(measured.filter(([, checks]) => checks?.length))).toEqual({
      micro_video: [
        { kind: 'format', extensions: ['mp4'] },
        { kind: 'duration-under', seconds: 180 },
        { kind: 'size-under', bytes: 50 * 1024 * 1024 },
      ],
    });
  });

  it('says that its way of judging is not the notice’s', () => {
    expect(shippedCampaign.review?.source).toBe('通知没有写评审办法，这是常用办法，启用前请市总改定');
  });

  it('has a sub-project with host and contact for the eight of 附件2, and for nothing else', () => {
    const projects = shippedCampaign.categories.flatMap(({ id, project }) =>
      project ? [[project.clause, id, project.host, project.contact?.name].join(' ')] : [],
    );
    expect(projects.sort()).toEqual(
      [
        '附件2第一项 micro_video 天津市总工会 姜志',
        '附件2第二项 thematic 河北省总工会 刘志超',
        '附件2第三项 recitation 浙江省总工会 章明飞',
        '附件2第四项 photo 安徽省总工会 尹云霞',
        '附件2第五项 platform 厦门市总工会 戴明词',
        '附件2第六项 micro_film 陕西省总工会 冯曦',
        '附件2第七项 song 中国金融工会 曹文星',
        '附件2第八项 micro_course 中国工人出版社 秦笑语',
      ].sort(),
    );
  });
});
