import { deadlinesOf } from '../../domain/deadline.ts';
import { afterQuiet } from '../../domain/reminder.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Recipe } from '../delivery/answer.ts';
import { joinedTexts, textInNameOf } from '../delivery/in-name-of.ts';
import type { Remade } from '../delivery/outbox.ts';
import type { Destination } from '../message.ts';
import type { House } from '../office.ts';
import { holdsIn } from '../people/people.ts';
import { extensionsOf, progressNow } from '../works/ledger.ts';
import { countyText, lacksDirectly } from './direct-reminder.ts';
import { groupNudge, groupPicture, groupPost } from './group-reminder.ts';
import { lackingOf } from './nudge.ts';
import { openWorks, platformText } from './platform-reminder.ts';
import { silencedBy } from './reminders.ts';
import { type Planned, plannedOn, type Reminding } from './schedule.ts';
import { newInWords, newlyWaiting, withWaiting } from './screening-reminder.ts';
import { staffDigest } from './staff-digest.ts';

/**
 * A nudge younger than this is sent in a quiet hour too, as staff asked for it at that moment; an older one waits for
 * the end of the quiet hour like a reminder.
 */
const STAFFS_OWN_HOUR_MS = 10 * 60_000;

/**
 * Makes a post anew at the moment it is sent: its list is of now, nobody is disturbed in a quiet hour, and nothing is
 * said on another day than its own (docs/product.md, section 8).
 */
export async function remade(house: House, recipe: Recipe, to: Destination, since: Date): Promise<Remade> {
  return recipe.what === 'parts' ? partsRemade(house, recipe.parts, to, since) : oneRemade(house, recipe, to, since);
}

/** What is still said of it in each of the campaigns; nothing before it may be said in all of them. */
async function partsRemade(house: House, parts: Recipe[], to: Destination, since: Date): Promise<Remade> {
  const made: Remade[] = [];
  for (const part of parts) made.push(await remade(house, part, to, since));
  const said = made.flatMap((one) => ('text' in one ? one : []));
  const later = made.flatMap((one) => ('afterMs' in one ? one.afterMs : []));
  if (later.length > 0) return { afterMs: Math.max(...later) };
  if (said.length === 0) return made.find((one) => 'drop' in one && one.drop === 'missed') ?? { drop: 'needless' };
  const mentions = [...new Set(said.flatMap((one) => one.mentions))];
  return { text: joinedTexts(said.map(({ text }) => text)), mentions };
}

async function oneRemade(house: House, recipe: Recipe, to: Destination, since: Date): Promise<Remade> {
  const office = officeOf(house, recipe);
  if (!office) return { drop: 'needless' };
  const { prisma, clock, ...rest } = office;
  const now = clock.now();
  const wanted = isNudge(recipe) && now.getTime() - since.getTime() < STAFFS_OWN_HOUR_MS;
  const allowed = wanted ? now : afterQuiet(office.campaign.reminders, now);
  return prisma.$transaction(
    async (tx) => {
      const context: Reminding = { ...rest, tx, now };
      if (beijingDay(allowed) !== recipe.day) {
        await recordMissed(context, recipe);
        return { drop: 'missed' };
      }
      if (allowed > now) return { afterMs: allowed.getTime() - now.getTime() };
      const made = await postNow(context, recipe, to);
      return made ? { ...made, text: textInNameOf(office, made.text) } : { drop: 'needless' };
    },
    { timeout: 30_000, maxWait: 30_000 },
  );
}

/** Recipes of an earlier version name no campaign: there was one only. */
function officeOf({ campaigns }: House, { campaign }: Partial<Recipe>) {
  const [first] = campaigns.values();
  return campaign === undefined ? first : campaigns.get(campaign);
}

/** To whom each post is said, for a pause to hold. */
const AUDIENCES = {
  group: 'group',
  'group-picture': 'group',
  direct: 'direct',
  platform: 'direct',
  screening: 'direct',
  staff: 'staff',
} as const;

async function postNow(
  context: Reminding,
  recipe: Recipe,
  to: Destination,
): Promise<Extract<Remade, { text: string }> | undefined> {
  if (isNudge(recipe)) return nudgeNow(context, recipe, to);
  if (recipe.what === 'parts') return undefined;
  const audience = AUDIENCES[recipe.what];
  if (await silencedBy(context, audience)) return undefined;
  if (recipe.what === 'platform') return platformNow(context, recipe);
  if (recipe.what === 'screening') return screeningNow(context, recipe);
  const planned = await plannedOn(context, audience, recipe.day);
  if (!planned) return undefined;
  if (recipe.what === 'group-picture') return pictureNow(context, planned);
  if (recipe.what === 'staff') return { text: await staffDigest(context), mentions: [] };
  if (recipe.what !== 'direct') return groupPost(context, planned, to);
  const unitIds = await stillCoordinated(context, recipe);
  const lacks = await lacksDirectly(context, planned, unitIds);
  if (lacks.length === 0) return undefined;
  return { text: await withWaiting(context, countyText(context, lacks), unitIds), mentions: [] };
}

async function screeningNow(context: Reminding, recipe: Extract<Recipe, { what: 'screening' }>) {
  const text = newInWords(context, await newlyWaiting(context, await stillCoordinated(context, recipe), recipe.day));
  return text === undefined ? undefined : { text, mentions: [] };
}

async function pictureNow(context: Reminding, planned: Planned) {
  const picture = await groupPicture(context, planned);
  return picture && { text: '', mentions: [], picture };
}

async function platformNow(context: Reminding, recipe: Extract<Recipe, { what: 'platform' }>) {
  const unitIds = await stillCoordinated(context, recipe);
  const open = unitIds.length === 0 ? [] : await openWorks(context, unitIds, recipe.categoryId);
  const text = platformText(context, recipe.categoryId, open);
  return text === undefined ? undefined : { text, mentions: [] };
}

async function stillCoordinated(
  { tx, campaign }: Reminding,
  { personId, unitIds }: { personId: number; unitIds: string[] },
) {
  const memberships = await tx.membership.findMany({
    where: { ...holdsIn(campaign), personId, role: 'coordinator', unitId: { in: unitIds } },
    select: { unitId: true },
  });
  return memberships.map(({ unitId }) => unitId);
}

type NudgeRecipe = Extract<Recipe, { what: 'nudge' | 'group-nudge' }>;
const isNudge = (recipe: Recipe): recipe is NudgeRecipe => recipe.what === 'nudge' || recipe.what === 'group-nudge';

async function nudgeNow(context: Reminding, { what, unitIds, categoryIds }: NudgeRecipe, to: Destination) {
  const deadlines = deadlinesOf(context.campaign, await extensionsOf(context, unitIds));
  const found = await progressNow(context, unitIds, categoryIds.length > 0 ? categoryIds : undefined);
  const lacks = lackingOf(found, deadlines, categoryIds);
  if (lacks.length === 0) return undefined;
  if (what === 'group-nudge') return groupNudge(context, lacks, deadlines, to);
  return { text: countyText(context, lacks, 'nudge'), mentions: [] };
}

/** Marks the reminder of the day as missed, unless another group has got it. */
async function recordMissed({ tx, campaign }: Reminding, { what, day }: Recipe): Promise<void> {
  if (what !== 'group') return;
  await tx.$executeRaw`
    UPDATE reminder SET state = 'missed' WHERE campaign = ${campaign.id} AND key = ${day} AND NOT EXISTS (
      SELECT 1 FROM outbound, jsonb_array_elements(coalesce(recipe -> 'parts', jsonb_build_array(recipe))) AS part
      WHERE state = 'sent' AND recipe ->> 'day' = ${day} AND part ->> 'what' = 'group'
        AND coalesce(part ->> 'campaign', ${campaign.id}) = ${campaign.id})`;
}
