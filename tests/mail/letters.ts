import { zipSync } from 'fflate';
import { makeDocx } from '../notices/support/docx-maker.ts';
import { photo, video, xlsx } from '../support/files.ts';
import { base64, gbk, header, hex, inUtf8, lines, mail, type Part, word } from '../support/mails.ts';

/** A mail, and what is to become of it: `state unit | category《title》author files; … | doubts`. */
export interface Expected {
  called: string;
  raw: Buffer;
  result: string;
}

const film = (name: string, number: number): Part => ({ name, type: 'video/mp4', bytes: video(name, number).bytes });
const picture = (name: string, number: number): Part => ({ name, type: 'image/png', bytes: photo(name, number).bytes });
const filmBytes = (number: number) => video('x.mp4', number).bytes;
const zip = (files: Record<string, Buffer>): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, new Uint8Array(bytes)])), {
      level: 0,
    }),
  );

/** winmail.dat as Outlook packs it: a short name, the long one among the properties, the bytes. */
function winmail(name: string, bytes: Buffer): Buffer {
  const attribute = (id: number, value: Buffer) => {
    const head = Buffer.alloc(9);
    head.writeUInt8(2, 0);
    head.writeUInt32LE(id, 1);
    head.writeUInt32LE(value.length, 5);
    return Buffer.concat([head, value, Buffer.alloc(2)]);
  };
  const long = Buffer.from(`${name}\0`, 'utf16le');
  const property = Buffer.alloc(16);
  property.writeUInt32LE(1, 0);
  property.writeUInt32LE(0x3707001f, 4);
  property.writeUInt32LE(1, 8);
  property.writeUInt32LE(long.length, 12);
  const start = Buffer.alloc(6);
  start.writeUInt32LE(0x223e9f78, 0);
  return Buffer.concat([
    start,
    attribute(0x00069002, Buffer.alloc(14)),
    attribute(0x00018010, Buffer.concat([gbk('夜班~1.MP4'), Buffer.alloc(1)])),
    attribute(0x0006800f, bytes),
    attribute(0x00069005, Buffer.concat([property, long, Buffer.alloc((4 - (long.length % 4)) % 4)])),
  ]);
}

const gbkWord = (text: string, how: 'B' | 'Q' = 'B') => word('GBK', gbk(text), how);
const attached = (
  disposition: string | Buffer,
  bytes: Buffer,
  type: string | Buffer = 'Content-Type: application/octet-stream',
): Part => ({
  head: [type, disposition],
  bytes,
});
const named = (name: Buffer | string) =>
  Buffer.concat([Buffer.from('Content-Disposition: attachment; filename="'), Buffer.from(name), Buffer.from('"')]);
const from = (name: string, address = 'someone@163.com') => `${inUtf8(name)} <${address}>`;
const ORIGINAL = '------------------ 原始邮件 ------------------';

/** Mails as counties send them, and as nobody should; each made anew with bytes of its own. */
export async function letters(): Promise<Expected[]> {
  const list = (
    await xlsx('作品汇总表.xlsx', [
      ['霍州市总工会参评作品汇总表'],
      ['序号', '类别', '作品名称', '作者', '文件名'],
      [1, '微视频', '煤海之光', '赵明', '煤海之光.mp4'],
      [2, '歌曲', '工人之歌', '孙丽', '工人之歌.mp4'],
    ])
  ).bytes;
  const form = Buffer.from(
    makeDocx([
      { kind: 'paragraph', text: '参评作品登记表' },
      {
        kind: 'table',
        rows: [
          ['作品名称', '山乡课堂'],
          ['类别', '微课'],
          ['作者', '李建国'],
        ],
      },
    ]),
  );
  const one = (called: string, made: Parameters<typeof mail>[0], result: string): Expected => ({
    called,
    raw: mail(made),
    result,
  });
  const work = (number: number) => [film('夜班的灯.mp4', number)];
  const forwarded = (inner: Buffer, outer: Parameters<typeof mail>[0] = {}) =>
    mail({
      ...outer,
      parts: [
        { head: ['Content-Type: message/rfc822', 'Content-Disposition: attachment; filename="m.eml"'], bytes: inner },
      ],
    });
  return [
    // Names of files and of people, in every form that programs write.
    one(
      'utf-8 all through',
      { subject: inUtf8('尧都区报送微视频《夜班的灯》'), text: '您好', parts: work(1) },
      'waiting yaodu | micro_video《夜班的灯》 夜班的灯.mp4 | ',
    ),
    one(
      'gbk, base64 words',
      {
        from: `${gbkWord('洪洞县总工会')} <a@163.com>`,
        subject: gbkWord('报送歌曲《汾河谣》'),
        parts: [attached(`Content-Disposition: attachment; filename="${gbkWord('汾河谣.mp4')}"`, filmBytes(2))],
      },
      'waiting hongtong | song《汾河谣》 汾河谣.mp4 | ',
    ),
    one(
      'gbk, quoted-printable words',
      {
        from: `${gbkWord('襄汾县总工会', 'Q')} <b@163.com>`,
        subject: gbkWord('诵读《丁村》', 'Q'),
        parts: [attached(`Content-Disposition: attachment; filename="${gbkWord('丁村.mp4', 'Q')}"`, filmBytes(3))],
      },
      'waiting xiangfen | recitation《丁村》 丁村.mp4 | ',
    ),
    one(
      'gb18030 with a rare character',
      {
        subject: word('gb18030', gbk('曲沃县微视频《晋国》')),
        text: '作者：李建国',
        parts: [
          attached(
            `Content-Disposition: attachment; filename="${word('gb18030', Buffer.concat([gbk('晋国'), Buffer.from([0x81, 0x30, 0x81, 0x30]), gbk('.mp4')]))}"`,
            filmBytes(4),
          ),
        ],
      },
      'waiting quwo | micro_video《晋国》李建国 晋国\u0080.mp4 | '.replace('\u0080', ''),
    ),
    one(
      'a name in two words',
      {
        subject: inUtf8('翼城县 微课《剪纸》'),
        parts: [
          attached(
            `Content-Disposition: attachment;\r\n filename="${gbkWord('翼城剪')}\r\n ${gbkWord('纸.mp4')}"`,
            filmBytes(5),
          ),
        ],
      },
      'waiting yicheng | micro_course《剪纸》 翼城剪纸.mp4 | ',
    ),
    one(
      'a name cut within a character',
      {
        subject: inUtf8('蒲县 微视频《东岳庙》'),
        parts: [
          attached(
            `Content-Disposition: attachment;\r\n filename="=?GBK?B?${gbk('东岳庙.mp4').subarray(0, 3).toString('base64')}?=\r\n =?GBK?B?${gbk('东岳庙.mp4').subarray(3).toString('base64')}?="`,
            filmBytes(6),
          ),
        ],
      },
      'waiting puxian | micro_video《东岳庙》 东岳庙.mp4 | ',
    ),
    one(
      'rfc 2231 in gbk',
      {
        subject: inUtf8('古县 微视频《牡丹》'),
        parts: [attached(`Content-Disposition: attachment; filename*=GBK''${hex(gbk('牡丹.mp4'), '%')}`, filmBytes(7))],
      },
      'waiting guxian | micro_video《牡丹》 牡丹.mp4 | ',
    ),
    one(
      'rfc 2231 in utf-8, continued',
      {
        subject: inUtf8('安泽县 微视频《沁河》'),
        parts: [
          attached(
            `Content-Disposition: attachment; filename*0*=UTF-8''${encodeURIComponent('沁河')};\r\n filename*1*=${encodeURIComponent('之歌.mp4')}`,
            filmBytes(8),
          ),
        ],
      },
      'waiting anze | micro_video《沁河》 沁河之歌.mp4 | ',
    ),
    one(
      'rfc 2231 continued, not encoded',
      {
        subject: inUtf8('浮山县 微视频《神山》'),
        parts: [
          attached('Content-Disposition: attachment; filename*0="shen";\r\n filename*1="shan.mp4"', filmBytes(9)),
        ],
      },
      'waiting fushan | micro_video《神山》 shenshan.mp4 | ',
    ),
    one(
      'raw gbk in the head of a part',
      { subject: inUtf8('汾西县 微视频《师家沟》'), parts: [attached(named(gbk('师家沟.mp4')), filmBytes(10))] },
      'waiting fenxi | micro_video《师家沟》 师家沟.mp4 | ',
    ),
    one(
      'raw utf-8 in the head of a part',
      { subject: inUtf8('隰县 微视频《小西天》'), parts: [attached(named('小西天.mp4'), filmBytes(11))] },
      'waiting xixian | micro_video《小西天》 小西天.mp4 | ',
    ),
    one(
      'raw gbk in the head of the mail',
      {
        from: Buffer.concat([gbk('吉县总工会'), Buffer.from(' <jx@163.com>')]),
        subject: gbk('报送微视频《壶口》'),
        parts: [attached(named(gbk('壶口.mp4')), filmBytes(12))],
      },
      'waiting jixian | micro_video《壶口》 壶口.mp4 | ',
    ),
    one(
      'the name with the type alone',
      {
        subject: inUtf8('乡宁县 微视频《云丘山》'),
        parts: [
          attached(
            'Content-Disposition: attachment',
            filmBytes(13),
            `Content-Type: video/mp4; name="${gbkWord('云丘山.mp4')}"`,
          ),
        ],
      },
      'waiting xiangning | micro_video《云丘山》 云丘山.mp4 | ',
    ),
    one(
      'no name at all',
      {
        subject: inUtf8('大宁县 微视频《黄河》'),
        parts: [attached('Content-Disposition: attachment', filmBytes(14), 'Content-Type: video/mp4')],
      },
      'waiting daning | micro_video《黄河》 这个文件.mp4 | ',
    ),
    one(
      'a path for a name',
      {
        subject: inUtf8('永和县 微视频《乾坤湾》'),
        parts: [
          attached('Content-Disposition: attachment; filename="..\\\\..\\\\C:\\\\Users\\\\a.mp4"', filmBytes(15)),
        ],
      },
      'waiting yonghe | micro_video《乾坤湾》 a.mp4 | ',
    ),
    // Words of letters.
    one(
      'gbk text, declared',
      {
        subject: inUtf8('霍州市报送'),
        words: {
          head: ['Content-Type: text/plain; charset=gb2312', 'Content-Transfer-Encoding: base64'],
          body: base64(gbk('作品名称：陶唐\r\n类别：歌曲\r\n作者：王明')),
        },
        parts: [film('a1.mp4', 16)],
      },
      'waiting huozhou | song《陶唐》王明 a1.mp4 | ',
    ),
    one(
      'gbk text, undeclared',
      {
        subject: inUtf8('霍州市报送'),
        words: {
          head: ['Content-Type: text/plain', 'Content-Transfer-Encoding: 8bit'],
          body: gbk('作品名称：千佛崖\r\n类别：诵读\r\n作者：王明'),
        },
        parts: [film('a2.mp4', 17)],
      },
      'waiting huozhou | recitation《千佛崖》王明 a2.mp4 | ',
    ),
    one(
      'gbk text that says it is utf-8',
      {
        subject: inUtf8('霍州市报送'),
        words: {
          head: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'],
          body: gbk('作品名称：汾水\r\n类别：诵读'),
        },
        parts: [film('a3.mp4', 18)],
      },
      'waiting huozhou | recitation《汾水》 a3.mp4 | ',
    ),
    one(
      'html alone',
      {
        subject: inUtf8('侯马市报送'),
        html: '<div>作品名称：新田<br>类别：微视频<br>作者：<b>刘芳</b></div>',
        parts: [film('b1.mp4', 19)],
      },
      'waiting houma | micro_video《新田》刘芳 b1.mp4 | ',
    ),
    one(
      'html that calls home',
      {
        subject: inUtf8('侯马市 歌曲《盟书》'),
        html: '<img src="http://127.0.0.1:9/x.gif"><script>fetch("http://127.0.0.1:9/")</script><link rel=stylesheet href="http://127.0.0.1:9/c.css">您好',
        parts: [film('盟书.mp4', 20)],
      },
      'waiting houma | song《盟书》 盟书.mp4 | ',
    ),
    one(
      'a form as docx',
      { subject: inUtf8('洪洞县报送材料'), parts: [film('课.mp4', 21), { name: '登记表.docx', bytes: form }] },
      'waiting hongtong | micro_course《山乡课堂》李建国 课.mp4 | ',
    ),
    one(
      'a list as xlsx',
      {
        from: from('霍州工会'),
        subject: inUtf8('报送作品'),
        parts: [film('煤海之光.mp4', 22), film('工人之歌.mp4', 23), { name: '作品汇总表.xlsx', bytes: list }],
      },
      'waiting huozhou | micro_video《煤海之光》赵明 煤海之光.mp4; song《工人之歌》孙丽 工人之歌.mp4 | ',
    ),
    one(
      'a list whose files are still to come',
      { from: from('霍州工会'), subject: inUtf8('报送作品清单'), parts: [{ name: '作品汇总表.xlsx', bytes: list }] },
      'waiting huozhou | micro_video《煤海之光》赵明 ; song《工人之歌》孙丽  | no-file',
    ),
    one(
      'names that say all',
      {
        from: from('王某'),
        subject: inUtf8('作品'),
        parts: [film('洪洞县-微视频-大槐树.mp4', 24), film('洪洞县-歌曲-思乡.mp4', 25)],
      },
      'waiting hongtong | micro_video《大槐树》 洪洞县-微视频-大槐树.mp4; song《思乡》 洪洞县-歌曲-思乡.mp4 | ',
    ),
    one(
      'several photos',
      {
        subject: inUtf8('尧都区摄影作品'),
        parts: [picture('古城.png', 26), picture('汾河.png', 27), picture('平湖.png', 28)],
      },
      'waiting yaodu | photo《古城》 古城.png; photo《汾河》 汾河.png; photo《平湖》 平湖.png | several',
    ),
    one(
      'photos with one title',
      { subject: inUtf8('尧都区摄影《古城四季》'), parts: [picture('1.png', 29), picture('2.png', 30)] },
      'waiting yaodu | photo《古城四季》 1.png、2.png | ',
    ),
    one(
      'a written report',
      {
        subject: inUtf8('永和县情况报告'),
        parts: [
          { name: '永和县活动情况报告.docx', bytes: Buffer.from(makeDocx([{ kind: 'paragraph', text: '情况' }])) },
        ],
      },
      'waiting yonghe | report《永和县活动情况报告》 永和县活动情况报告.docx | ',
    ),
    // Whose it is.
    one(
      'the sender names the unit',
      { from: from('古县总工会宣传部'), subject: inUtf8('微视频《相如》'), parts: [film('c.mp4', 31)] },
      'waiting guxian | micro_video《相如》 c.mp4 | ',
    ),
    one(
      'only the letter names the unit',
      {
        from: from('小李'),
        subject: inUtf8('微视频《蔺相如》'),
        text: '领导好，安泽县总工会报送微视频一件。',
        parts: [film('c2.mp4', 32)],
      },
      'waiting anze | micro_video《蔺相如》 c2.mp4 | ',
    ),
    one(
      'sender and subject name two units',
      { from: from('蒲县总工会'), subject: inUtf8('隰县微视频《梨花》'), parts: [film('c3.mp4', 33)] },
      'waiting ?xixian/puxian | micro_video《梨花》 c3.mp4 | unit-differs',
    ),
    one(
      '侯马 may be two',
      { from: from('小张'), subject: inUtf8('侯马报送微视频《彭真》'), parts: [film('c4.mp4', 34)] },
      'waiting ?houma/houma_kfq | micro_video《彭真》 c4.mp4 | unit-differs',
    ),
    one(
      'nobody says whose it is',
      { from: from('小张'), subject: inUtf8('微视频《无名》'), parts: [film('c5.mp4', 35)] },
      'waiting ? | micro_video《无名》 c5.mp4 | unit-unknown',
    ),
    one(
      'a title that names another unit',
      { from: from('古县总工会'), subject: inUtf8('微视频《洪洞县的槐》'), parts: [film('c6.mp4', 36)] },
      'waiting guxian | micro_video《洪洞县的槐》 c6.mp4 | ',
    ),
    one(
      'nobody says which category',
      { from: from('古县总工会'), subject: inUtf8('报送《春》'), parts: [film('c7.mp4', 37)] },
      'waiting guxian | ?《春》 c7.mp4 | category-unknown',
    ),
    one(
      'a film that a camera named',
      { from: from('古县总工会'), subject: inUtf8('报送微视频'), parts: [film('VID_20200910.mp4', 38)] },
      'waiting guxian | micro_video《》 VID_20200910.mp4 | title-unknown',
    ),
    // Answers and forwards.
    one(
      'what is quoted is not read',
      {
        from: from('古县总工会'),
        subject: inUtf8('回复：催报'),
        text: `作品名称：石壁\n类别：歌曲\n\n${ORIGINAL}\n发件人: "洪洞县总工会"\n类别：微视频\n作品名称：旧的`,
        parts: [film('d1.mp4', 39)],
      },
      'waiting guxian | song《石壁》 d1.mp4 | ',
    ),
    one(
      'lines behind > are not read',
      {
        from: from('古县总工会'),
        subject: inUtf8('Re: 催报'),
        text: '> 作品名称：旧的\n> 类别：微视频\n作品名称：新的\n类别：诵读',
        parts: [film('d2.mp4', 40)],
      },
      'waiting guxian | recitation《新的》 d2.mp4 | ',
    ),
    one(
      'a forward in the text is the outer sender’s',
      {
        from: from('古县总工会'),
        subject: inUtf8('转发：微视频《三合村》'),
        text: `请收\n\n${ORIGINAL}\n发件人: "李建国" <ljg@qq.com>\n发送时间: 2020年9月9日\n主题: 微视频《三合村》\n\n洪洞县总工会`,
        parts: [film('d3.mp4', 41)],
      },
      'waiting guxian | micro_video《三合村》李建国 d3.mp4 | ',
    ),
    {
      called: 'a forward as a file',
      raw: forwarded(
        mail({ from: from('张丽', 'zl@qq.com'), subject: inUtf8('我的作品'), parts: [film('岳阳.mp4', 42)] }),
        { from: from('古县总工会'), subject: inUtf8('Fwd: 微视频《岳阳》') },
      ),
      result: 'waiting guxian | micro_video《岳阳》张丽 岳阳.mp4 | ',
    },
    {
      called: 'a forward of a forward',
      raw: forwarded(
        forwarded(mail({ from: from('王强', 'wq@qq.com'), subject: inUtf8('作品'), parts: [film('热留.mp4', 43)] }), {
          from: from('乡镇工会', 'xz@qq.com'),
          subject: inUtf8('转发'),
        }),
        { from: from('古县总工会'), subject: inUtf8('Fw: 转发：歌曲《热留》') },
      ),
      result: 'waiting guxian | song《热留》王强 热留.mp4 | ',
    },
    // Archives, cards, what does not fit.
    one(
      'a zip in gbk',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('摄影作品'),
        parts: [
          { name: '作品.zip', bytes: zip({ 'a晋园.png': photo('x', 44).bytes, 'b浍河.png': photo('x', 45).bytes }) },
        ],
      },
      'waiting quwo | photo《a晋园》 作品.zip › a晋园.png; photo《b浍河》 作品.zip › b浍河.png | several',
    ),
    one(
      'a rar',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《曲村》'),
        parts: [
          { name: '曲村.rar', bytes: Buffer.concat([Buffer.from('526172211a070100', 'hex'), Buffer.alloc(500, 3)]) },
        ],
      },
      'waiting quwo | micro_video《曲村》  | no-file,rar',
    ),
    one(
      'winmail.dat',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《天马》'),
        parts: [
          {
            head: [
              'Content-Type: application/ms-tnef; name="winmail.dat"',
              'Content-Disposition: attachment; filename="winmail.dat"',
            ],
            bytes: winmail('天马-曲村遗址.mp4', filmBytes(46)),
          },
        ],
      },
      'waiting quwo | micro_video《天马》 天马-曲村遗址.mp4 | ',
    ),
    one(
      'a winmail.dat that is none',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《坏了》'),
        parts: [
          {
            head: ['Content-Type: application/ms-tnef', 'Content-Disposition: attachment; filename="winmail.dat"'],
            bytes: Buffer.alloc(300, 9),
          },
        ],
      },
      'waiting quwo | micro_video《坏了》 winmail.dat | ',
    ),
    one(
      '超大附件',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《大片》'),
        html: '从QQ邮箱发来的超大附件 <a href="https://wx.mail.qq.com/ftn/download?func=3&key=abc">大片.mp4</a> <a href="https://example.com/x">主页</a>',
      },
      'waiting quwo | micro_video《大片》  | no-file,links',
    ),
    one(
      'a net disk in the text',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《网盘》'),
        text: '链接：https://pan.baidu.com/s/1abc 提取码：9x8y',
      },
      'waiting quwo | micro_video《网盘》  | no-file,links',
    ),
    one(
      'an empty file',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《空的》'),
        parts: [{ name: '空的.mp4', bytes: Buffer.alloc(0) }],
      },
      'waiting quwo | micro_video《空的》  | no-file,failed',
    ),
    one(
      'a logo below the name',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《标志》'),
        html: '<img src="cid:logo">',
        parts: [
          film('标志.mp4', 47),
          {
            head: [
              'Content-Type: image/png; name="logo.png"',
              'Content-ID: <logo>',
              'Content-Disposition: inline; filename="logo.png"',
            ],
            bytes: photo('x', 48).bytes,
          },
        ],
      },
      'waiting quwo | micro_video《标志》 标志.mp4 | ',
    ),
    one(
      'a number of an identity card',
      {
        from: from('曲沃县总工会'),
        subject: inUtf8('微视频《证件》'),
        text: '作者：李建国，身份证号 11010519491231002X',
        parts: [film('证件.mp4', 49)],
      },
      'waiting quwo | micro_video《证件》李建国 证件.mp4 | ',
    ),
    // What is no report, or none twice.
    one(
      'an answer without a file',
      { from: from('古县总工会'), subject: inUtf8('回复：关于报送的通知'), text: '收到，谢谢！' },
      'other guxian |  | ',
    ),
    one(
      'somebody is away',
      {
        from: from('古县总工会'),
        subject: inUtf8('自动回复：关于报送的通知'),
        text: '我在休假',
        extra: ['Auto-Submitted: auto-replied'],
      },
      'other guxian |  | ',
    ),
    one(
      'an advertisement',
      {
        from: from('发票中心', 'ad@spam.test'),
        subject: inUtf8('代开发票'),
        html: '<a href="http://spam.test/">点击</a>',
      },
      'other ? |  | unit-unknown',
    ),
    one(
      'a subject alone',
      { from: from('古县总工会'), subject: inUtf8('歌曲《没有附件》'), text: '请查收' },
      'waiting guxian | song《没有附件》  | no-file',
    ),
    one(
      'sent',
      { from: from('永和县总工会'), subject: inUtf8('诵读《同一封》'), text: '请收', parts: [film('同一封.mp4', 50)] },
      'waiting yonghe | recitation《同一封》 同一封.mp4 | ',
    ),
    one(
      'and sent again',
      { from: from('永和县总工会'), subject: inUtf8('诵读《同一封》'), text: '请收', parts: [film('同一封.mp4', 50)] },
      'double yonghe | recitation《同一封》 同一封.mp4 | ',
    ),
    // Nothing that holds, and what is to hold nobody up.
    {
      called: 'no head at all',
      raw: Buffer.from('just some words\r\nand no head'),
      result: 'other ? |  | unit-unknown',
    },
    { called: 'an empty mail', raw: Buffer.from('\r\n'), result: 'other ? |  | unit-unknown' },
    {
      called: 'a boundary that never ends',
      raw: lines(
        header('From', from('古县总工会')),
        header('Subject', inUtf8('微视频《断了》')),
        'Message-ID: <cut@made.test>',
        'Content-Type: multipart/mixed; boundary="B"',
        '',
        '--B',
        'Content-Type: video/mp4; name="a.mp4"',
        'Content-Transfer-Encoding: base64',
        '',
        base64(filmBytes(51)),
      ),
      result: 'waiting guxian | micro_video《断了》 a.mp4 | ',
    },
    {
      called: 'ten thousand parts',
      raw: lines(
        header('From', from('古县总工会')),
        header('Subject', inUtf8('炸弹')),
        'Message-ID: <bomb@made.test>',
        'Content-Type: multipart/mixed; boundary="B"',
        '',
        ...Array.from({ length: 10_000 }, () => '--B\r\nContent-Type: image/png\r\n\r\nx'),
        '--B--',
      ),
      result: 'waiting ? |  | unreadable',
    },
    {
      called: 'mails in one another, forty deep',
      raw: Array.from({ length: 40 }).reduce<Buffer>(
        (inner) =>
          lines(
            header('From', from('古县总工会')),
            header('Subject', inUtf8('微视频《俄罗斯套娃》')),
            'Content-Type: message/rfc822',
            '',
            inner,
          ),
        Buffer.from('Subject: x\r\n\r\nx'),
      ),
      result: 'waiting guxian | micro_video《俄罗斯套娃》 mail.eml | ',
    },
    {
      called: 'after all of these',
      raw: mail({ from: from('浮山县总工会'), subject: inUtf8('歌曲《最后一封》'), parts: [film('最后一封.mp4', 52)] }),
      result: 'waiting fushan | song《最后一封》 最后一封.mp4 | ',
    },
  ];
}
