/** Where what somebody else wrote begins, as mail programs mark it: 原始邮件, 转发邮件信息, Original Message, or a head of its own. */
const BEGINS_OTHER =
  /^[>\s]*(?:-{2,}\s*(?:原始邮件|原邮件|转发邮件信息|转发的邮件|回复的原邮件|original message|forwarded message|forwarded by).*|(?:begin forwarded message|在.{4,40}(?:写道|寫道)|on .{4,80} wrote)\s*[:：]?\s*|_{20,})$/i;
const HEAD_LINE =
  /^[>*\s]*(发件人|寄件人|寄件者|from|发送时间|发送日期|日期|date|sent|收件人|to|抄送|cc|主题|主旨|subject)\s*[*]*\s*[:：]\s*(.*)$/i;
const FROM = /^(?:发件人|寄件人|寄件者|from)$/i;
const SUBJECT = /^(?:主题|主旨|subject)$/i;
const FORWARDED = /^\s*(?:(?:转发|转寄|fwd?|fw)\s*[:：]\s*)/i;
const ANSWERED = /^\s*(?:(?:回复|答复|re|回覆)\s*[:：]\s*)/i;
/** A name below which nobody writes anything of the matter. */
const SIGNATURE =
  /^--\s?$|^(?:发自|来自|从)我的\s?(?:iphone|ipad|android|手机|华为|小米|企业微信|qq邮箱|网易).*$|^sent from my /i;

export interface OwnWords {
  /** What the sender wrote. */
  own: string;
  /** Of the mail that is forwarded in the text, what its head says. */
  forwarded?: { name: string; subject: string };
}

/** The subject without 转发 and 回复, as often as they stand there, and whether it is a forward. */
export function bareSubject(written: string): { subject: string; forward: boolean; answer: boolean } {
  let subject = written.replace(/\s+/g, ' ').trim();
  let forward = false;
  let answer = false;
  for (let times = 0; times < 20; times++) {
    const before = subject;
    if (FORWARDED.test(subject)) forward = true;
    else if (ANSWERED.test(subject)) answer = true;
    subject = subject.replace(FORWARDED, '').replace(ANSWERED, '');
    if (subject === before) break;
  }
  return { subject, forward, answer };
}

/**
 * What the sender of a mail wrote: not what stands below 原始邮件 or behind `>` (docs/product.md, section 19). Of a forward, also who
 * wrote the mail that it passes on.
 */
export function ownWords(text: string): OwnWords {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line, index) => BEGINS_OTHER.test(line) || isHead(lines, index));
  const until = first < 0 ? lines.length : first;
  const own = lines
    .slice(0, until)
    .filter((line) => !/^\s*>/.test(line) && !SIGNATURE.test(line.trim()))
    .join('\n')
    .trim();
  if (first < 0) return { own };
  const head = lines.slice(first, first + 12).flatMap((line) => {
    const [, label, value = ''] = HEAD_LINE.exec(line) ?? [];
    return label === undefined ? [] : [{ label, value: value.trim() }];
  });
  const from = head.find(({ label }) => FROM.test(label))?.value;
  if (from === undefined) return { own };
  const subject = head.find(({ label }) => SUBJECT.test(label))?.value ?? '';
  return {
    own,
    forwarded: {
      name:
        from
          .replace(/[<＜[(（"](?!$).*$/s, '')
          .replace(/"/g, '')
          .trim() || quoted(from),
      subject,
    },
  };
}

const quoted = (from: string): string => /^"([^"<]+)"/.exec(from)?.[1]?.trim() ?? '';

/** Some programs mark nothing and put the head of the other mail there: at least two of its lines, one of them the sender's. */
function isHead(lines: readonly string[], index: number): boolean {
  const [, label = ''] = HEAD_LINE.exec(lines[index] ?? '') ?? [];
  if (!FROM.test(label)) return false;
  return lines.slice(index + 1, index + 5).some((line) => HEAD_LINE.test(line));
}
