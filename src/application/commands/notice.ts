import type { Milestone } from '../../domain/campaign.ts';
import { daysLeft, deadlineOf } from '../../domain/deadline.ts';
import { findings } from '../../domain/findings.ts';
import { isRunning } from '../../domain/phase.ts';
import { beijingDay, beijingDayAndTime } from '../../domain/time.ts';
import { campaignClosed } from '../closing.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { findingSentence } from '../finding-words.ts';
import { extensionsOf } from '../ledger.ts';
import { categoriesToRead, categoryNames, categoryOf, unitOf, unitsToRead } from '../lexicons.ts';
import { allowed } from '../permit.ts';
import { misuse } from '../refuse.ts';

export const deadline: Command = {
  id: 'deadline',
  action: 'read-notice',
  async handle(context, args) {
    const { campaign, say, speaker, now } = context;
    const asked = args.head === '' ? speaker.units : args.words.flatMap((word) => unitsToRead(context, word));
    const readable = asked.filter((id) => allowed(context, 'read-unit', id));
    const extensions = await extensionsOf(context, readable);
    const base = deadlineOf(campaign, [], '', '');
    const extended = readable.flatMap((unitId) =>
      extensions
        .filter((one) => one.unitId === unitId)
        .map(({ categoryId, day }) => ({
          unit: unitOf(context, unitId).short,
          category: categoryId === '' ? '' : categoryOf(context, categoryId).short,
          day,
        })),
    );
    const closed = await campaignClosed(context);
    const left = base.open ? undefined : daysLeft(now, base);
    return say('notice.deadline', {
      milestones: campaign.milestones.map((milestone) => ({
        name: milestone.name,
        at: [milestone.day ?? milestone.month ?? '', milestone.time ?? ''].filter(Boolean).join(' '),
        about: scopeOf(context, milestone),
        wording: milestone.wording,
        reading: milestone.reading ?? '',
        clause: milestone.clause,
      })),
      closed,
      left: !closed && left !== undefined && left > 0 ? left : '',
      today: !closed && left === 0,
      until: campaign.milestones.find(({ id }) => id === 'report')?.time ?? '24:00',
      past: !closed && left !== undefined && left < 0 ? -left : '',
      recurring: campaign.recurring.map(({ text, clause: source }) => ({ text, source })),
      extended,
      time: beijingDayAndTime(now),
    });
  },
};

/** For whom and for what, where it is not for all. */
function scopeOf(context: Context, { categories = [], units = [], kinds = [] }: Milestone): string {
  const kindNames = context.campaign.kinds.filter(({ id }) => kinds.includes(id)).map(({ name }) => name);
  const names = [
    ...kindNames,
    ...units.map((id) => unitOf(context, id).short),
    ...categories.map((id) => categoryOf(context, id).short),
  ];
  return names.join('、');
}

export const rules: Command = {
  id: 'rules',
  action: 'read-notice',
  async handle(context, args) {
    const { say } = context;
    const word = args.fields.category ?? args.head;
    if (word === '') misuse('notice.rules-which', { categories: categoryNames(context) });
    return categoriesToRead(context, word)
      .slice(0, 3)
      .map((id) => {
        const category = categoryOf(context, id);
        return say('notice.rules', {
          category: category.name,
          clause: category.clause,
          content: category.content,
          rules: [...category.rules, ...context.campaign.rules].map(({ text, clause }) => ({ text, source: clause })),
          unruled: category.rules.length === 0,
          project: category.project !== undefined,
        });
      })
      .join('\n\n');
  },
};

export const platform: Command = {
  id: 'platform',
  action: 'read-notice',
  async handle(context, args) {
    const { say, campaign } = context;
    const word = args.fields.category ?? args.head;
    const ids =
      word === ''
        ? campaign.categories.filter(({ project }) => project).map(({ id }) => id)
        : categoriesToRead(context, word);
    return ids
      .map((id) => {
        const { name, project } = categoryOf(context, id);
        if (!project) return say('notice.no-project', { category: name });
        return say('notice.platform', {
          category: name,
          host: project.host,
          clause: project.clause,
          platforms: project.platforms.map((one) => ({ name: one.name, url: one.url ?? '' })),
        });
      })
      .join('\n');
  },
};

/** Phones go to bound people in a direct chat only (product.md, section 10). */
export const contact: Command = {
  id: 'contact',
  action: 'read-notice',
  async handle(context, args) {
    const { campaign, say, inGroup, speaker, vocabulary } = context;
    const phones = !inGroup && speaker.personId !== undefined;
    const ids =
      args.head === '' || vocabulary.everyone.includes(args.head)
        ? []
        : categoriesToRead(context, args.words[0] ?? args.head);
    const hosts = ids.flatMap((id) => {
      const { name, project } = categoryOf(context, id);
      return project
        ? [
            {
              category: name,
              host: project.host,
              name: project.contact?.name ?? '',
              phone: phones ? (project.contact?.phones.join('、') ?? '') : '',
              clause: project.clause,
            },
          ]
        : [];
    });
    return say('notice.contact', {
      hosts,
      offices: campaign.contacts.map((one) => ({
        office: one.office,
        name: one.name ?? '',
        note: one.note ?? '',
        phone: phones ? one.phones.join('、') : '',
        email: one.email ?? '',
        clause: one.clause,
      })),
      hidden: !phones,
      inGroup,
    });
  },
};

export const phase: Command = {
  id: 'phase',
  action: 'read-notice',
  async handle(context) {
    const { campaign, say, now } = context;
    const today = beijingDay(now);
    const running = campaign.phases.filter((one) => isRunning(one, today));
    return say('notice.phase', {
      now: running.map(({ name }) => name).join('、'),
      phases: campaign.phases.map((one) => ({
        name: one.name,
        from: one.from,
        to: one.to === one.from ? '' : one.to,
        text: one.text,
        clause: one.clause,
        current: running.includes(one),
      })),
    });
  },
};

export const problems: Command = {
  id: 'findings',
  action: 'read-notice',
  async handle(context: Context) {
    const found = findings(context.campaign);
    if (found.length === 0) return context.say('findings.none');
    return context.say('findings.list', {
      count: found.length,
      findings: found.map((finding, index) => ({ number: index + 1, sentence: findingSentence(context, finding) })),
    });
  },
};
