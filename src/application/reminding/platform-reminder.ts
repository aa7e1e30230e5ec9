import type { Reason } from '../../domain/reminder.ts';
import { beijingDay, daysBetween } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Office } from '../office.ts';
import { coordinatorsOf } from '../people/people.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { type Standing, worksOnPlatforms } from '../works/double-submission.ts';
import type { Reminding } from './schedule.ts';

const LISTED = 12;

/** `没交 #3、#5；没说 #7`. */
export function platformWorksInWords({ say }: Pick<Office, 'say'>, works: Standing[]): string {
  const listed = (wanted: (one: Standing) => boolean) => {
    const numbers = works.filter(wanted).map(({ number }) => `#${number}`);
    return numbers.slice(0, LISTED).join('、') + (numbers.length > LISTED ? '…' : '');
  };
  const no = listed(({ onPlatform }) => onPlatform?.answer === 'no');
  const unsaid = listed(({ onPlatform }) => onPlatform?.answer !== 'no');
  return say('platform.works', { no, unsaid, both: no !== '' && unsaid !== '' });
}

/** The categories whose platform closes soon, of all that is said on a day. */
export const platformsDue = (reasons: readonly Reason[]): string[] =>
  reasons.flatMap((reason) => (reason.kind === 'platform' ? [reason.categoryId] : []));

/** Of each platform that closes soon and that works are still missing on: its host, and how many works of which units; no units where nobody is named. */
export async function platformFacts(context: Reminding, reasons: readonly Reason[], nobody: boolean) {
  const { campaign, say } = context;
  const facts: { categoryId: string; category: string; host: string; clause: string; units: string }[] = [];
  for (const categoryId of platformsDue(reasons)) {
    const open = await openWorks(context, [], categoryId);
    if (open.length === 0) continue;
    const { short, project } = categoryOf(context, categoryId);
    const counts = campaign.units.flatMap(({ id, short: unit }) => {
      const count = open.filter(({ unitId }) => unitId === id).length;
      return count === 0 ? [] : [say('platform.unit', { unit, count })];
    });
    const more = counts.length - LISTED;
    const units = counts.slice(0, LISTED).join('、') + (more > 0 ? say('remind.and-more', { count: more }) : '');
    const clause = campaign.alsoOnPlatform?.clause ?? '';
    facts.push({ categoryId, category: short, host: project?.host ?? '', clause, units: nobody ? '' : units });
  }
  return facts;
}

/** One message for each coordinator and each platform that closes soon, with the works that were not handed in there. */
export async function platformPosts(context: Reminding, day: string, reasons: readonly Reason[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const categoryId of platformsDue(reasons)) {
    const open = await openWorks(context, [], categoryId);
    const unitIds = [...new Set(open.map(({ unitId }) => unitId))];
    const people = new Map<number, { to: Answer['to']; unitIds: string[] }>();
    for (const { personId, to, unitId } of await coordinatorsOf(context, unitIds))
      if (to) people.set(personId, { to, unitIds: [...(people.get(personId)?.unitIds ?? []), unitId] });
    for (const [personId, { to, unitIds: own }] of people) {
      const text = platformText(
        context,
        categoryId,
        open.filter(({ unitId }) => own.includes(unitId)),
      );
      const recipe = {
        campaign: context.campaign.id,
        what: 'platform' as const,
        day,
        personId,
        unitIds: own,
        categoryId,
      };
      if (text !== undefined && to) answers.push({ to, text, recipe });
    }
  }
  return answers;
}

/** The works of the units that are not said to be on the platform. */
export async function openWorks(context: Reminding, unitIds: string[], categoryId: string): Promise<Standing[]> {
  const works = await worksOnPlatforms(context, { unitIds, categoryIds: [categoryId] });
  return works.filter(({ onPlatform }) => onPlatform?.answer !== 'yes');
}

/** Undefined where nothing is open, or the platform has no day. */
export function platformText(context: Reminding, categoryId: string, open: Standing[]): string | undefined {
  const { short, project } = categoryOf(context, categoryId);
  const { deadline } = project ?? {};
  if (!deadline || open.length === 0) return undefined;
  const unitIds = [...new Set(open.map(({ unitId }) => unitId))];
  return context.say('platform.reminder', {
    category: short,
    host: project?.host ?? '',
    day: deadline.day,
    left: daysBetween(beijingDay(context.now), deadline.day),
    clause: deadline.clause,
    rows: unitIds.map((unitId) => ({
      unit: unitOf(context, unitId).short,
      works: platformWorksInWords(
        context,
        open.filter((one) => one.unitId === unitId),
      ),
    })),
    first: open[0]?.number ?? '',
  });
}
