import { daysLeft, deadlineOf } from '../../../domain/deadline.ts';
import { findings } from '../../../domain/findings.ts';
import { beijingDay, beijingDayAndTime, monthOf } from '../../../domain/time.ts';
import { allowed } from '../../people/permit.ts';
import { categoriesToRead, categoryNames, categoryOf, unitOf, unitsToRead } from '../../words/lexicons.ts';
import { misuse } from '../../words/refuse.ts';
import { campaignClosed } from '../../works/closing.ts';
import { extensionsOf, targetsNow } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { findingSentence } from '../finding-words.ts';

export const target: Command = {
  id: 'target',
  action: 'read-notice',
  async handle(context, args) {
    const { campaign, say, actor } = context;
    const targets = await targetsNow(context);
    const unitIds = args.head !== '' ? args.words.flatMap((word) => unitsToRead(context, word)) : actor.units;
    if (unitIds.length === 0) {
      const { columns, clause, note } = campaign.table;
      return say('notice.targets', {
        clause,
        note: note.text,
        noteClause: note.clause,
        columns: columns.map((id) => ({
          category: categoryOf(context, id).short,
          measure: categoryOf(context, id).measure,
          sum: campaign.units.reduce((sum, unit) => sum + (targets.get(unit.id)?.get(id) ?? 0), 0),
        })),
        city: campaign.cityTargets.map(({ category, number, text, clause: source }) => ({
          category: categoryOf(context, category).short,
          number,
          text,
          clause: source,
        })),
      });
    }
    return [...new Set(unitIds)]
      .map((id) => {
        const unit = unitOf(context, id);
        const own = targets.get(id);
        const row = campaign.table.rows.find((one) => one.unit === id);
        return say('notice.target', {
          unit: unit.name,
          none: own === undefined,
          duty: unit.duty?.text ?? '',
          dutyClause: unit.duty?.clause ?? '',
          items: [...(own ?? [])].map(([categoryId, number]) => {
            const printed = row?.cells[campaign.table.columns.indexOf(categoryId)];
            return {
              category: categoryOf(context, categoryId).short,
              measure: categoryOf(context, categoryId).measure,
              number,
              printed: printed !== undefined && printed !== number ? printed : '',
            };
          }),
          sum: [...(own?.values() ?? [])].reduce((sum, number) => sum + number, 0),
          clause: campaign.table.clause,
          note: campaign.table.note.text,
        });
      })
      .join('\n\n');
  },
};

export const deadline: Command = {
  id: 'deadline',
  action: 'read-notice',
  async handle(context, args) {
    const { campaign, say, actor, now } = context;
    const asked = args.head === '' ? actor.units : args.words.flatMap((word) => unitsToRead(context, word));
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
    const left = daysLeft(now, base);
    return say('notice.deadline', {
      milestones: campaign.milestones.map((milestone) => ({
        name: milestone.name,
        at: milestone.day ?? milestone.month ?? '',
        wording: milestone.wording,
        reading: milestone.reading ?? '',
        clause: milestone.clause,
      })),
      closed,
      left: !closed && left > 0 ? left : '',
      today: !closed && left === 0,
      past: !closed && left < 0 ? -left : '',
      extended,
      time: beijingDayAndTime(now),
    });
  },
};

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
          rules: category.rules.map(({ text, clause }) => ({ text, source: clause })),
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

/** Phones go to bound people in a direct chat only (docs/product.md, section 10). */
export const contact: Command = {
  id: 'contact',
  action: 'read-notice',
  async handle(context, args) {
    const { campaign, say, inGroup, actor, vocabulary } = context;
    const phones = !inGroup && actor.personId !== undefined;
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
              name: project.contact.name,
              phone: phones ? project.contact.phones.join('、') : '',
              clause: project.clause,
            },
          ]
        : [];
    });
    return say('notice.contact', {
      hosts,
      offices: campaign.contacts.map((one) => ({
        office: one.office,
        name: one.name,
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
    const month = monthOf(beijingDay(now));
    const running = campaign.phases.filter(({ from, to }) => from <= month && month <= to);
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
