import { type Request, type Response, Router } from 'express';
import { reviewFileKey } from '../../../web/shared/contracts/review.ts';
import { personOf } from '../../application/people/deed.ts';
import { allowed } from '../../application/people/permit.ts';
import { perform } from '../../application/perform.ts';
import { owingOf } from '../../application/reviewing/chase.ts';
import { recuse } from '../../application/reviewing/jury.ts';
import { objectionsOf } from '../../application/reviewing/objections.ts';
import { ofJudge, othersGave, score } from '../../application/reviewing/papers.ts';
import { linksShown, unseenWorks } from '../../application/reviewing/shown.ts';
import { frozenResult, rulesOf, type UnderReview, worksUnderReview } from '../../application/reviewing/under-review.ts';
import { refuse } from '../../application/words/refuse.ts';
import { isShownBlind } from '../../domain/review/blind.ts';
import { blanked } from '../files/blanked.ts';
import { type Handlers, visitorFor } from './answering.ts';
import { sendBytes } from './bytes.ts';
import { type Desk, deskFor, type Hall, type Visitor } from './desk.ts';
import { wordsOf } from './file-text.ts';
import { NothingThere } from './problem.ts';
import { shownAs } from './shown-as.ts';
import { by } from './standing.ts';

/** Judging, for judges: their own works, without anything that tells whose they are. */
export const reviewHandlers: Handlers = {
  async review({ turn }) {
    const rules = turn.campaign.review;
    if (!rules) return NOT_JUDGED;
    const works = new Map((await worksUnderReview(turn)).map((work) => [work.number, work]));
    const frozen = await frozenResult(turn);
    const own = allowed(turn, 'score') ? await ofJudge(turn, personOf(turn)) : undefined;
    return {
      judged: true,
      source: rules.source,
      blind: rules.blind,
      criteria: rules.criteria.map(({ id, name, weight, most }) => ({ id, name, weight, most })),
      awards: rules.awards.map(({ id, name }) => ({ id, name })),
      frozen: frozen && { at: frozen.at.toISOString(), reason: frozen.reason },
      mine: [...(own?.numbers ?? [])].flatMap((number) => {
        const work = works.get(number);
        const done = own?.latest.get(number)?.missing.length === 0;
        return work ? [{ number, title: work.title, categoryId: work.categoryId, done }] : [];
      }),
      jury: allowed(turn, 'lead-review') ? await juryNow(turn, [...works.values()]) : null,
    };
  },

  async reviewWork({ turn, params: { number } }) {
    const { blind } = rulesOf(turn);
    const { numbers, latest } = await ofJudge(turn, personOf(turn));
    const files = await blindFilesOf(turn, numbers, number);
    const work = (await worksUnderReview(turn)).find((one) => one.number === number);
    const order = [...numbers];
    const at = order.indexOf(number);
    const paper = latest.get(number);
    const isIn = paper !== undefined && paper.missing.length === 0;
    return {
      number,
      title: work?.title ?? '',
      categoryId: work?.categoryId ?? '',
      ...(work && !blind ? { unitId: work.unitId, author: work.author } : { unitId: '', author: '' }),
      files: files.map(({ name, blob: { extension } }, index) => ({
        ...{ place: index + 1, show: shownAs(extension).show },
        ...{ name: blind ? '' : name, hidden: blind && !isShownBlind(extension) },
      })),
      link: work && work.link !== '' ? ((await linksShown(turn, [work])).get(number) ?? '') : null,
      paper: paper
        ? { points: paper.points, whole: paper.whole ?? null, version: paper.version, missing: paper.missing }
        : null,
      others: isIn ? await othersGave(turn, number, personOf(turn)) : null,
      previous: order[at - 1] ?? null,
      next: order[at + 1] ?? null,
    };
  },

  async reviewText({ desk, turn, params }) {
    const { blob } = await blindFile(turn, params);
    return wordsOf(desk.office, { sha256: blob.sha256, size: Number(blob.size), extension: blob.extension });
  },

  async scoreWork({ desk, params: { number }, body: { points, whole }, ...visitor }) {
    const input = { number, points, ...(whole !== undefined && { whole }) };
    const { paper, owed, all } = await perform(desk.office, by(visitor), score, input);
    return { number, version: paper.version, missing: paper.missing, owed, all };
  },

  async recuseWork({ desk, params: { number }, body: { reason }, ...visitor }) {
    await perform(desk.office, by(visitor), recuse, { unitId: '', number, reason });
    return { ok: true };
  },
};

const NOT_JUDGED = {
  ...{ judged: false, source: '', blind: true, criteria: [], awards: [], frozen: null, mine: [], jury: null },
};

async function juryNow(turn: Visitor['turn'], works: UnderReview[]) {
  const groups = new Map(turn.campaign.review?.groups.map(({ id, name }) => [id, name]));
  return {
    works: works.length,
    unseen: (await unseenWorks(turn, works)).map(({ number, link }) => ({ number, link })),
    judges: (await owingOf(turn)).map(({ juror, assigned, owed }) => ({
      person: { id: juror.personId, name: juror.name },
      group: groups.get(juror.groupId) ?? '',
      assigned,
      owed: owed.length,
    })),
    objections: (await objectionsOf(turn)).map(({ id, number, raisedBy, text, outcome }) => ({
      ...{ id, number, raisedBy, text, outcome },
    })),
  };
}

/** The files of a work in their order, for its judge alone. Throws `NothingThere`, in the same way for all others. */
async function blindFilesOf({ tx, campaign }: Visitor['turn'], numbers: ReadonlySet<number>, number: number) {
  if (!numbers.has(number)) throw new NothingThere();
  return tx.submissionFile.findMany({
    where: { submissionNumber: number, retiredAt: null, submission: { campaign: campaign.id } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, blob: true },
  });
}

async function blindFile(turn: Visitor['turn'], { number, place }: { number: number; place: number }) {
  const { numbers } = await ofJudge(turn, personOf(turn));
  const file = (await blindFilesOf(turn, numbers, number))[place - 1];
  if (!file) throw new NothingThere();
  return file;
}

/**
 * `/review/works/<number>/files/<place>`: the bytes under a name that says no more than the address, and without what a camera or a
 * program has written into them of whose they are.
 */
export function blindFiles(hall: Hall): Router {
  const router = Router();
  router.get('/review/works/:number/files/:place', async (request, response) => {
    const desk = deskFor(hall, request);
    const { turn } = await visitorFor(desk, request);
    if (!allowed(turn, 'score')) refuse('bot.not-allowed', { command: '' });
    const key = reviewFileKey.safeParse(request.params);
    if (!key.success) throw new NothingThere();
    const { id, name, blob } = await blindFile(turn, key.data);
    if (rulesOf(turn).blind) await sendBlind(desk, { ...key.data, id }, blob, request, response);
    else await sendOpen(desk, name, blob, request, response);
  });
  return router;
}

interface Kept {
  sha256: string;
  extension: string;
  size: bigint;
}

/** Where everybody knows whose the works are. */
function sendOpen(
  { office }: Desk,
  name: string,
  { sha256, extension, size }: Kept,
  request: Request,
  response: Response,
) {
  const { show, mime } = shownAs(extension);
  const inline = ['video', 'audio', 'picture'].includes(show);
  return sendBytes(request, response, {
    ...{ name, inline, size: Number(size), tag: sha256, type: inline ? mime : 'application/octet-stream' },
    open: (range) => office.store.open(sha256, range),
  });
}

async function sendBlind(
  { office }: Desk,
  { number, place, id }: { number: number; place: number; id: number },
  { sha256, extension, size }: Kept,
  request: Request,
  response: Response,
): Promise<void> {
  // What a document says of itself, and a file that cannot be read, cannot be taken out of it: words alone are shown, or nothing.
  const bytes = await blanked((range) => office.store.open(sha256, range), { size: Number(size), extension });
  if (!bytes) throw new NothingThere();
  return sendBytes(request, response, {
    name: `${number}-${place}${extension === '' ? '' : `.${extension}`}`,
    type: shownAs(extension).mime,
    inline: true,
    size: Number(size),
    // The hash of the bytes would tell whoever has them elsewhere whose they are. A file that took another's place is another.
    tag: `${number}-${place}-${id}`,
    open: bytes,
  });
}
