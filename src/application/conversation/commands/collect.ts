import { deadlineOf } from '../../../domain/deadline.ts';
import type { PosterSheet } from '../../../domain/poster-sheet.ts';
import { beijingDay, type Day } from '../../../domain/time.ts';
import { posterKey, unmadePoster } from '../../exporting/poster-picture.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import { openPage } from '../../works/pages.ts';
import { type Context, command } from '../context.ts';

/** As many as a poster shows, and of each as much. */
const ON_POSTER = { categories: 4, rules: 4, content: 60 };

/** Opens a page on which workers hand in to their county, and draws a poster with its address. */
export const collect = command({
  id: 'collect',
  action: 'screen',
  args: {
    categories: { kind: 'categories', for: 'write' },
    unit: { kind: 'unit', for: 'report' },
    day: { kind: 'day', direction: 'future' },
  },
  async handle(context, { categories: categoryIds, unit: unitId, day }) {
    if (categoryIds.length === 0) return misuse('collect.which', { categories: worksOf(context) });
    for (const id of categoryIds)
      if (categoryOf(context, id).kind !== 'work')
        misuse('collect.works-only', { category: categoryOf(context, id).short });
    if (context.pagesUrl === undefined) return refuse('collect.no-address');
    const until = day ?? (await lastDay(context, unitId, categoryIds));
    const wanted = { purpose: 'screening' as const, unitId, categoryIds, until };
    const poster = context.made.get(posterKey(wanted));
    if (!poster) {
      // What would be refused is refused before anything is drawn; this page is undone with the message.
      await openPage(context, wanted);
      throw unmadePoster(context, wanted, (code) => posterSheet(context, wanted, pageAddress(context, code)));
    }
    const text = context.say('collect.opened', {
      unit: unitOf(context, unitId).short,
      categories: categoryIds.map((id) => categoryOf(context, id).short).join('、'),
      until,
      address: pageAddress(context, String(poster.facts.code)),
      id: poster.facts.id,
      poster: poster.size > 0,
    });
    return [{ text, ...(poster.size > 0 && { files: [{ name: poster.name, sha256: poster.sha256 }] }) }];
  },
});

const worksOf = ({ campaign }: Context): string =>
  campaign.categories.flatMap(({ kind, short }) => (kind === 'work' ? [short] : [])).join('、');

const pageAddress = ({ pagesUrl = '' }: Pick<Context, 'pagesUrl'>, code: string): string => `${pagesUrl}/u/${code}`;

/** Until the unit has to report the last of these categories itself. */
async function lastDay(context: Context, unitId: string, categoryIds: string[]): Promise<Day> {
  const extensions = await extensionsOf(context, [unitId]);
  const days = categoryIds.map((id) => deadlineOf(context.campaign, extensions, unitId, id));
  const last = days.reduce((one, other) => (other.until > one.until ? other : one));
  if (last.open === true || last.day < beijingDay(context.now)) return misuse('collect.over');
  return last.day;
}

function posterSheet(
  context: Context,
  { unitId, categoryIds, until }: { unitId: string; categoryIds: string[]; until: Day },
  address: string,
): PosterSheet {
  const { say, campaign, actor } = context;
  const more = categoryIds.length - ON_POSTER.categories;
  return {
    heading: say('collect.heading'),
    unit: unitOf(context, unitId).name,
    campaign: campaign.name,
    wanted: categoryIds.slice(0, ON_POSTER.categories).map((id) => {
      const { name, content, rules } = categoryOf(context, id);
      return {
        name,
        content: oneLine(content, ON_POSTER.content),
        rules: rules.slice(0, ON_POSTER.rules).map(({ text, clause }) => say('collect.rule', { text, clause })),
      };
    }),
    more: more > 0 ? say('collect.more', { count: more }) : '',
    until: say('collect.until', { day: until }),
    how: say('collect.how'),
    address,
    contact: say('collect.contact', { unit: unitOf(context, unitId).name, name: actor.name }),
  };
}
