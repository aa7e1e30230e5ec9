import { expect, test } from 'vitest';
import { spell } from '../../src/adapters/pinyin.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import type { Context } from '../../src/application/conversation/context.ts';
import { readInput } from '../../src/application/conversation/read-input.ts';
import { readArguments } from '../../src/application/words/form.ts';
import { lexiconsOf } from '../../src/application/words/lexicons.ts';
import { readCommand } from '../../src/application/words/parse.ts';
import { labelsToRead } from '../../src/application/words/vocabulary.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { NOW, tongueFor, vocabulary } from '../support/language.ts';

const context = {
  vocabulary,
  campaign: shippedCampaign,
  lexicons: lexiconsOf(shippedCampaign, spell),
  tongue: tongueFor(shippedCampaign),
  now: NOW,
  actor: { personId: 1, units: ['yaodu'], roles: [{ role: 'coordinator', unitId: 'yaodu' }] },
} as unknown as Context;

/** What is read of the example of a command, which every refusal shows: whatever it is about has to come out of it. */
function readExample(command: (typeof commands)[number]): Record<string, unknown> {
  const spoken = readCommand(vocabulary.commands[command.id]?.example ?? '', vocabulary);
  expect(spoken?.command).toBe(command.id);
  const args = readArguments(spoken?.rest ?? '', labelsToRead(vocabulary, command.id));
  expect([args.misspelt, args.noted, args.leftOut]).toEqual([undefined, [], []]);
  const read = Object.entries(readInput(context, command, args));
  return Object.fromEntries(read.filter(([, value]) => value !== undefined && value !== '' && value !== false));
}

test('the example of every command is read as what it shows', () => {
  const read = commands.map((command) => `${command.id} ${JSON.stringify(readExample(command))}`);
  expect(`\n${read.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    submit {"unit":"yaodu","category":["micro_video"],"title":"夜班的灯","fields":{"author":"李建国"}}
    event {"date":"2020-09-03","unit":"yaodu","title":"网络安全进企业","company":"瑞丰钢厂","attendance":"60","fields":{}}
    ambassador {"unit":"yaodu","name":"王小梅","workplace":"洪洞县医院","fields":{"deeds":"义务讲网络安全课"}}
    report {"unit":"yaodu","title":"尧都区总工会主题活动情况报告","fields":{}}
    template {"kind":"ambassador"}
    zero {"unit":"yaodu","category":"song","reason":"本县暂无原创歌曲"}
    selfReport {"number":1,"unit":"yaodu","category":"micro_video"}
    request {"kind":"extension","day":"2020-09-17","unit":[],"reason":"人手不够"}
    upload {"numbers":[],"category":"micro_video","title":"夜班的灯"}
    done {"number":37}
    cancel {"number":37}
    mine {"units":[]}
    show {"number":37}
    view {"number":37}
    receipt {"number":37}
    verify {"text":"37"}
    correct {"numbers":[37],"fields":{"author":"李建国"}}
    addFiles {"number":37}
    exchangeFiles {"number":37}
    withdraw {"number":37}
    restore {"number":37}
    onPlatform {"numbers":[37],"units":[],"categories":[],"said":"已交"}
    collect {"day":"2020-09-12","unit":"yaodu","categories":["photo","micro_video"]}
    screen {"action":"pass","numbers":[3,5,6,7,8],"units":[]}
    children {"action":"add","unit":"yaodu","name":"瑞丰钢厂"}
    progress {"units":[],"categories":["micro_video"]}
    missing {"categories":["micro_video"]}
    target {"units":["yaodu"]}
    deadline {"units":[]}
    rules {"category":["micro_video"]}
    platform {"category":["photo"]}
    contact {"category":[]}
    phase {}
    findings {}
    campaigns {}
    switchCampaign {"name":"2"}
    pending {"units":[],"categories":["micro_video"]}
    late {"units":[],"categories":[]}
    today {"units":[],"categories":[]}
    accept {"numbers":[37]}
    return {"numbers":[37],"reason":"时长超过3分钟，请剪短后再发"}
    reconsider {"numbers":[37]}
    same {"numbers":[7,9]}
    notSame {"numbers":[7,9]}
    extend {"day":"2020-09-18","unit":["daning"],"reason":"山区停电"}
    cancelExtension {"unit":["daning"]}
    nudge {"units":["hongtong","xiangfen"],"categories":[]}
    remind {"action":"add","day":"2020-09-11","time":"09:00"}
    mail {"action":"claim","number":5,"fields":{}}
    export {"kind":"works","units":[],"categories":[]}
    snapshot {"note":"截止日晚上"}
    judging {}
    score {"text":"37 86"}
    results {"category":"photo"}
    bulletin {"action":"draft"}
    publicity {"action":"draft"}
    invite {"unit":"hongtong"}
    people {"unit":"hongtong"}
    handOver {"unit":"hongtong","from":"张三","to":"李四"}
    release {"name":"张三"}
    close {}
    reopen {}
    bindGroup {}
    changeTarget {"number":8,"unit":"daning","category":"photo","basis":"市总2020年8月批复"}
    bind {"code":"K7Q2-9MXT","name":"张三"}
    claim {"code":"K7Q2-9MXT","name":"张三"}
    whoami {}
    signIn {}
    signOut {}
    privacy {}
    myInfo {}
    help {"word":"报送"}
    "
  `);
});
