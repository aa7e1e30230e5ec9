import { clauses, list, type Question, question, quoted } from './question.ts';
import type { NoticeRead } from './read-notice.ts';
import { sentencesOf } from './sentences.ts';

/** What is asked of works, promised or weighed, and left open or contradicting itself. */
export function ruleQuestions(read: NoticeRead): Question[] {
  return [
    ...vague(read),
    ...missingAnnexes(read),
    ...paperOrMail(read),
    ...leastSize(read),
    ...originals(read),
    ...unruled(read),
    ...postmark(read),
    ...selfForm(read),
    ...nameless(read),
    ...weightSums(read),
    ...ratios(read),
  ];
}

const VAGUE =
  /[^,。;:()]{0,8}\d+\s*[\u4e00-\u9fffA-Za-z]{0,3}左右|原则上[^,。;]{0,12}|[^,。;:]{0,10}为宜|大约[^,。;]{1,8}|若干[\u4e00-\u9fff]{0,3}|酌情[^,。;]{0,8}|适当[^,。;]{0,8}/g;

function vague({ lines }: NoticeRead): Question[] {
  const found = lines
    .filter(({ part }) => part === 'body' || part === 'annex')
    .flatMap(({ folded, text, clause }) =>
      [...folded.matchAll(VAGUE)].map((match) => ({
        quote: text.slice(match.index, match.index + match[0].length).trim(),
        clause,
      })),
    );
  return found.length === 0
    ? []
    : [question('vague', clauses(found), found[0]?.quote ?? '', { words: quoted(found.map(({ quote }) => quote)) })];
}

/** Annexes that are listed and do not follow; a form to fill in is missed less than rules. */
function missingAnnexes({ lines, rules }: NoticeRead): Question[] {
  const listed = lines.filter(({ part }) => part === 'annex-list');
  const present = new Set(lines.filter(({ annex }) => annex !== undefined).map(({ annex }) => annex));
  const names = listed.map(({ text }) => text.replace(/^附件\s*[:：]\s*/, '').trim());
  const missing = names.filter((name, at) => {
    const number = /^(\d+)\s*[.．、]/.exec(name)?.[1];
    return !present.has(`附件${number ?? ''}`) && !(number === undefined && (present.has('附件1') || at > 0));
  });
  if (missing.length === 0) return [];
  const leaning = rules.filter(({ aspect }) => aspect === 'reference');
  return [
    question(
      'missing-annex',
      list([listed[0]?.clause ?? '', ...leaning.map(({ clause }) => clause)]),
      listed[0]?.text ?? '',
      {
        names: quoted(missing.map((name) => name.replace(/^\d+\s*[.．、]\s*/, ''))),
        leaning: list(leaning.map(({ text }) => text)),
      },
    ),
  ];
}

function paperOrMail({ rules, ways }: NoticeRead): Question[] {
  const paper = rules.find(({ aspect, text }) => aspect === 'copies' && /一式|份/.test(text));
  if (!paper || !ways.some(({ way }) => way === 'email') || ways.some(({ way }) => way === 'post' || way === 'paper'))
    return [];
  return [question('paper-or-mail', paper.clause, paper.quote, { text: paper.text })];
}

function leastSize({ rules }: NoticeRead): Question[] {
  const least = rules.filter(
    ({ check }) => check?.kind === 'size' && check.least !== undefined && check.most === undefined,
  );
  return least.length === 0
    ? []
    : [question('least-size', clauses(least), least[0]?.quote ?? '', { texts: quoted(least.map(({ text }) => text)) })];
}

/** Asked for on paper of a size, and asked for as a photograph. */
function originals({ lines }: NoticeRead): Question[] {
  const found = lines.filter(
    ({ folded, part }) =>
      part === 'body' &&
      /装裱|四尺|六尺|原件|原作|实物/.test(folded) &&
      /拍成图片|拍照|照片|扫描|图片上传/.test(folded),
  );
  return found.map((line) => {
    const sentence = sentencesOf(line.folded).find(({ from, to }) =>
      /拍成图片|拍照|照片|扫描|图片上传/.test(line.folded.slice(from, to)),
    );
    return question(
      'original-or-photo',
      line.clause,
      sentence ? line.text.slice(sentence.from, sentence.to).trim() : line.text,
    );
  });
}

/** Categories without a rule of their own, while others have some. */
function unruled({ catalogue, rules, lines }: NoticeRead): Question[] {
  const ruled = new Set(rules.flatMap(({ categories }) => categories ?? []));
  const left = catalogue.all.filter((one) => !ruled.has(one) && !one.report);
  if (ruled.size === 0 || left.length === 0) return [];
  const media = lines
    .filter(({ heading }) => heading && /^(音频|视频|图片|文字|影像)(作品|类)$/.test(heading.title))
    .map(({ heading }) => (heading?.title ?? '').replace(/(作品|类)$/, ''));
  return [
    question('unruled', clauses(left), left[0]?.quote ?? '', {
      names: list(left.map(({ name }) => name)),
      media: media.length > 1 ? media.join('还是') : '',
    }),
  ];
}

function postmark({ lines }: NoticeRead): Question[] {
  const line = lines.find(({ folded, part }) => part === 'body' && /邮戳|邮件到达时间|送达时间/.test(folded));
  if (!line) return [];
  const span = sentencesOf(line.folded).find(({ from, to }) =>
    /邮戳|到达时间|送达时间/.test(line.folded.slice(from, to)),
  );
  const quote = span ? line.text.slice(span.from, span.to).trim() : line.text;
  return [
    question('postmark', line.clause, quote, {
      text: quote,
      medium: /U盘|光盘/.exec(quote)?.[0] ?? '',
    }),
  ];
}

function selfForm({ lines, targets }: NoticeRead): Question[] {
  const line = lines.find(({ folded, part }) => part === 'body' && /《[^》]*自荐表》/.test(folded));
  const name = /《[^》]*自荐表》/.exec(line?.text ?? '')?.[0];
  return line && name !== undefined && targets.length > 0 ? [question('self-form', line.clause, name, { name })] : [];
}

function nameless({ contacts }: NoticeRead): Question[] {
  const open = contacts.filter(({ name }) => name === undefined);
  return open.length === 0
    ? []
    : [
        question('nameless-contact', clauses(open), open[0]?.quote ?? '', {
          phones: list(open.flatMap(({ phones }) => phones)),
        }),
      ];
}

function weightSums({ weights }: NoticeRead): Question[] {
  return weights.flatMap(({ parts, clause, quote }): Question[] => {
    const percents = parts.flatMap(({ name, percent }) => (percent === undefined ? [] : [{ name, percent }]));
    const sum = percents.reduce((all, { percent }) => all + percent, 0);
    if (percents.length < 2 || sum === 100) return [];
    return [
      question('weights', clause, quote, {
        parts: percents.map(({ name, percent }) => `${name}${percent}%`).join('加'),
        sum,
        over: sum > 100,
      }),
    ];
  });
}

function ratios({ lines }: NoticeRead): Question[] {
  return lines.flatMap(({ folded, text, clause, part }) => {
    if (part !== 'body') return [];
    const match = /\d+(?::\d+){2,}/.exec(folded);
    const prizes = /[一二三四五]、[一二三四五]、?[一二三四五]?等奖/.exec(folded)?.[0];
    return match && prizes !== undefined
      ? [
          question('ratio', clause, text.slice(match.index, match.index + match[0].length), {
            ratio: text.slice(match.index, match.index + match[0].length),
            numbers: match[0].split(':').length,
            prizes,
          }),
        ]
      : [];
  });
}
