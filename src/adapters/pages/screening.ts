import type { Request, Response } from 'express';
import { dayInWords } from '../../application/conversation/day-in-words.ts';
import { objectionRows } from '../../application/conversation/receipt.ts';
import { secretHash } from '../../application/people/secrets.ts';
import { perform } from '../../application/perform.ts';
import { sendInByPage } from '../../application/screening/by-page.ts';
import { type Candidate, candidateByCode } from '../../application/screening/candidates.ts';
import { childrenOf } from '../../application/screening/children.ts';
import { type SentIn, takeBack } from '../../application/screening/send-in.ts';
import { categoryOf, unitOf } from '../../application/words/lexicons.ts';
import { sizeInWords } from '../../application/words/measures.ts';
import { labelOf } from '../../application/words/vocabulary.ts';
import { openOwnPage } from '../../application/works/pages.ts';
import { eraseDayOf } from '../../domain/campaign-days.ts';
import { isSendersOwn } from '../../domain/candidate.ts';
import { beijingDay, beijingDayAndTime } from '../../domain/time.ts';
import type { Asked, CategoryAsked, Form } from './form.ts';
import type { FieldAnswers, HandedInTold } from './hand-in.ts';
import { htmlPage, safe, uploadPage } from './page.ts';
import { toldOfTooMuch } from './too-much.ts';
import { type PageDesk, turnOf, type Visit } from './visit.ts';

/** A page that a whole county's workers use, and each sender's own page of it. */
export const isScreening = ({ page }: Visit): boolean => page.purpose === 'screening';

const isOwn = ({ page }: Visit): boolean => page.parentId !== null;

/** What the sender of this page has handed in. */
export const candidateOf = ({ office }: PageDesk, visit: Visit): Promise<Candidate | undefined> =>
  isScreening(visit) && isOwn(visit)
    ? candidateByCode({ tx: office.prisma, campaign: office.campaign }, secretHash(visit.code))
    : Promise.resolve(undefined);

/**
 * What is wanted, by whom, until when; or on a sender's own page the form, and after that what has become of it, for as long as anything is
 * kept of it.
 */
export async function screeningPage(desk: PageDesk, visit: Visit, candidate: Candidate | undefined): Promise<string> {
  const { office, seals } = desk;
  if (!isOwn(visit)) return wantedPage(desk, visit);
  const form = await formFor(desk, visit, candidate);
  const told = { token: seals.token(visit.page.id), limit: office.uploadLimit };
  if (!candidate) return uploadPage(office, { form, ...told });
  const lines = standingLines(desk, candidate);
  const open = !visit.shut && isSendersOwn(candidate.state);
  const standing = lines.map(paragraph).join('\n');
  if (!open) return htmlPage(form.heading, `<h1>${safe(form.heading)}</h1>\n${standing}`);
  const back = `<p><a href="/u/${safe(visit.code)}/take-back">${safe(office.say('screening.page-take-back'))}</a></p>`;
  return uploadPage(
    office,
    { form, ...told },
    `${standing}\n<h2>${safe(office.say('screening.page-mend'))}</h2>`,
    back,
  );
}

const paragraph = (line: string): string => `<p>${safe(line)}</p>`;

/** The last day, which is one on which it is still open, and who asks. */
function untilLine(office: PageDesk['office'], { page, actor }: Visit): string {
  const day = dayInWords(office, beijingDay(new Date(page.expiresAt.getTime() - 1)));
  return office.say('screening.page-until', { day, by: actor?.name ?? '' });
}

/** Opening it uses nothing up: a sender's own page is made when they begin. */
function wantedPage({ office, seals }: PageDesk, visit: Visit): string {
  const { say, campaign } = office;
  const { page, code } = visit;
  const heading = say('screening.page-heading', { unit: unitOf(office, page.unitId).name, category: '', title: '' });
  const wanted = page.categoryIds.map((id) => {
    const { name, content, rules } = categoryOf(office, id);
    const lines = rules.map(({ text, clause }) => `<li>${safe(say('upload.rule', { text, clause }))}</li>`);
    const list = lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`;
    return `<h2>${safe(name)}</h2>\n${paragraph(content)}\n${list}`;
  });
  const begin = `/u/${code}/begin?token=${encodeURIComponent(seals.token(page.id))}`;
  const until = untilLine(office, visit);
  return htmlPage(
    heading,
    `<h1>${safe(heading)}</h1>
<p class="small">${safe(campaign.name)}</p>
${wanted.join('\n')}
<p>${safe(until)}</p>
<p><a class="button main" id="begin" rel="nofollow" href="${safe(begin)}">${safe(say('screening.page-begin'))}</a></p>`,
  );
}

/** Leads to a page of the sender's own. The seal shows that the link stood on our page and that nobody just tried an address. */
export async function beginOwnPage(
  desk: PageDesk,
  visit: Visit,
  request: Request,
  response: Response,
): Promise<boolean> {
  const sealed = desk.seals.holds(visit.page.id, String(request.query.token ?? ''));
  if (!isScreening(visit) || isOwn(visit) || visit.shut || !sealed) return false;
  const { office } = desk;
  const { code } = await toldOfTooMuch(desk, visit, () =>
    office.prisma.$transaction((tx) => openOwnPage({ ...turnOf(desk, visit), tx }, visit.page, visit.address)),
  );
  response.redirect(303, `/u/${code}`);
  return true;
}

/** What its sender may do with what they have handed in, asked once more; with the seal it is done. */
export async function takeBackPage(desk: PageDesk, visit: Visit, token: string): Promise<string> {
  const { office, seals } = desk;
  const { say } = office;
  if (!seals.holds(visit.page.id, token)) {
    const yes = `/u/${visit.code}/take-back?token=${encodeURIComponent(seals.token(visit.page.id))}`;
    const ask = paragraph(say('screening.page-take-back-sure'));
    const links = `<p><a class="button" href="${safe(yes)}">${safe(say('screening.page-take-back'))}</a></p>
<p><a href="/u/${safe(visit.code)}">${safe(say('screening.page-keep'))}</a></p>`;
    return htmlPage(say('screening.page-take-back'), `${ask}\n${links}`);
  }
  const { origin, actor } = turnOf(desk, visit);
  const { candidate } = await perform(office, { actor, origin }, takeBack, { codeHash: secretHash(visit.code) });
  return screeningPage(desk, visit, candidate);
}

/** Takes what the form sends. Throws a `Refusal`. */
export async function sendInFor(desk: PageDesk, visit: Visit, answers: FieldAnswers): Promise<HandedInTold> {
  const { office } = desk;
  const { origin, actor } = turnOf(desk, visit);
  const { title = '', author = '', authorUnit: workplace = '', phone = '', link = '' } = answers.fields;
  const input = { pageId: visit.page.id, codeHash: secretHash(visit.code), categoryId: answers.categoryId };
  const sent = await perform(office, { actor, origin }, sendInByPage, {
    ...{ ...input, title, author, workplace, phone, link },
  });
  return sentInWords(desk, sent);
}

function sentInWords({ office }: PageDesk, sent: SentIn): HandedInTold {
  const { say } = office;
  if (sent.outcome === 'repeated')
    return { outcome: 'not-done', text: say('screening.page-repeated', { file: sent.file }) };
  const rows = objectionRows(
    office,
    sent.objections.filter(({ level }) => level !== 'note'),
  );
  if (sent.outcome === 'blocked')
    return { outcome: 'not-done', text: say('screening.page-blocked', { reasons: rows }) };
  const { number, title, unitId } = sent.candidate;
  const facts = { number, title, unit: unitOf(office, unitId).short, warnings: rows };
  return { outcome: 'done', text: say('screening.page-received', facts) };
}

/** Its number, where it stands and why. */
function standingLines({ office }: PageDesk, one: Candidate): string[] {
  const { say, vocabulary } = office;
  const of = {
    number: one.number,
    title: one.title,
    category: categoryOf(office, one.categoryId).name,
    standing: vocabulary.candidateStates[one.state],
  };
  const link = one.link === '' ? [] : [one.link];
  const files = one.files.map(({ name, size }) => say('screening.page-file', { name, size: sizeInWords(size) }));
  const why = one.state === 'returned' ? [say('screening.page-reason', { reason: one.reason })] : [];
  const into = one.mergedInto === null ? [] : [say('screening.page-merged', { number: one.mergedInto })];
  const when = say('screening.page-time', { time: beijingDayAndTime(one.mendedAt ?? one.handedInAt) });
  return [
    say('screening.page-standing', of),
    ...why,
    ...into,
    ...link,
    ...files,
    when,
    say('screening.page-keep-link'),
  ];
}

async function formFor(desk: PageDesk, visit: Visit, candidate: Candidate | undefined): Promise<Form> {
  const { office } = desk;
  const turn = turnOf(desk, visit);
  const { page } = visit;
  const children = await childrenOf(turn, page.unitId);
  const ids = candidate ? [candidate.categoryId] : page.categoryIds;
  const only = ids.length === 1 && ids[0] !== undefined ? categoryOf(turn, ids[0]).short : '';
  return {
    heading: office.say('screening.page-heading', {
      ...{ unit: unitOf(turn, page.unitId).name, category: only, title: candidate?.title ?? '' },
    }),
    known: candidate ? [] : [office.campaign.name, untilLine(office, visit), office.say('screening.page-one')],
    categories: ids.map((id): CategoryAsked => {
      const { name, rules, linkSuffices } = categoryOf(turn, id);
      const told = rules.map(({ text, clause }) => office.say('upload.rule', { text, clause }));
      const fields = askedOf(turn, children, linkSuffices, candidate);
      const files = candidate && candidate.files.length > 0 ? 'may' : linkSuffices ? 'link' : 'must';
      return { id, name, rules: told, fields, files };
    }),
    how: undefined,
    words: {
      button: office.say('screening.page-button', { again: candidate !== undefined }),
      done: office.say('screening.page-done'),
      again: office.say('screening.page-look'),
    },
  };
}

function askedOf(
  turn: ReturnType<typeof turnOf>,
  children: string[],
  linked: boolean,
  candidate: Candidate | undefined,
): Asked[] {
  const erased = eraseDayOf(turn.campaign) ?? '';
  const phone = turn.say('screening.page-phone', { day: erased });
  const link = {
    id: 'link',
    must: false,
    value: candidate?.link ?? '',
    note: turn.say('upload.link-note', { files: false }),
  };
  return [
    { id: 'title', must: true, value: candidate?.title ?? '' },
    { id: 'author', label: labelOf(turn, 'name'), must: true, value: candidate?.author ?? '' },
    {
      id: 'authorUnit',
      label: labelOf(turn, 'workplace'),
      must: true,
      value: candidate?.workplace ?? '',
      options: children,
    },
    { id: 'phone', must: false, value: candidate?.phone ?? '', note: phone },
    ...(linked ? [link] : []),
  ].map((one) => ({ day: false, label: labelOf(turn, one.id as 'title'), ...one }));
}
